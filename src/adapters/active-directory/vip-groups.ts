import type { DirectoryVips, VipGroup, VipMember } from "../../core/model/vip.ts";
import { dnKey } from "../../core/model/dn.ts";
import { isKnown, missing } from "../../core/model/unknown.ts";
import { Fault } from "../../ports/fault.ts";
import type { Log } from "../../ports/log.ts";
import { sidOf } from "./decode.ts";
import { bytesOf, isOfClass, textOf, type LdapEntry } from "./entry.ts";
import { anything, equals } from "./filter.ts";
import { membersOf } from "./member-range.ts";
import { allOf } from "./paging.ts";
import { partitionOf, type Partition } from "./partitions.ts";
import { readEntry, type Searcher } from "./search.ts";
import type { Scope, Site } from "./site.ts";

const PERSON = ["objectClass", "objectSid", "sAMAccountName", "userPrincipalName", "displayName", "mail"];

/** Why a group's members are not all known; it ends the walk of this one group. */
interface Obstacle {
  readonly obstacle: string;
}

const toMember = (entry: LdapEntry, partitions: readonly Partition[]): VipMember => ({
  dn: entry.dn,
  samAccountName: textOf(entry, "sAMAccountName"),
  userPrincipalName: textOf(entry, "userPrincipalName"),
  displayName: textOf(entry, "displayName"),
  mail: textOf(entry, "mail"),
  netbios: partitionOf(entry.dn, partitions)?.domain.netbios ?? missing,
});

/** Direct members of one group: those that `member` lists, those that say so themselves, and those whose primary group it is. */
async function directMembers(
  searcher: Searcher,
  dn: string,
  domainDn: string,
  pageSize: number,
): Promise<readonly LdapEntry[] | Obstacle> {
  const group = await readEntry(searcher, {
    base: dn,
    filter: anything,
    attributes: ["objectClass", "objectSid", "member"],
  });
  if (group === undefined) return { obstacle: `${dn} does not exist, or the account may not see it` };
  if (!isOfClass(group, "group")) return { obstacle: `${dn} is not a group, or the account may not read it` };
  const found = new Map<string, LdapEntry>();
  const collect = async (attribute: string, value: string): Promise<void> => {
    const search = {
      base: domainDn,
      scope: "sub",
      filter: equals(attribute, value),
      attributes: PERSON,
    } as const;
    for (const entry of await allOf(searcher, search, pageSize)) found.set(dnKey(entry.dn), entry);
  };
  // One indexed search brings the members with their names; `member` then proves that none is missing.
  await collect("memberOf", group.dn);
  for (const member of await membersOf(searcher, group)) {
    if (found.has(dnKey(member))) continue;
    const entry = await readEntry(searcher, { base: member, filter: anything, attributes: PERSON });
    if (entry === undefined)
      return { obstacle: `its member ${member} lies in another domain, or cannot be seen` };
    found.set(dnKey(member), entry);
  }
  // The primary group stands in neither memberOf nor member, but as the last part of the SID in primaryGroupID.
  const sid = sidOf(bytesOf(group, "objectSid"));
  if (!isKnown(sid)) return { obstacle: `the SID of ${dn} cannot be read` };
  await collect("primaryGroupID", sid.slice(sid.lastIndexOf("-") + 1));
  return [...found.values()];
}

/** Walks a group and the groups in it, each once. */
async function walk(
  searcher: Searcher,
  root: string,
  site: Site,
  pageSize: number,
): Promise<VipMember[] | Obstacle> {
  const members = new Map<string, VipMember>();
  const seen = new Set([dnKey(root)]);
  const queue = [root];
  for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
    const direct = await directMembers(searcher, group, site.root.domainDn, pageSize);
    if ("obstacle" in direct) return direct;
    for (const entry of direct) {
      const key = dnKey(entry.dn);
      if (isOfClass(entry, "foreignSecurityPrincipal")) {
        return { obstacle: `its member ${entry.dn} is an account of another forest` };
      }
      // Without its class nobody knows whether it is a group with members of its own.
      if (!isOfClass(entry, "top")) return { obstacle: `its member ${entry.dn} cannot be read` };
      if (!isOfClass(entry, "group")) members.set(key, toMember(entry, site.partitions));
      else if (!seen.has(key)) {
        seen.add(key);
        queue.push(entry.dn);
      }
    }
  }
  return [...members.values()];
}

async function readGroup(searcher: Searcher, dn: string, site: Site, pageSize: number): Promise<VipGroup> {
  try {
    const members = await walk(searcher, dn, site, pageSize);
    if ("obstacle" in members) return { dn, kind: "unreadable", detail: members.obstacle };
    return { dn, kind: "read", members };
  } catch (error) {
    // What concerns this group alone makes it unreadable; a lost connection or a cancellation concerns the reading.
    if (error instanceof Fault && (error.code === "DIRECTORY_RIGHTS" || error.code === "DIRECTORY_SHAPE")) {
      return { dn, kind: "unreadable", detail: error.message };
    }
    throw error;
  }
}

/**
 * The configured VIP groups with the people in them, at any depth, primary group included. A group is `read` only when
 * every member of it, and of every group in it, could be read: one in another domain makes it `unreadable`, which makes
 * everyone a VIP. Faults: DIRECTORY_UNREACHABLE, DIRECTORY_AUTH, CANCELLED.
 */
export async function readVipGroups(
  searcher: Searcher,
  scope: Scope,
  site: Site,
  log: Log,
): Promise<DirectoryVips> {
  const groups: VipGroup[] = [];
  for (const dn of scope.vipGroups) {
    const group = await readGroup(searcher, dn, site, scope.pageSize);
    if (group.kind === "unreadable") {
      log.warn("a VIP group cannot be read: everyone is taken for a VIP", { dn, detail: group.detail });
    } else if (group.members.length === 0) log.warn("a VIP group has no members", { dn });
    groups.push(group);
  }
  return { directory: scope.name, groups };
}

/** What stands for the VIP groups when the reading broke off before them. */
export const unreadVipGroups = (scope: Scope, detail: string): DirectoryVips => ({
  directory: scope.name,
  groups: scope.vipGroups.map((dn) => ({ dn, kind: "unreadable", detail })),
});
