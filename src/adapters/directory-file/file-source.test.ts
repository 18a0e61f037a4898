import { mkdtemp, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Computer } from "../../core/model/computer.ts";
import type { ComputerId, DirectoryName } from "../../core/model/ids.ts";
import { DAY, HOUR, instant } from "../../core/model/instant.ts";
import { missing, unreadable } from "../../core/model/unknown.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DirectoryReadingEnd, DirectorySource } from "../../ports/directory-source.ts";
import { openFileDirectory } from "./file-source.ts";
import type { FileDirectoryOptions } from "./reading.ts";

const NOW = instant(Date.UTC(2026, 10, 24, 12));
const clock: Clock = { now: () => NOW, monotonic: () => 0, sleep: async () => undefined };
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const NEVER = new AbortController().signal;
const GUID = "87018e38-c3cd-422b-846f-88752521a65e" as ComputerId;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-export-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

let files = 0;
async function exported(
  content: string | Uint8Array,
  extension: string,
  options: Partial<FileDirectoryOptions> = {},
): Promise<DirectorySource & { path: string }> {
  const path = join(folder, `${++files}.${extension}`);
  await writeFile(path, content);
  await utimes(path, NOW / 1_000, NOW / 1_000);
  const source = openFileDirectory({
    name: "branch" as DirectoryName,
    path,
    domain: { dns: "branch.example.com", netbios: "BRANCH" },
    retired: {
      ous: ["OU=Disabled,DC=branch,DC=example,DC=com"],
      disabledAccounts: false,
      deletedObjects: true,
    },
    vipGroups: [],
    maxAgeMs: 2 * DAY,
    clock,
    log,
    ...options,
  });
  return { ...source, path };
}

async function readAll(
  source: DirectorySource,
  signal = NEVER,
): Promise<{ computers: Computer[]; end: DirectoryReadingEnd }> {
  const computers: Computer[] = [];
  const reading = source.read(undefined, signal);
  for (;;) {
    const step = await reading.next();
    if (step.done === true) return { computers, end: step.value };
    computers.push(...step.value);
  }
}

const BASE = "DC=branch,DC=example,DC=com";
const ldif = (...entries: readonly (readonly string[])[]): string =>
  entries.map((lines) => `${lines.join("\n")}\n\n`).join("");
const pc = (name: string, ...more: readonly string[]): string[] => [
  `dn: CN=${name},OU=Disabled,${BASE}`,
  "objectClass: computer",
  `objectCategory: CN=Computer,CN=Schema,CN=Configuration,${BASE}`,
  `cn: ${name}`,
  `sAMAccountName: ${name}$`,
  "userAccountControl: 4098",
  ...more,
];
const SPN = "servicePrincipalName: HOST/x";

const WHOLE = ldif(
  [`dn: OU=Disabled,${BASE}`, "objectClass: organizationalUnit", "whenChanged: 20261101000000.0Z"],
  pc(
    "PC-1",
    `objectGUID:: ${Buffer.from("388e0187cdc32b42846f88752521a65e", "hex").toString("base64")}`,
    "objectSid:: AQUAAAAAAAUVAAAAxzU6Qo5rdIRVoa7GUAQAAA==",
    "dNSHostName: pc-1.branch.example.com",
    "operatingSystem: Windows 11 Enterprise",
    "operatingSystemVersion: 10.0 (26100)",
    "whenCreated: 20200101000000.0Z",
    "whenChanged: 20261102000000.0Z",
    "lastLogonTimestamp: 0",
    "pwdLastSet: 134399000000000000",
    "managedBy: CN=Doe\\, Jane,CN=Users,DC=branch,DC=example,DC=com",
    SPN,
  ),
  pc("CLUSTER", "servicePrincipalName: MSClusterVirtualServer/cluster"),
  pc("DC1", "primaryGroupID: 516"),
  pc("AZUREADSSOACC"),
  [
    `dn: CN=gmsa,${BASE}`,
    "objectClass: computer",
    "objectClass: msDS-GroupManagedServiceAccount",
    "sAMAccountName: gmsa$",
  ],
  [
    `dn: CN=OLD\\0ADEL:1b168c82-4cad-4df9-a10c-00d64d6a8591,CN=Deleted Objects,${BASE}`,
    "objectClass: computer",
    `cn:: ${Buffer.from("OLD\nDEL:1b168c82-4cad-4df9-a10c-00d64d6a8591").toString("base64")}`,
    "isDeleted: TRUE",
    `lastKnownParent: OU=Disabled,${BASE}`,
  ],
  [
    "dn: CN=EMEA,CN=Partitions,CN=Configuration,DC=example,DC=com",
    "objectClass: crossRef",
    "dnsRoot: emea.example.com",
    "nETBIOSName: emea01",
  ],
);

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
    await expect(readAll(await exported("x", "ldif", { path: folder }))).rejects.toMatchObject({
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

describe("readOne", () => {
  it("finds a computer with the containers above it, by the file as it is now", async () => {
    let readings = 0;
    const counting = { ...log, info: () => void readings++ };
    const source = await exported(WHOLE, "ldif", { log: counting });
    const live = await source.readOne(GUID, NEVER);
    expect(live).toMatchObject({ computer: { name: "PC-1" }, ous: [{ dn: `OU=Disabled,${BASE}` }] });
    await source.readOne(GUID, NEVER);
    expect(readings).toBe(1);
    await writeFile(source.path, ldif(pc("OTHER")));
    await utimes(source.path, NOW / 1_000, NOW / 1_000);
    expect(await source.readOne(GUID, NEVER)).toBe("absent");
    expect(readings).toBe(2);
    expect(source.requests()).toBe(3);
  });

  it("never calls a computer absent by a file that was cut off", async () => {
    const source = await exported(WHOLE, "ldif");
    await truncate(source.path, 700);
    await utimes(source.path, NOW / 1_000, NOW / 1_000);
    await expect(source.readOne(GUID, NEVER)).rejects.toMatchObject({ code: "EXPORT_INVALID" });
  });
});

describe("VIP groups", () => {
  const VIP = `CN=VIP,OU=Groups,${BASE}`;
  const group = (dn: string, ...members: readonly string[]): string[] => [
    `dn: ${dn}`,
    "objectClass: group",
    ...members.map((member) => `member: ${member}`),
  ];
  const person = (name: string, ...more: readonly string[]): string[] => [
    `dn: CN=${name},CN=Users,${BASE}`,
    "objectClass: user",
    `sAMAccountName: ${name}`,
    ...more,
  ];
  const vipsOf = async (...entries: readonly (readonly string[])[]) => {
    const source = await exported(ldif(pc("PC-1"), ...entries), "ldif", { vipGroups: [VIP.toLowerCase()] });
    return (await readAll(source)).end.vips.groups;
  };

  it("are resolved through nested groups, round circles, and by primary group", async () => {
    const groups = await vipsOf(
      [...group(VIP, `CN=Inner,${BASE}`, `CN=jane,CN=Users,${BASE}`), "objectSid: S-1-5-21-1-2-3-1200"],
      group(`CN=Inner,${BASE}`, `cn=JOHN,cn=users,${BASE.toLowerCase()}`, VIP),
      person("jane", "mail: jane@example.com", "displayName: Jane Doe"),
      person("john"),
      person("prim", "primaryGroupID: 1200"),
      person("nobody", "primaryGroupID: 513"),
    );
    expect(groups).toHaveLength(1);
    const members = groups[0]?.kind === "read" ? groups[0].members : [];
    expect(new Set(members.map(({ samAccountName }) => samAccountName))).toEqual(
      new Set(["jane", "john", "prim"]),
    );
    expect(members).toHaveLength(3);
    expect(members.find(({ samAccountName }) => samAccountName === "jane")).toMatchObject({
      mail: "jane@example.com",
      displayName: "Jane Doe",
      userPrincipalName: missing,
      netbios: "BRANCH",
    });
  });

  it.each([
    ["is not in the file", [person("jane")]],
    ["is no group", [[`dn: ${VIP}`, "objectClass: user"]]],
    ["has a member that is not in the file", [group(VIP, `CN=gone,${BASE}`)]],
    [
      "holds a nested group that is not in the file",
      [group(VIP, `CN=I,${BASE}`), group(`CN=I,${BASE}`, `CN=J,${BASE}`)],
    ],
    ["came without members, for want of asking", [group(VIP)]],
    [
      "came in part",
      [[`dn: ${VIP}`, "objectClass: group", `member;range=0-0: CN=jane,CN=Users,${BASE}`], person("jane")],
    ],
    [
      "has a member without a name",
      [
        group(VIP, `CN=S-1-5-21-9,${BASE}`),
        [`dn: CN=S-1-5-21-9,${BASE}`, "objectClass: foreignSecurityPrincipal"],
      ],
    ],
  ])("that %s are unreadable, never empty", async (_, entries) => {
    expect(await vipsOf(...entries)).toMatchObject([{ kind: "unreadable" }]);
  });

  it("may be empty when the export asked for members", async () => {
    expect(await vipsOf(group(VIP), group(`CN=Other,${BASE}`, VIP))).toMatchObject([
      { kind: "read", members: [] },
    ]);
  });
});

describe("check", () => {
  it("tells what the file shows and what it lacks", async () => {
    const source = await exported(WHOLE, "ldif", { vipGroups: [`CN=VIP,${BASE}`] });
    const checks = await source.check(NEVER);
    expect(checks.map(({ held }) => held)).toEqual([true, true, false, false, true]);
  });

  it("tells a file that cannot be used", async () => {
    const source = await exported("hello\n", "txt");
    expect(await source.check(NEVER)).toMatchObject([
      { held: false, remedy: expect.stringContaining("neither LDIF") as string },
    ]);
  });
});

describe("a damaged file", () => {
  const names = ["PC-1", "PC-2", "PC-3"];
  const csv = `DN,objectClass,cn\n${names.map((name) => `"CN=${name},${BASE}",computer,${name}\n`).join("")}`;
  const json = JSON.stringify(
    names.map((name) => ({ DistinguishedName: `CN=${name},${BASE}`, ObjectClass: "computer" })),
    null,
    1,
  );
  const lines = ldif(...names.map((name) => pc(name, "operatingSystem:: V2luZG93cyAxMQ==")));

  // At the very end of an entry a shorter LDIF or CSV is a whole one, and nothing in it tells: the size of the last
  // complete collection has to (maxShrink).
  const seams: Readonly<Record<string, (text: string) => boolean>> = {
    ldif: (text) => text.endsWith("\n\n"),
    csv: (text) => text.endsWith("\n"),
    json: () => false,
  };

  it.each([
    ["ldif", lines],
    ["csv", csv],
    ["json", json],
  ])("in %s, cut anywhere, is never a whole reading with fewer computers", async (format, text) => {
    const deceived: string[] = [];
    for (let end = 0; end < text.length; end++) {
      const cut = text.slice(0, end);
      if (seams[format]?.(cut) === true) continue;
      const source = await exported(cut, format);
      const outcome = await readAll(source).then(
        (read) => (read.end.gaps.length > 0 || read.computers.length === 3 ? "told" : "deceived"),
        (error: unknown) => (error as { code?: string }).code,
      );
      if (outcome !== "told" && outcome !== "EXPORT_INVALID") deceived.push(cut);
      await rm(source.path);
    }
    expect(deceived).toEqual([]);
  });

  it("of any content ends in a reading or in a fault, never in another error", async () => {
    const soup = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(fc.constantFrom(lines, csv, json), fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 4 }))
        .map(([text, at, noise]) => {
          const bytes = Buffer.from(text);
          bytes.set(noise, at % (bytes.length - 4));
          return bytes;
        }),
    );
    await fc.assert(
      fc.asyncProperty(soup, fc.constantFrom("ldif", "csv", "json"), async (bytes, extension) => {
        const source = await exported(bytes, extension);
        const code = await readAll(source).then(
          () => "read",
          (error: unknown) => (error as { code?: string }).code ?? error,
        );
        expect(["read", "EXPORT_INVALID"]).toContain(code);
        await rm(source.path);
      }),
      { numRuns: 300 },
    );
  });
});
