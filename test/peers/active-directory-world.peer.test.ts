// The generated world, once as a real domain controller serves it and once as an export would have it: both must tell the
// same story, and the world's own figures.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openLdapDirectory } from "../../src/adapters/active-directory/ldap-source.ts";
import { openFileDirectory } from "../../src/adapters/directory-file/file-source.ts";
import type { Computer } from "../../src/core/model/computer.ts";
import { dnKey, liesIn } from "../../src/core/model/dn.ts";
import type { DirectoryName } from "../../src/core/model/ids.ts";
import { DAY, instant } from "../../src/core/model/instant.ts";
import { isKnown } from "../../src/core/model/unknown.ts";
import { createWorld } from "../../src/simulator/world/create-world.ts";
import { readWhole, type WholeReading } from "../contract/directory-source.contract.ts";
import { requirePeer } from "./peers.ts";
import { startSamba, type SambaPeer } from "./samba/samba-peer.ts";

const READER = { name: "svc-rollcall", password: "Read3r-Pass", deletedObjects: "RPLC" };
const START = Date.UTC(2026, 2, 1);

/** How a domain controller begins the account name of a replication conflict's loser. */
const CONFLICT = "$DUPLICATE-";

/** By account name and whether it is deleted: a name may belong to a tombstone and to the computer that got it next. */
const byAccount = ({ computers }: WholeReading): Record<string, Computer> =>
  Object.fromEntries(
    computers
      .filter(({ samAccountName }) => !(isKnown(samAccountName) && samAccountName.startsWith(CONFLICT)))
      .map((computer) => {
        const { samAccountName, name, deleted } = computer;
        return [`${isKnown(samAccountName) ? samAccountName : name}${deleted ? " deleted" : ""}`, computer];
      }),
  );

/** What both sides must say of a computer; ids, SIDs and creation dates are the domain controller's own. */
const story = (computer: Computer): unknown => ({
  ...computer,
  dn: computer.deleted ? undefined : dnKey(computer.dn),
  managedBy: isKnown(computer.managedBy) ? dnKey(computer.managedBy) : computer.managedBy,
  id: undefined,
  sid: undefined,
  createdAt: undefined,
});

requirePeer("samba", "The generated world on a real Samba domain controller", () => {
  const world = createWorld({ seed: 7, endpoints: 400, tenants: 4, directories: 2, start: START });
  const directory = world.directories[0]!;
  const dir = mkdtempSync(join(tmpdir(), "world-"));
  const path = join(dir, "corp.ldif");
  const clock = {
    now: () => instant(Date.now()),
    monotonic: () => performance.now(),
    sleep: () => Promise.reject(new Error("nothing in a directory sleeps")),
  };
  const shared = {
    name: directory.name as DirectoryName,
    retired: { ous: [directory.retiredOu], disabledAccounts: false, deletedObjects: true },
    vipGroups: [directory.vipGroup],
    clock,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
  };
  let samba: SambaPeer;
  let live: WholeReading;
  let exported: WholeReading;

  beforeAll(async () => {
    const { seed, backdate } = directory.samba();
    samba = await startSamba({
      dns: directory.dns,
      netbios: directory.netbios,
      accounts: [READER],
      seeds: [{ ldif: seed, backdate }],
    });
    live = await readWhole(
      openLdapDirectory({
        ...shared,
        url: samba.url,
        bind: { user: `${READER.name}@${directory.dns}`, password: READER.password },
        tls: { ca: samba.ca },
        baseDn: directory.baseDn,
        pageSize: 100,
      }),
    );
    writeFileSync(path, directory.ldif());
    exported = await readWhole(
      openFileDirectory({
        ...shared,
        path,
        maxAgeMs: DAY,
        domain: { dns: directory.dns, netbios: directory.netbios },
      }),
    );
  });
  afterAll(async () => {
    rmSync(dir, { recursive: true, force: true });
    await samba.remove();
  });

  it("has as many computers as the world, and its own controller", () => {
    expect(live.end.gaps).toStrictEqual([]);
    expect(exported.end.gaps).toStrictEqual([]);
    const records = directory.ldif().replaceAll("\n ", "").split("\n\n");
    const isDeleted = (record: string): boolean => record.includes("\nisDeleted: TRUE");
    const computers = records.filter(
      (record) => record.includes("\nobjectCategory: CN=Computer,") && !isDeleted(record),
    ).length;
    // Nobody can make a replication conflict on a single controller: the seed leaves them out.
    const conflicts = records.filter((record) => record.includes(`\nsAMAccountName: ${CONFLICT}`)).length;
    // The container of deleted objects calls itself deleted, too.
    const tombstones = records.filter(
      (record) => record.includes("\nobjectClass: computer") && isDeleted(record),
    ).length;
    expect(computers).toBeGreaterThan(200);
    expect(tombstones).toBeGreaterThan(0);
    expect(live.computers).toHaveLength(computers - conflicts + tombstones + 1);
    expect(live.computers.filter(({ deleted }) => deleted)).toHaveLength(tombstones);
  });

  it("has the same computers in the retired OU", () => {
    const retired = ({ computers }: WholeReading): string[] =>
      computers
        .filter(({ dn }) => liesIn(dn, directory.retiredOu))
        .map(({ name }) => name)
        .toSorted((a, b) => (a < b ? -1 : 1));
    expect(retired(live).length).toBeGreaterThan(10);
    expect(retired(live)).toStrictEqual(retired(exported));
  });

  it("has the same people in the VIP group", () => {
    const people = ({ end }: WholeReading): string[] =>
      end.vips.groups
        .flatMap((group) => (group.kind === "read" ? group.members : []))
        .map(({ dn }) => dnKey(dn))
        .toSorted((a, b) => (a < b ? -1 : 1));
    expect(people(live).length).toBeGreaterThan(1);
    expect(people(live)).toStrictEqual(people(exported));
  });

  it("tells of every computer what its export tells", () => {
    const served = byAccount(live);
    const told = byAccount(exported);
    for (const [account, computer] of Object.entries(told)) {
      const same = served[account];
      const stories = computer.deleted
        ? [same?.name, computer.name]
        : [same === undefined ? undefined : story(same), story(computer)];
      expect({ account, story: stories[0] }).toStrictEqual({ account, story: stories[1] });
    }
    // The server's own controller is all that it has on top.
    expect(Object.keys(served).filter((account) => !(account in told))).toStrictEqual(["DC1$"]);
  });

  it("dates the OUs as the export does", () => {
    const served = new Map(live.end.ous.map((ou) => [dnKey(ou.dn), ou.changedAt]));
    const retired = exported.end.ous.filter(({ dn }) => liesIn(dn, directory.retiredOu));
    expect(retired.length).toBeGreaterThan(1);
    expect(retired.map(({ dn }) => served.get(dnKey(dn)))).toStrictEqual(
      retired.map(({ changedAt }) => changedAt),
    );
  });
});
