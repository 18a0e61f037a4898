// File exports as a directory source, in each format.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { openFileDirectory } from "../../src/adapters/directory-file/file-source.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import type { ComputerId, DirectoryName } from "../../src/core/model/ids.ts";
import { DAY } from "../../src/core/model/instant.ts";
import { directorySourceContract, type DirectoryExample } from "./directory-source.contract.ts";

const BASE = "DC=corp,DC=example,DC=com";
const VIP = `CN=VIP,OU=Groups,${BASE}`;
const GONE = `CN=Gone,OU=Groups,${BASE}`;

interface Exported {
  readonly dn: string;
  readonly objectClass: string;
  readonly name: string;
  readonly member: string;
}
const OBJECTS: readonly Exported[] = [
  ...Array.from({ length: 1_200 }, (_, i) => ({
    dn: `CN=PC-${i},OU=Devices,${BASE}`,
    objectClass: "computer",
    name: `PC-${i}$`,
    member: "",
  })),
  { dn: VIP, objectClass: "group", name: "VIP", member: `CN=Inner,OU=Groups,${BASE}` },
  {
    dn: `CN=Inner,OU=Groups,${BASE}`,
    objectClass: "group",
    name: "Inner",
    member: `CN=Jane,CN=Users,${BASE}`,
  },
  { dn: `CN=Jane,CN=Users,${BASE}`, objectClass: "user", name: "jane.doe", member: "" },
];

const FORMATS: Readonly<Record<string, string>> = {
  ldif: OBJECTS.map(
    ({ dn, objectClass, name, member }) =>
      `dn: ${dn}\nchangetype: add\nobjectClass: ${objectClass}\nsAMAccountName: ${name}\n${member === "" ? "" : `member: ${member}\n`}\n`,
  ).join(""),
  csv: `DN,objectClass,sAMAccountName,member\r\n${OBJECTS.map(({ dn, objectClass, name, member }) => `"${dn}",${objectClass},${name},"${member}"\r\n`).join("")}`,
  json: JSON.stringify(
    OBJECTS.map(({ dn, objectClass, name, member }) => ({
      DistinguishedName: dn,
      ObjectClass: objectClass,
      SamAccountName: name,
      member: member === "" ? [] : [member],
    })),
  ),
};

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function open(format: string): Promise<DirectoryExample> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-directory-"));
  folders.push(folder);
  const path = join(folder, `computers.${format}`);
  await writeFile(path, FORMATS[format] ?? "");
  const quiet = (): void => undefined;
  const source = openFileDirectory({
    name: "corp" as DirectoryName,
    path,
    domain: { dns: "corp.example.com", netbios: "CORP" },
    retired: { ous: [`OU=Disabled,${BASE}`], disabledAccounts: false, deletedObjects: false },
    vipGroups: [VIP, GONE],
    maxAgeMs: DAY,
    clock: systemClock,
    log: { debug: quiet, info: quiet, warn: quiet },
  });
  return {
    source,
    computers: 1_200,
    names: ["PC-0", "PC-1199"],
    absentId: "dn:cn=nobody" as ComputerId,
    domains: ["corp.example.com"],
    vips: { [VIP]: ["jane.doe"], [GONE]: "unreadable" },
  };
}

for (const format of Object.keys(FORMATS)) directorySourceContract(`a ${format} file`, () => open(format));
