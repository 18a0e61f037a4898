import type { Client } from "ldapts";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LdapDirectoryOptions } from "../../src/adapters/active-directory/ldap-source.ts";
import type { ComputerId } from "../../src/core/model/ids.ts";
import type { DirectorySource } from "../../src/ports/directory-source.ts";
import { directorySourceContract, readWhole } from "../contract/directory-source.contract.ts";
import { requirePeer } from "./peers.ts";
import { BLIND, connectAdmin, corpSource, faultOf, READER, replace, startCorp } from "./samba/corp-peer.ts";
import {
  CORP,
  DEVICES,
  DISABLED,
  GROUPS,
  IN_DEVICES,
  IN_DISABLED,
  PEOPLE,
  SPECIAL,
  VIP_GROUP,
} from "./samba/corp-seed.ts";
import type { SambaPeer } from "./samba/samba-peer.ts";

const LIVE = IN_DEVICES + IN_DISABLED + SPECIAL;
const signal = new AbortController().signal;

requirePeer("samba", "Active Directory on a real Samba domain controller", () => {
  let samba: SambaPeer;
  let admin: Client;

  const source = (change: Partial<LdapDirectoryOptions> = {}): DirectorySource => corpSource(samba, change);

  beforeAll(async () => {
    samba = await startCorp();
    admin = await connectAdmin(samba);
    // The primary group is kept as the last part of the group's SID, which only the running server knows.
    const group = await admin.search(VIP_GROUP, { scope: "base", attributes: ["primaryGroupToken"] });
    await replace(admin, `CN=Primary,${PEOPLE}`, "primaryGroupID", [
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
