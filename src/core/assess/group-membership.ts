// Whether a device is in a group, by what Central says of it in two places: its own record, which leaves the group out for a
// device in none and sometimes for others too, and the members of each group.
import { fold } from "../identity/text.ts";
import type { Endpoint, NamedGroup } from "../model/endpoint.ts";
import { isKnown, isUnknown, type Maybe } from "../model/unknown.ts";
import type { Evidence } from "./evidence.ts";

type Membership = Pick<Evidence, "endpoint" | "memberOf">;

/** Whether a group's id or name is the one that a rule asks for. */
export const isGroup = ({ id, name }: NamedGroup, asked: string): boolean =>
  same(id, asked) || same(name, asked);

/**
 * The groups that a device is a direct member of, as far as that can be relied on: undefined where nobody asked, where they could
 * not be read, and where the record contradicts them, as it does when a device is moved while both are read.
 */
export function reliableGroups({ endpoint, memberOf }: Membership): readonly NamedGroup[] | undefined {
  return isKnown(memberOf) && agree(endpoint, memberOf) ? memberOf : undefined;
}

/** Whether what the members say and what the record says cannot both be true. */
export const isContradicted = ({ endpoint, memberOf }: Membership): boolean =>
  isKnown(memberOf) && !agree(endpoint, memberOf);

/**
 * The groups, in order of id, where they say something else than the record does; undefined where they add nothing. What stands
 * in the record counts there.
 */
export function groupsBeyondRecord({ endpoint, memberOf }: Membership): readonly NamedGroup[] | undefined {
  if (!isKnown(memberOf) || areTold(endpoint, memberOf)) return undefined;
  return [...memberOf].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
}

function agree(endpoint: Endpoint, groups: readonly NamedGroup[]): boolean {
  const { groupId, groupName, groupHierarchy } = endpoint;
  if (groups.length === 0) return [groupId, groupName, groupHierarchy].every(isLeftOut);
  return areTold(endpoint, groups) || !(namesOwn(endpoint) || isKnown(groupHierarchy));
}

/** Whether the record tells of each of these groups, and these have the one that it calls its own. */
const areTold = (endpoint: Endpoint, groups: readonly NamedGroup[]): boolean =>
  groups.every((group) => isOwn(endpoint, group) || isAbove(endpoint, group)) &&
  (!namesOwn(endpoint) || groups.some((group) => isOwn(endpoint, group)));

const namesOwn = ({ groupId, groupName }: Endpoint): boolean => [groupId, groupName].some(isKnown);

const isOwn = ({ groupId, groupName }: Endpoint, { id, name }: NamedGroup): boolean =>
  isKnown(groupId) ? same(id, groupId) : isKnown(groupName) && same(name, groupName);

// A record that names no group of its own may still have it here. Whoever counts members in all groups above would tell these too.
const isAbove = ({ groupHierarchy }: Endpoint, group: NamedGroup): boolean =>
  isKnown(groupHierarchy) && groupHierarchy.some(({ id }) => isKnown(id) && same(id, group.id));

/** Not there at all, or an empty list: what was sent and is not legible may be a group. */
const isLeftOut = (value: Maybe<string | readonly unknown[]>): boolean =>
  isUnknown(value) ? value.unknown === "missing" : value.length === 0;

const same = (a: string, b: string): boolean => fold(a) === fold(b);
