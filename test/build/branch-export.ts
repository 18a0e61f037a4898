// Exports of an example domain, branch.example.com, for the tests of file directories.
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { openFileDirectory } from "../../src/adapters/directory-file/file-source.ts";
import type { FileDirectoryOptions } from "../../src/adapters/directory-file/reading.ts";
import type { Computer } from "../../src/core/model/computer.ts";
import type { ComputerId, DirectoryName } from "../../src/core/model/ids.ts";
import { DAY, instant } from "../../src/core/model/instant.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { DirectoryReadingEnd, DirectorySource } from "../../src/ports/directory-source.ts";

export const NOW = instant(Date.UTC(2026, 10, 24, 12));
const clock: Clock = { now: () => NOW, monotonic: () => 0, sleep: async () => undefined };
export const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
export const NEVER = new AbortController().signal;
export const GUID = "87018e38-c3cd-422b-846f-88752521a65e" as ComputerId;

let folder: string;
/** Makes the folder that exports are written to, for the tests of one file. */
export function useExportFolder(): void {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "rollcall-export-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });
}
export const exportFolder = (): string => folder;

let files = 0;
/** Writes an export of the example's domain and opens it as a directory. */
export async function exported(
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

/** Reads a directory to its end. */
export async function readAll(
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

export const BASE = "DC=branch,DC=example,DC=com";
export const ldif = (...entries: readonly (readonly string[])[]): string =>
  entries.map((lines) => `${lines.join("\n")}\n\n`).join("");
export const pc = (name: string, ...more: readonly string[]): string[] => [
  `dn: CN=${name},OU=Disabled,${BASE}`,
  "objectClass: computer",
  `objectCategory: CN=Computer,CN=Schema,CN=Configuration,${BASE}`,
  `cn: ${name}`,
  `sAMAccountName: ${name}$`,
  "userAccountControl: 4098",
  ...more,
];
export const SPN = "servicePrincipalName: HOST/x";

export const WHOLE = ldif(
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
