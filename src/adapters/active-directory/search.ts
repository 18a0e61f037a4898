import type { Filter } from "ldapts";
import { Fault } from "../../ports/fault.ts";
import type { LdapEntry } from "./entry.ts";

/** One search, as it is sent. Referrals are always suppressed, and no size or time limit is ever asked for. */
export interface LdapSearch {
  readonly base: string;
  readonly scope: "base" | "one" | "sub";
  readonly filter: Filter;
  readonly attributes: readonly string[];
  /** Deleted objects are seen too (control 1.2.840.113556.1.4.417). */
  readonly deleted?: boolean;
  readonly page?: { readonly size: number; readonly cookie: Buffer };
}

export type SearchAnswer =
  | {
      readonly kind: "found";
      readonly entries: readonly LdapEntry[];
      /** References to other servers that came although they were suppressed. */
      readonly references: number;
      /** Empty after the last page; undefined when the server did not page. */
      readonly cookie: Buffer | undefined;
    }
  /** The base does not exist, or the account may not know of it: a directory does not tell which. */
  | { readonly kind: "no_object" }
  /** The base lies in another domain. */
  | { readonly kind: "elsewhere" };

/** Who answers searches. Every other end than an answer is a fault: DIRECTORY_*, CANCELLED. */
export interface Searcher {
  /** For messages: the directory's name and host. */
  readonly label: string;
  search(search: LdapSearch): Promise<SearchAnswer>;
}

/** The entry at a DN; undefined when there is none or it lies in another domain. */
export async function readEntry(
  searcher: Searcher,
  search: Omit<LdapSearch, "scope" | "page">,
): Promise<LdapEntry | undefined> {
  const answer = await searcher.search({ ...search, scope: "base" });
  if (answer.kind !== "found") return undefined;
  if (answer.entries.length > 1) {
    throw new Fault("DIRECTORY_SHAPE", `${searcher.label} answered several entries for one name.`, {
      base: search.base,
    });
  }
  return answer.entries[0];
}
