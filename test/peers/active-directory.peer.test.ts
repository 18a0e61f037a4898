import { Attribute, Change, Client, Control } from "ldapts";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  openLdapDirectory,
  type LdapDirectoryOptions,
} from "../../src/adapters/active-directory/ldap-source.ts";
import type { ComputerId, DirectoryName } from "../../src/core/model/ids.ts";
import { DAY, instant } from "../../src/core/model/instant.ts";
import type { DirectorySource } from "../../src/ports/directory-source.ts";
import type { FaultCode } from "../../src/ports/fault.ts";
import type { Log } from "../../src/ports/log.ts";
import { directorySourceContract, readWhole } from "../contract/directory-source.contract.ts";
import { requirePeer } from "./peers.ts";
import {
  CORP,
  corpSeed,
  DEVICES,
  DISABLED,
  GROUPS,
  IN_DEVICES,
  IN_DISABLED,
  PEOPLE,
  SPECIAL,
  VIP_GROUP,
} from "./samba/corp-seed.ts";
import { startSamba, type SambaPeer } from "./samba/samba-peer.ts";

const READER = { name: "svc-rollcall", password: "Read3r-Pass", deletedObjects: "RPLC" };
const BLIND = { name: "svc-blind", password: "Bl1nd-Pass" };
const LIVE = IN_DEVICES + IN_DISABLED + SPECIAL;

async function connectAdmin(samba: SambaPeer): Promise<Client> {
  const client = new Client({ url: samba.url, timeout: 30_000, tlsOptions: { ca: samba.ca } });
  await client.bind(samba.administrator.user, samba.administrator.password);
  return client;
}

const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const clock = {
  now: () => instant(Date.now()),
  monotonic: () => performance.now(),
  sleep: () => Promise.reject(new Error("nothing in a directory sleeps")),
};
const signal = new AbortController().signal;

requirePeer("samba", "Active Directory on a real Samba domain controller", () => {
  let samba: SambaPeer;
  let admin: Client;

  const source = (change: Partial<LdapDirectoryOptions> = {}): DirectorySource =>
    openLdapDirectory({
      name: "corp" as DirectoryName,
      url: samba.url,
      bind: { user: `${READER.name}@corp.example.test`, password: READER.password },
      tls: { ca: samba.ca },
      baseDn: CORP,
      retired: { ous: [DISABLED], disabledAccounts: false, deletedObjects: true },
      vipGroups: [VIP_GROUP],
      pageSize: 100,
      clock,
      log: silent,
      ...change,
    });
  const replace = (dn: string, type: string, values: string[]): Promise<void> =>
    admin.modify(dn, new Change({ operation: "replace", modification: new Attribute({ type, values }) }));
  const addComputer = (name: string, parent: string): Promise<void> =>
    admin.add(`CN=${name},${parent}`, {
      objectClass: ["computer"],
      sAMAccountName: [`${name}$`],
      userAccountControl: ["4096"],
    });
  const faultOf = async (work: Promise<unknown>): Promise<{ code: FaultCode; message: string }> => {
    const outcome: unknown = await work.then(
      () => ({ code: "none" }),
      (error: unknown) => error,
    );
    return outcome as { code: FaultCode; message: string };
  };

  beforeAll(async () => {
    samba = await startSamba({
      dns: "corp.example.test",
      netbios: "CORP",
      accounts: [READER, BLIND],
      seeds: [corpSeed],
    });
    admin = await connectAdmin(samba);
    // The primary group is kept as the last part of the group's SID, which only the running server knows.
    const group = await admin.search(VIP_GROUP, { scope: "base", attributes: ["primaryGroupToken"] });
    await replace(`CN=Primary,${PEOPLE}`, "primaryGroupID", [
      String(group.searchEntries[0]?.["primaryGroupToken"]),
    ]);
  });
  afterAll(async () => {
    await samba.remove();
  });

  directorySourceContract("Active Directory", async () => {
    await Promise.resolve();
    const missing = `CN=Nowhere,${GROUPS}`;
    return {
      source: source({
        vipGroups: [VIP_GROUP, missing, `CN=Nobody,${GROUPS}`, `CN=Mixed,${GROUPS}`, `CN=Plain,${PEOPLE}`],
      }),
      computers: LIVE,
      names: ["DC1", "PC0000", "RT0029", "BÜRO-01", "BARE"],
      absentId: "00000000-0000-4000-8000-000000000000" as ComputerId,
      domains: ["corp.example.test", "emea.corp.example.test"],
      vips: {
        [VIP_GROUP]: ["chef", "direct", "jane.doe", "primary"],
        [missing]: "unreadable",
        [`CN=Nobody,${GROUPS}`]: [],
        // A member from another forest cannot be named, and a user is no group.
        [`CN=Mixed,${GROUPS}`]: "unreadable",
        [`CN=Plain,${PEOPLE}`]: "unreadable",
      },
    };
  });

  it("reads over several pages and decodes what the directory says of a computer", async () => {
    const { computers, batches, end } = await readWhole(source());
    expect(batches.length).toBeGreaterThanOrEqual(4);
    const by = new Map(computers.map((computer) => [computer.name, computer]));
    expect(by.get("PC0001")).toMatchObject({
      dn: `CN=PC0001,${DEVICES}`,
      samAccountName: "PC0001$",
      dnsHostName: "pc0001.corp.example.test",
      domain: { dns: "corp.example.test", netbios: "CORP" },
      osName: "Windows 11 Enterprise",
      osVersion: "10.0 (26100)",
      enabled: true,
      roles: [],
      deleted: false,
      lastLogonAt: Date.UTC(2026, 10, 23, 9, 33, 20),
      passwordSetAt: Date.UTC(2023, 11, 25, 17, 46, 40),
    });
    expect(by.get("PC0001")?.sid).toMatch(/^S-1-5-21-1111111111-2222222222-3333333333-\d+$/);
    expect(by.get("PC0050")?.enabled).toBe(false);
    expect(by.get("BARE")).toMatchObject({
      osName: { unknown: "missing" },
      lastLogonAt: { unknown: "missing" },
    });
    expect(by.get("BÜRO-01")?.managedBy).toBe(String.raw`CN=Doe\, Jane (VIP),${PEOPLE}`);
    expect(by.get("DC1")?.roles).toStrictEqual(["domain_controller"]);
    expect(by.get("CLU01")?.roles).toStrictEqual(["cluster_name_object"]);
    expect(by.get("AZUREADSSOACC")?.roles).toStrictEqual(["sso_account"]);
    expect(by.has("gmsa-sql")).toBe(false);
    expect(by.get("RT0000")?.changedAt).toBe(Date.UTC(2024, 0, 1));
    const ous = new Map(end.ous.map((ou) => [ou.dn, ou.changedAt]));
    expect(ous.get(DISABLED)).toBe(Date.UTC(2024, 0, 1));
    expect(ous.has(`CN=Computers,${CORP}`)).toBe(true);
    expect(end.domains).toContainEqual({ dns: "emea.corp.example.test", netbios: "EMEA01" });
  });

  it("agrees with the server's own idea of nested membership", async () => {
    const { groups } = await source().vips(signal);
    const chain = await admin.search(CORP, {
      filter: `(&(objectClass=user)(memberOf:1.2.840.113556.1.4.1941:=${VIP_GROUP}))`,
      attributes: ["sAMAccountName"],
    });
    const [vip] = groups;
    const names = vip?.kind === "read" ? vip.members.map(({ samAccountName }) => samAccountName) : [];
    for (const entry of chain.searchEntries) expect(names).toContain(entry["sAMAccountName"]);
    // The chain rule leaves the primary group out.
    expect(names).toHaveLength(chain.searchEntries.length + 1);
  });

  it("stops at a retired OU that does not exist, and names it", async () => {
    const ou = `OU=Gone,${CORP}`;
    const retired = { ous: [ou], disabledAccounts: false, deletedObjects: false };
    const fault = await faultOf(readWhole(source({ retired })));
    expect(fault.code).toBe("DIRECTORY_SHAPE");
    expect(fault.message).toContain(ou);
    const checks = await source({ retired }).check(signal);
    expect(checks.filter(({ held }) => !held).map(({ right }) => right)).toStrictEqual([`read ${ou}`]);
  });

  it.each([
    ["a baseDn of another domain", { baseDn: "DC=other,DC=test" }, "DIRECTORY_SHAPE"],
    [
      "a wrong password",
      { bind: { user: `${READER.name}@corp.example.test`, password: "wrong" } },
      "DIRECTORY_AUTH",
    ],
    [
      "an account that does not exist",
      { bind: { user: "nobody@corp.example.test", password: "x" } },
      "DIRECTORY_AUTH",
    ],
    ["a certificate authority that signed nothing", { tls: {} }, "DIRECTORY_TLS"],
    ["a CA that is no certificate", { tls: { ca: "-----BEGIN CERTIFICATE-----\nnone" } }, "DIRECTORY_TLS"],
  ] as const)("answers %s with its own fault", async (_, change, code) => {
    expect((await faultOf(readWhole(source(change)))).code).toBe(code);
  });

  it("says in words why a bind was refused, and never the password", async () => {
    const password = "S3cret-And-Wrong";
    const fault = await faultOf(
      readWhole(source({ bind: { user: `${READER.name}@corp.example.test`, password } })),
    );
    expect(fault.message).toContain("the user name or the password is wrong");
    expect(JSON.stringify([fault.message, fault])).not.toContain(password);
  });

  it("refuses a server whose certificate names another host", async () => {
    const fault = await faultOf(readWhole(source({ url: `ldaps://127.0.0.1:${samba.port}` })));
    expect(fault.code).toBe("DIRECTORY_TLS");
  });

  it("holds every right as the granted account", async () => {
    const checks = await source().check(signal);
    expect(checks.filter(({ held }) => !held)).toStrictEqual([]);
  });

  it("takes a missing right to deleted objects for a fault, not for an empty answer", async () => {
    const bind = { user: `${BLIND.name}@corp.example.test`, password: BLIND.password };
    expect((await faultOf(readWhole(source({ bind })))).code).toBe("DIRECTORY_RIGHTS");
    const checks = await source({ bind }).check(signal);
    expect(checks.filter(({ held }) => !held).map(({ right }) => right)).toStrictEqual([
      "read deleted objects",
    ]);
    const retired = { ous: [DISABLED], disabledAccounts: false, deletedObjects: false };
    expect((await readWhole(source({ bind, retired }))).computers).toHaveLength(LIVE);
  });

  it("reads one computer live with the containers its retirement hangs on", async () => {
    const { computers } = await readWhole(source());
    const retired = computers.find(({ name }) => name === "RT0001");
    if (retired === undefined) throw new Error("RT0001 was not read");
    const live = await source().readOne(retired.id, signal);
    expect(live).toMatchObject({
      computer: { dn: `CN=RT0001,OU=2026,${DISABLED}` },
      ous: [{ dn: `OU=2026,${DISABLED}` }, { dn: DISABLED, changedAt: Date.UTC(2024, 0, 1) }],
    });
  });

  it("tells from a bookmark what was added, changed, moved, renamed and deleted", async () => {
    const corp = source();
    await addComputer("T-DEL", DEVICES);
    await addComputer("T-MOVE", DEVICES);
    await addComputer("T-OU", `OU=Room,${DEVICES}`);
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

    await addComputer("T-NEW", DEVICES);
    await replace(`CN=PC0002,${DEVICES}`, "userAccountControl", ["4098"]);
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
    await addComputer("T-LATE", DEVICES);
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

  it("says goodbye to a reading that is cancelled in the middle", async () => {
    const stop = new AbortController();
    const reading = source().read(undefined, stop.signal);
    await reading.next();
    stop.abort();
    expect((await faultOf(reading.next())).code).toBe("CANCELLED");
  });

  it("tells a server that stops in mid-reading as a gap, and one that is down as a fault", async () => {
    await admin.unbind();
    const reading = source({ pageSize: 10 }).read(undefined, signal);
    let step = await reading.next();
    expect(step.done).toBe(false);
    await samba.stop();
    while (step.done !== true) step = await reading.next();
    expect(step.value.gaps).toMatchObject([{ code: "source_unavailable" }]);
    expect(step.value.bookmark).toBeUndefined();
    expect(step.value.vips.groups).toMatchObject([{ kind: "unreadable" }]);

    expect((await faultOf(readWhole(source()))).code).toBe("DIRECTORY_UNREACHABLE");
    await samba.start();
    admin = await connectAdmin(samba);
    expect((await readWhole(source())).end.gaps).toStrictEqual([]);
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
