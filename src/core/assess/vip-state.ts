import type { DirectoryName } from "../model/ids.ts";
import type { DirectoryContext } from "./evidence.ts";
import type { Person } from "./person.ts";
import { isRecognisable, recognise, vipOf, type RecognisedBy } from "./vip-person.ts";

/** What is known of a device and the VIPs. */
export interface VipState {
  /** Groups, or `policy`, that a person behind the device is in, sorted. */
  readonly groups: readonly string[];
  readonly by: readonly RecognisedBy[];
  /** Groups and directories whose VIPs cannot be told, sorted: then anyone may be one. */
  readonly unreadable: readonly string[];
}

/**
 * Looks a person up in every VIP group of every directory, and in the policy's own list.
 * @param needed directories whose computers the device may be: one that was not read has unknown VIPs.
 */
export function vipState(
  person: Person,
  directories: readonly DirectoryContext[],
  vipPeople: readonly string[],
  needed: readonly DirectoryName[],
): VipState {
  const groups = new Set<string>();
  const by = new Set<RecognisedBy>();
  const read = new Set(directories.map(({ directory }) => directory));
  const unreadable = new Set<string>(needed.filter((directory) => !read.has(directory)));
  for (const group of directories.flatMap(({ vips }) => vips.groups)) {
    if (group.kind === "unreadable" || !group.members.every(isRecognisable)) unreadable.add(group.dn);
    if (group.kind === "unreadable") continue;
    for (const member of group.members) note(group.dn, recognise(person, member));
  }
  for (const entry of vipPeople) note("policy", recognise(person, vipOf(entry)));
  return { groups: [...groups].sort(), by: [...by].sort(), unreadable: [...unreadable].sort() };

  function note(group: string, recognised: RecognisedBy | undefined): void {
    if (recognised === undefined) return;
    groups.add(group);
    by.add(recognised);
  }
}
