// The same objects as change records that ldbmodify takes on a Samba AD domain controller.

import { ldifLine, type DirectoryEntry } from "./ldif-writer.ts";

// What the server gives itself, or refuses from others. userAccountControl of a person asks for a password first.
const OWNED_BY_SERVER = new Set([
  "cn",
  "ou",
  "name",
  "distinguishedName",
  "instanceType",
  "objectCategory",
  "objectGUID",
  "objectSid",
  "primaryGroupID",
  "pwdLastSet",
  "whenChanged",
  "whenCreated",
]);

/** Cheap on a few, quadratic on the many: Samba checks every SPN against all aliases. The clusters' must stay. */
const NEEDED_SPN = /^MS(?:ClusterVirtualServer|ServerCluster|ServerClusterMgmtAPI)\//;

const valueOf = (entry: DirectoryEntry, name: string): string | undefined => {
  const value = entry.attributes.find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : undefined;
};

const isPerson = (entry: DirectoryEntry): boolean =>
  entry.attributes.some(
    ([name, value]) => name === "objectCategory" && String(value).startsWith("CN=Person,"),
  );

/** An `add` without system attributes. */
export function sambaAdd(entry: DirectoryEntry): string {
  let text = `${ldifLine("dn", entry.dn)}changetype: add\n`;
  for (const [name, value] of entry.attributes) {
    if (OWNED_BY_SERVER.has(name)) continue;
    if (name === "userAccountControl" && isPerson(entry)) continue;
    if (name === "servicePrincipalName" && !NEEDED_SPN.test(String(value))) continue;
    text += ldifLine(name, value);
  }
  return `${text}\n`;
}

/** A `delete`: makes a tombstone of an object added before it. */
export const sambaDelete = (dn: string): string => `${ldifLine("dn", dn)}changetype: delete\n\n`;

/**
 * A `modify` of the dates that no server lets anyone write, for the partition's own file while the server stands still;
 * empty when the entry has none.
 */
export function sambaBackdate(entry: DirectoryEntry): string {
  const changes = ["whenChanged", "pwdLastSet"]
    .map((name) => [name, valueOf(entry, name)] as const)
    .filter((change): change is readonly [string, string] => change[1] !== undefined)
    .map(([name, value]) => `replace: ${name}\n${ldifLine(name, value)}-\n`);
  return changes.length === 0 ? "" : `${ldifLine("dn", entry.dn)}changetype: modify\n${changes.join("")}\n`;
}
