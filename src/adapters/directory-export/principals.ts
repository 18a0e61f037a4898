// Who is a VIP, from the groups and people of the same export. What it does not have is unknown, never empty.
import type { Domain } from "../../core/model/computer.ts";
import { dnKey, dnsOfDn } from "../../core/model/dn.ts";
import type { DirectoryName } from "../../core/model/ids.ts";
import { isKnown, missing, type Maybe } from "../../core/model/unknown.ts";
import type { DirectoryVips, VipGroup, VipMember } from "../../core/model/vip.ts";
import { sidOf } from "./binary-values.ts";
import { dnOf } from "./computer-entry.ts";
import { firstValue, textIn, textsIn, type ExportEntry } from "./export-entry.ts";

/** A group, a person, or anything else that can be a member. */
export interface Principal extends Omit<VipMember, "netbios"> {
  readonly members: Maybe<readonly string[]> | undefined;
  /** The last part of its SID: what primaryGroupID of its members names. */
  readonly rid: string | undefined;
  readonly primaryGroup: Maybe<string>;
}

export function principalOf(entry: ExportEntry, isGroup: boolean): Principal {
  const sid = firstValue(entry, "objectsid");
  return {
    dn: dnOf(entry),
    samAccountName: textIn(entry, "samaccountname"),
    userPrincipalName: textIn(entry, "userprincipalname"),
    displayName: textIn(entry, "displayname"),
    mail: textIn(entry, "mail"),
    members: isGroup || entry.values.has("member") ? textsIn(entry, "member") : undefined,
    rid: sid === undefined ? undefined : sidOf(sid)?.split("-").at(-1),
    primaryGroup: textIn(entry, "primarygroupid"),
  };
}

type Walk = { readonly members: VipMember[] } | { readonly unreadable: string };

/** Resolves VIP groups by `member`, nested ones too, and by primary group, which `member` leaves out. */
export function vipsOf(
  directory: DirectoryName,
  groups: readonly string[],
  principals: ReadonlyMap<string, Principal>,
  domains: readonly Domain[],
): DirectoryVips {
  const netbiosOf = (dn: string): Maybe<string> =>
    domains.find(({ dns }) => dns === dnsOfDn(dn))?.netbios ?? missing;

  function walk(start: string): Walk {
    const members: VipMember[] = [];
    const seen = new Set<string>([dnKey(start)]);
    const queue = [start];
    for (let dn = queue.pop(); dn !== undefined; dn = queue.pop()) {
      const principal = principals.get(dnKey(dn));
      if (principal === undefined) return { unreadable: `${dn} is not in the export` };
      if (principal.members === undefined) {
        const names = [
          principal.samAccountName,
          principal.userPrincipalName,
          principal.displayName,
          principal.mail,
        ];
        // A member of another domain is a bare SID here: nobody could recognise the person.
        if (!names.some(isKnown)) return { unreadable: `the export names no account for ${dn}` };
        const { samAccountName, userPrincipalName, displayName, mail } = principal;
        members.push({
          dn: principal.dn,
          samAccountName,
          userPrincipalName,
          displayName,
          mail,
          netbios: netbiosOf(dn),
        });
        continue;
      }
      if (!isKnown(principal.members)) return { unreadable: `the export does not have all members of ${dn}` };
      for (const member of [...principal.members, ...primaryMembers(principal)]) {
        const key = dnKey(member);
        if (!seen.has(key)) queue.push(member);
        seen.add(key);
      }
    }
    return { members };
  }

  function primaryMembers(group: Principal): string[] {
    if (group.rid === undefined) return [];
    return [...principals.values()]
      .filter(({ primaryGroup, dn }) => primaryGroup === group.rid && dnsOfDn(dn) === dnsOfDn(group.dn))
      .map(({ dn }) => dn);
  }

  const resolve = (dn: string): VipGroup => {
    const group = principals.get(dnKey(dn));
    if (group === undefined) return { dn, kind: "unreadable", detail: "the group is not in the export" };
    if (group.members === undefined) return { dn, kind: "unreadable", detail: "the object is no group" };
    const walked = walk(dn);
    return "unreadable" in walked
      ? { dn, kind: "unreadable", detail: walked.unreadable }
      : { dn, kind: "read", members: walked.members };
  };
  return { directory, groups: groups.map(resolve) };
}
