// What changed since the last reading, from a real domain controller with a recycle bin and from one without.
import { Attribute, Change, Control, type Client } from "ldapts";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  openLdapDirectory,
  type LdapDirectoryOptions,
} from "../../src/adapters/active-directory/ldap-source.ts";
import type { ComputerId, DirectoryName } from "../../src/core/model/ids.ts";
import { DAY } from "../../src/core/model/instant.ts";
import type { DirectorySource } from "../../src/ports/directory-source.ts";
import { readWhole } from "../contract/directory-source.contract.ts";
import { requirePeer } from "./peers.ts";
import {
  addComputer,
  clock,
  connectAdmin,
  corpSource,
  READER,
  replace,
  silent,
  startCorp,
} from "./samba/corp-peer.ts";
import { DEVICES, DISABLED, IN_DEVICES } from "./samba/corp-seed.ts";
import { startSamba, type SambaPeer } from "./samba/samba-peer.ts";

const signal = new AbortController().signal;

requirePeer("samba", "Changes in Active Directory on a real Samba domain controller", () => {
  let samba: SambaPeer;
  let admin: Client;
  const source = (change: Partial<LdapDirectoryOptions> = {}): DirectorySource => corpSource(samba, change);

  beforeAll(async () => {
    samba = await startCorp();
    admin = await connectAdmin(samba);
  });
  afterAll(async () => {
    await admin.unbind();
    await samba.remove();
  });

  it("tells from a bookmark what was added, changed, moved, renamed and deleted", async () => {
    const corp = source();
    await addComputer(admin, "T-DEL", DEVICES);
    await addComputer(admin, "T-MOVE", DEVICES);
    await addComputer(admin, "T-OU", `OU=Room,${DEVICES}`);
    const first = await readWhole(corp);
    const total = first.computers.length;
    const idOf = (name: string): ComputerId | undefined =>
      first.computers.find((one) => one.name === name)?.id;
    const since = async (bookmark: string | undefined): ReturnType<typeof readWhole> => {
      const reading = await readWhole(corp, bookmark);
      expect(reading.end).toMatchObject({ gaps: [], extent: "changes" });
      return reading;
    };

    let reading = await since(first.end.bookmark);
    expect(reading.computers).toStrictEqual([]);

    await addComputer(admin, "T-NEW", DEVICES);
    await replace(admin, `CN=PC0002,${DEVICES}`, "userAccountControl", ["4098"]);
    await admin.modifyDN(`CN=T-MOVE,${DEVICES}`, `CN=T-MOVE,${DISABLED}`);
    await admin.modifyDN(`CN=PC0003,${DEVICES}`, `CN=PC0003X,${DEVICES}`);
    await admin.del(`CN=T-DEL,${DEVICES}`);
    reading = await since(reading.end.bookmark);
    const told = new Map(reading.computers.map((computer) => [computer.name, computer]));
    expect([...told.keys()].toSorted()).toStrictEqual(["PC0002", "PC0003X", "T-DEL", "T-MOVE", "T-NEW"]);
    expect(told.get("PC0002")?.enabled).toBe(false);
    expect(told.get("T-MOVE")?.dn).toBe(`CN=T-MOVE,${DISABLED}`);
    expect(told.get("PC0003X")?.id).toBe(idOf("PC0003"));
    expect(told.get("T-DEL")).toMatchObject({ id: idOf("T-DEL"), deleted: true, lastKnownParent: DEVICES });

    const tombstone = told.get("T-DEL");
    if (tombstone === undefined) throw new Error("the deleted computer was not told");
    await expect(corp.readOne(tombstone.id, signal)).resolves.toMatchObject({
      computer: { deleted: true, name: "T-DEL" },
    });
    // Moving a whole OU changes nothing in the computers below it.
    await admin.modifyDN(`OU=Room,${DEVICES}`, `OU=Room,${DISABLED}`);
    reading = await since(reading.end.bookmark);
    expect(reading.computers).toHaveLength(IN_DEVICES / 10 + 1);
    expect(reading.computers.every(({ dn }) => dn.endsWith(`,OU=Room,${DISABLED}`))).toBe(true);
    const moved = reading.end.ous.find(({ dn }) => dn === `OU=Room,${DISABLED}`);
    expect(moved?.changedAt).toBeGreaterThan(Date.now() - DAY);

    const again = await readWhole(corp);
    expect(again.end.extent).toBe("full");
    expect(again.computers).toHaveLength(total + 1);
    expect(again.computers.filter(({ deleted }) => deleted)).toHaveLength(1);
  });

  it("reads in full when something was deleted that the configuration does not ask for", async () => {
    const retired = { ous: [DISABLED], disabledAccounts: false, deletedObjects: false };
    const corp = source({ retired });
    await addComputer(admin, "T-LATE", DEVICES);
    const first = await readWhole(corp);
    await admin.del(`CN=T-LATE,${DEVICES}`);
    const second = await readWhole(corp, first.end.bookmark);
    expect(second.end.extent).toBe("full");
    expect(second.computers).toHaveLength(first.computers.length - 1);
  });

  it("reads in full whenever the scope changed, and a part of the domain always", async () => {
    const whole = await readWhole(source());
    const part = source({
      baseDn: DEVICES,
      retired: { ous: [], disabledAccounts: true, deletedObjects: true },
    });
    const reading = await readWhole(part, whole.end.bookmark);
    expect(reading.end).toMatchObject({ extent: "full", bookmark: undefined });
    expect(reading.computers.length).toBeLessThan(whole.computers.length);
    expect(reading.computers.every(({ dn, deleted }) => deleted || dn.endsWith(DEVICES))).toBe(true);
  });
});

requirePeer("samba", "Active Directory without a recycle bin, on a second Samba domain controller", () => {
  const BASE = "DC=emea,DC=example,DC=test";
  let samba: SambaPeer;
  let emea: DirectorySource;

  beforeAll(async () => {
    samba = await startSamba({
      dns: "emea.example.test",
      netbios: "EMEA01",
      recycleBin: false,
      accounts: [READER],
      seeds: [],
    });
    emea = openLdapDirectory({
      name: "emea" as DirectoryName,
      url: samba.url,
      // The other two forms of a name than the UPN are binds too.
      bind: { user: `EMEA01\\${READER.name}`, password: READER.password },
      tls: { ca: samba.ca },
      baseDn: BASE,
      retired: { ous: [], disabledAccounts: true, deletedObjects: true },
      vipGroups: [],
      clock,
      log: silent,
    });
  });
  afterAll(async () => {
    await samba.remove();
  });

  it("reads the tombstone with what is left of it, and the undeleted computer under its old id", async () => {
    const admin = await connectAdmin(samba);
    const dn = `CN=T1,CN=Computers,${BASE}`;
    await admin.add(dn, {
      objectClass: ["computer"],
      sAMAccountName: ["T1$"],
      userAccountControl: ["4096"],
      operatingSystem: ["Windows 11 Enterprise"],
    });
    const first = await readWhole(emea);
    expect(first.computers).toHaveLength(2);
    expect(first.computers.every(({ domain }) => domain.netbios === "EMEA01")).toBe(true);

    await admin.del(dn);
    const second = await readWhole(emea, first.end.bookmark);
    expect(second).toMatchObject({
      computers: [
        { name: "T1", deleted: true, samAccountName: "T1$", osName: { unknown: "missing" }, enabled: true },
      ],
      end: { extent: "changes", gaps: [] },
    });
    const [tombstone] = second.computers;
    if (tombstone === undefined) throw new Error("the tombstone was not told");
    expect(tombstone.id).toBe(first.computers.find(({ name }) => name === "T1")?.id);

    await admin.modify(
      tombstone.dn,
      [
        new Change({ operation: "delete", modification: new Attribute({ type: "isDeleted" }) }),
        new Change({
          operation: "replace",
          modification: new Attribute({ type: "distinguishedName", values: [dn] }),
        }),
      ],
      [new Control("1.2.840.113556.1.4.417", { critical: true })],
    );
    const third = await readWhole(emea, second.end.bookmark);
    expect(third.computers).toMatchObject([{ id: tombstone.id, name: "T1", deleted: false, dn }]);
    await admin.unbind();
  });
});
