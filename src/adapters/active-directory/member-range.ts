import { Fault } from "../../ports/fault.ts";
import { textsOf, type LdapEntry } from "./entry.ts";
import { anything } from "./filter.ts";
import { readEntry, type Searcher } from "./search.ts";

/** `member;range=0-1499`: a part, `member;range=1500-*`: the last one (MS-ADTS 3.1.1.3.1.3.3). */
const RANGE = /^member;range=(?<from>\d+)-(?<to>\d+|\*)$/;

interface Part {
  readonly values: readonly string[];
  /** Where the next part begins; undefined after the last one. */
  readonly next: number | undefined;
}

function partOf(entry: LdapEntry): Part {
  for (const name of entry.attributes.keys()) {
    const groups = RANGE.exec(name)?.groups;
    if (groups === undefined) continue;
    const values = textsOf(entry, name);
    return { values, next: groups["to"] === "*" ? undefined : Number(groups["to"]) + 1 };
  }
  return { values: textsOf(entry, "member"), next: undefined };
}

/**
 * Every DN in a group's `member`. A domain controller gives at most MaxValRange (1,500) values at once, under a name that
 * says which. Faults: DIRECTORY_SHAPE when the parts do not follow each other.
 * @param group read with the attribute `member`.
 */
export async function membersOf(searcher: Searcher, group: LdapEntry): Promise<readonly string[]> {
  const members: string[] = [];
  let part = partOf(group);
  members.push(...part.values);
  while (part.next !== undefined) {
    if (part.next !== members.length) {
      throw new Fault("DIRECTORY_SHAPE", `${searcher.label} left a hole in the members of a group.`, {
        dn: group.dn,
      });
    }
    const attributes = [`member;range=${part.next}-*`];
    const entry = await readEntry(searcher, { base: group.dn, filter: anything, attributes });
    if (entry === undefined) {
      throw new Fault("DIRECTORY_SHAPE", `${searcher.label}: a group vanished while it was read.`, {
        dn: group.dn,
      });
    }
    const next = partOf(entry);
    if (next.values.length === 0) {
      throw new Fault("DIRECTORY_SHAPE", `${searcher.label} promised more members than it sent.`, {
        dn: group.dn,
      });
    }
    members.push(...next.values);
    part = next;
  }
  return members;
}
