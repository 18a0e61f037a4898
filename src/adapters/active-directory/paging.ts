import { Fault } from "../../ports/fault.ts";
import { dnKey } from "../../core/model/dn.ts";
import type { LdapEntry } from "./entry.ts";
import type { LdapSearch, Searcher } from "./search.ts";

/** Active Directory's MaxPageSize, which it never exceeds whatever is asked for (LDAP policies, MS-ADTS 3.1.1.3.4.6). */
export const PAGE_SIZE = 1_000;

/** A server may answer pages without entries while it looks for the next match, but not for ever. */
const MOST_EMPTY_PAGES = 1_000;

/**
 * Every entry of a search, page by page, in flat memory. The end is an empty cookie and nothing else: an empty page with a
 * cookie goes on. The cookie itself tells nothing (Samba's stays the same for all pages), so a loop is recognised by a
 * page that begins with an entry that began an earlier one. Faults: DIRECTORY_*, CANCELLED.
 */
export async function* pagesOf(
  searcher: Searcher,
  search: Omit<LdapSearch, "page">,
  size: number,
): AsyncGenerator<readonly LdapEntry[], void> {
  const shape = (what: string, details = {}): Fault =>
    new Fault("DIRECTORY_SHAPE", `${searcher.label} ${what}.`, { base: search.base, ...details });
  const begun = new Set<string>();
  let cookie: Buffer = Buffer.alloc(0);
  let emptyPages = 0;
  do {
    const answer = await searcher.search({ ...search, page: { size, cookie } });
    if (answer.kind === "no_object") throw shape("does not know the place that was to be searched");
    if (answer.kind === "elsewhere") throw shape("says that the place to be searched lies on another server");
    if (answer.references > 0) throw shape("left part of the search to other servers");
    if (answer.cookie === undefined) throw shape("does not page its answer");
    const [first] = answer.entries;
    if (first === undefined) {
      emptyPages += 1;
      if (emptyPages > MOST_EMPTY_PAGES) throw shape("sends empty pages without an end");
    } else {
      const key = dnKey(first.dn);
      if (begun.has(key)) throw shape("sent a page twice", { repeated: true });
      begun.add(key);
      emptyPages = 0;
      yield answer.entries;
    }
    ({ cookie } = answer);
  } while (cookie.length > 0);
}

/** All entries of a search whose answer is known to be small. */
export async function allOf(
  searcher: Searcher,
  search: Omit<LdapSearch, "page">,
  size: number,
): Promise<readonly LdapEntry[]> {
  const entries: LdapEntry[] = [];
  for await (const page of pagesOf(searcher, search, size)) entries.push(...page);
  return entries;
}
