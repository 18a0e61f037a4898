import { rm, utimes } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import {
  BASE,
  GUID,
  NEVER,
  NOW,
  SPN,
  WHOLE,
  exportFolder,
  exported,
  ldif,
  pc,
  readAll,
  useExportFolder,
} from "../../../test/build/branch-export.ts";
import { DAY, HOUR } from "../../core/model/instant.ts";
import { missing, unreadable } from "../../core/model/unknown.ts";

useExportFolder();

describe("a file directory", () => {
  it("reads computers, OUs and domains of an LDIF export as they are", async () => {
    const { computers, end } = await readAll(await exported(WHOLE, "ldif"));
    expect(end.gaps).toEqual([]);
    expect(end).toMatchObject({ bookmark: undefined, extent: "full", expected: undefined });
    expect(end.ous).toEqual([{ dn: `OU=Disabled,${BASE}`, changedAt: Date.UTC(2026, 10, 1) }]);
    expect(end.domains).toEqual([
      { dns: "branch.example.com", netbios: "BRANCH" },
      { dns: "emea.example.com", netbios: "EMEA01" },
    ]);
    expect(computers.map(({ name }) => name)).toEqual(["PC-1", "CLUSTER", "DC1", "AZUREADSSOACC", "OLD"]);
    expect(computers[0]).toEqual({
      directory: "branch",
      id: GUID,
      sid: "S-1-5-21-1111111111-2222222222-3333333333-1104",
      name: "PC-1",
      samAccountName: "PC-1$",
      dnsHostName: "pc-1.branch.example.com",
      domain: { dns: "branch.example.com", netbios: "BRANCH" },
      dn: `CN=PC-1,OU=Disabled,${BASE}`,
      osName: "Windows 11 Enterprise",
      osVersion: "10.0 (26100)",
      enabled: false,
      createdAt: Date.UTC(2020, 0, 1),
      changedAt: Date.UTC(2026, 10, 2),
      lastLogonAt: missing,
      passwordSetAt: 134_399_000_000_000_000 / 10_000 - 11_644_473_600_000,
      managedBy: `CN=Doe\\, Jane,CN=Users,${BASE}`,
      roles: [],
      deleted: false,
      lastKnownParent: missing,
    });
    expect(computers.slice(1).map(({ roles }) => roles)).toEqual([
      ["cluster_name_object"],
      ["domain_controller"],
      ["sso_account"],
      unreadable, // nothing of the tombstone says whether it was a domain controller
    ]);
    expect(computers[1]?.id).toBe("dn:cn=cluster,ou=disabled,dc=branch,dc=example,dc=com");
    expect(computers[4]).toMatchObject({
      deleted: true,
      lastKnownParent: `OU=Disabled,${BASE}`,
      enabled: missing,
    });
  });

  it.each([
    ["a domain controller by its flags", "userAccountControl: 532480"],
    ["a read-only one by its flags", "userAccountControl: 83890176"],
    ["a read-only one by its group", "primaryGroupID: 521"],
  ])("knows %s", async (_, line) => {
    const entry = pc("X", SPN).filter((one) => !one.startsWith("userAccountControl"));
    const { computers } = await readAll(await exported(ldif([...entry, line]), "ldif"));
    expect(computers[0]?.roles).toEqual(["domain_controller"]);
  });

  it("leaves deleted objects out when they are not asked for", async () => {
    const retired = { ous: [], disabledAccounts: true, deletedObjects: false };
    const { computers } = await readAll(await exported(WHOLE, "ldif", { retired }));
    expect(computers.some(({ deleted }) => deleted)).toBe(false);
  });

  it("does not know the roles or the manager when the export did not ask for them", async () => {
    const { computers } = await readAll(await exported(ldif(pc("PC-1")), "ldif"));
    expect(computers[0]).toMatchObject({ roles: unreadable, managedBy: unreadable });
  });

  it.each([
    [
      "csvde in UTF-16",
      "csv",
      Buffer.from(
        `\uFEFFDN,objectClass,objectGUID,userAccountControl,servicePrincipalName,whenChanged\r\n"CN=PC-1,OU=Disabled,${BASE}",computer,X'388e0187cdc32b42846f88752521a65e',4098,HOST/a;HOST/b,20261102000000.0Z\r\n`,
        "utf16le",
      ),
    ],
    [
      "Export-Csv",
      "txt",
      Buffer.from(
        `#TYPE Microsoft.ActiveDirectory.Management.ADComputer\r\n"DistinguishedName","Enabled","ObjectGUID","userAccountControl","ServicePrincipalName","Modified"\r\n"CN=PC-1,OU=Disabled,${BASE}","False","${GUID}","4098","HOST/a;HOST/b","2026-11-02T01:00:00.0000000+01:00"\r\n`,
      ),
    ],
    [
      "ConvertTo-Json of PowerShell 5",
      "json",
      Buffer.from(
        JSON.stringify([
          {
            DistinguishedName: `CN=PC-1,OU=Disabled,${BASE}`,
            Enabled: false,
            ObjectClass: "computer",
            ObjectGUID: GUID,
            userAccountControl: 4098,
            ServicePrincipalNames: { value: ["HOST/a"], Count: 1 },
            whenChanged: `/Date(${Date.UTC(2026, 10, 2)})/`,
          },
        ]),
      ),
    ],
    [
      "ConvertTo-Json of PowerShell 7",
      "out",
      Buffer.from(
        JSON.stringify({
          DistinguishedName: `CN=PC-1,OU=Disabled,${BASE}`,
          Enabled: false,
          ObjectClass: "computer",
          ObjectGUID: { Guid: GUID },
          userAccountControl: 4098,
          ServicePrincipalNames: [],
          whenChanged: "2026-11-02T00:00:00Z",
        }),
      ),
    ],
  ])("reads the same computer from %s, by content whatever the extension", async (_, extension, content) => {
    const { computers, end } = await readAll(await exported(content, extension));
    expect(end.gaps).toEqual([]);
    expect(computers).toHaveLength(1);
    expect(computers[0]).toMatchObject({
      id: GUID,
      name: "PC-1",
      enabled: false,
      roles: [],
      changedAt: Date.UTC(2026, 10, 2),
    });
  });

  it.each([
    [
      "a localised date",
      "csv",
      `DN,objectClass,whenChanged\n"CN=a,${BASE}",computer,24.11.2026 03:08:21\n`,
      "EXPORT_INVALID",
      2,
      45,
    ],
    [
      "an illegible byte",
      "ldif",
      Buffer.from(ldif(pc("PC-1"), pc("PC-\u00fc")), "latin1"),
      "EXPORT_INVALID",
      8,
      11,
    ],
    ["objects without DN", "json", `[{"CN":"a","ObjectClass":"computer"}]`, "EXPORT_INVALID", 1, 2],
    ["an empty file", "csv", "", "EXPORT_INVALID", 1, 1],
    ["something else", "txt", "hello\n", "EXPORT_INVALID", 1, 1],
  ])(
    "refuses %s before the first batch, with its place",
    async (_, extension, content, code, line, column) => {
      const source = await exported(content, extension);
      const fault = { code, details: { directory: "branch", path: source.path, line, column } };
      await expect(readAll(source)).rejects.toMatchObject(fault);
      await expect(source.readOne(GUID, NEVER)).rejects.toMatchObject(fault);
    },
  );

  it("refuses an export without a computer", async () => {
    const source = await exported(
      ldif([`dn: OU=Disabled,${BASE}`, "objectClass: organizationalUnit"]),
      "ldif",
    );
    await expect(readAll(source)).rejects.toMatchObject({ code: "EXPORT_INVALID" });
  });

  it("refuses a file that is not there, and a folder", async () => {
    const source = await exported("x", "ldif");
    await rm(source.path);
    await expect(readAll(source)).rejects.toMatchObject({ code: "EXPORT_UNREADABLE" });
    await expect(readAll(await exported("x", "ldif", { path: exportFolder() }))).rejects.toMatchObject({
      code: "EXPORT_UNREADABLE",
    });
  });

  it.each([
    ["an illegible objectGUID", ldif(pc("A", "objectGUID: nonsense"), pc("B")), "the objectGUID is no GUID"],
    [
      "a GUID that stands twice",
      ldif(pc("A", `objectGUID: ${GUID}`), pc("B", `objectGUID: ${GUID}`)),
      "twice",
    ],
    ["a computer that stands twice", ldif(pc("A"), pc("A")), "twice"],
    ["a DN that is none", ldif(pc("A"), ["dn: nonsense", "objectClass: computer"]), "no distinguished name"],
    ["an object of unclear kind", ldif(pc("A"), [`dn: CN=x,${BASE}`, "cn: x"]), "objectClass"],
    [
      "an object of which only the name could be read",
      ldif(pc("A"), [`dn: CN=x,OU=System,${BASE}`]),
      "may read it",
    ],
    ["a lost character", ldif(pc("A", "managedBy:: Q049Su+/vXJnLERDPXg="), pc("B")), "lost a character"],
    ["computers of another domain only", ldif(pc("A")).replaceAll("DC=branch", "DC=corp"), "another domain"],
  ])("tells %s as a gap, so that nothing is decided by it", async (_, content, detail) => {
    const { computers, end } = await readAll(await exported(content, "ldif"));
    expect(computers.length).toBeGreaterThan(0);
    expect(end.gaps).toEqual([
      { code: "record_malformed", detail: expect.stringContaining(detail) as string },
    ]);
  });

  it("takes the ? of Windows PowerShell's ASCII for the lost character it is", async () => {
    const csv = `#TYPE Microsoft.ActiveDirectory.Management.ADComputer\n"DistinguishedName"\n"CN=A,OU=Au?er Betrieb,${BASE}"\n"CN=B,${BASE}"\n`;
    const { end } = await readAll(await exported(csv, "csv"));
    expect(end.gaps[0]?.detail).toContain(":3:1: ");
  });

  it("passes over what AD shows an ordinary account by name only, where no computer can be", async () => {
    const hidden = [
      [`dn: CN=ipsecPolicy{1},CN=IP Security,CN=System,${BASE}`],
      [`dn: CN=NTDS Quotas,${BASE}`],
    ];
    const { computers, end } = await readAll(await exported(ldif(pc("A"), ...hidden), "ldif"));
    expect(end.gaps).toEqual([]);
    expect(computers).toHaveLength(1);
  });

  it("stops telling gaps one by one, and counts the rest", async () => {
    const many = Array.from({ length: 60 }, (_, i) => pc(`P${i}`, "objectGUID: nonsense"));
    const { end } = await readAll(await exported(ldif(pc("A"), ...many), "ldif"));
    expect(end.gaps).toHaveLength(21);
    expect(end.gaps.at(-1)?.detail).toContain("40 more");
  });

  it("tells a file problem after the first batch as a gap", async () => {
    const many = Array.from({ length: 900 }, (_, i) => pc(`P${i}`));
    const { computers, end } = await readAll(
      await exported(ldif(...many, pc("LATE", "whenChanged: 24.11.2026 03:08:21")), "ldif"),
    );
    expect(computers.length).toBeGreaterThanOrEqual(500);
    expect(end.gaps).toEqual([
      { code: "page_malformed", detail: expect.stringContaining("24.11.2026") as string },
    ]);
  });

  it.each([
    ["too old", NOW - 2 * DAY - HOUR],
    ["from the future", NOW + HOUR],
  ])("tells a file that is %s as a gap, and never decides by it", async (_, modifiedAt) => {
    const source = await exported(WHOLE, "ldif");
    await utimes(source.path, modifiedAt / 1_000, modifiedAt / 1_000);
    const { end } = await readAll(source);
    expect(end.gaps.map(({ code }) => code)).toEqual(["export_too_old"]);
    await expect(source.readOne(GUID, NEVER)).rejects.toMatchObject({ code: "EXPORT_TOO_OLD" });
    await expect(source.vips(NEVER)).rejects.toMatchObject({ code: "EXPORT_TOO_OLD" });
  });

  it.each([
    ["ldif", ldif(...Array.from({ length: 9_000 }, (_, i) => pc(`P${i}`)))],
    [
      "csv",
      `DN,objectClass\n${Array.from({ length: 9_000 }, (_, i) => `"CN=P${i},${BASE}",computer\n`).join("")}`,
    ],
  ])("is cancelled, or left alone, in the middle of %s", async (format, content) => {
    const source = await exported(content, format);
    const stop = new AbortController();
    const reading = source.read(undefined, stop.signal);
    expect((await reading.next()).done).toBe(false);
    stop.abort();
    const rest = async (): Promise<void> => {
      for await (const batch of { [Symbol.asyncIterator]: () => reading })
        expect(batch.length).toBeGreaterThan(0);
    };
    await expect(rest()).rejects.toMatchObject({ code: "CANCELLED" });
    for await (const batch of source.read(undefined, NEVER)) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
  });

  it("ends at once when it is cancelled", async () => {
    const source = await exported(WHOLE, "ldif");
    await expect(readAll(source, AbortSignal.abort())).rejects.toMatchObject({ code: "CANCELLED" });
  });
});
