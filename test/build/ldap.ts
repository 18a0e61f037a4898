// Entries as a directory sends them, and a searcher that answers them: for what no real server at hand can be made to show.
import { dnKey, liesIn } from "../../src/core/model/dn.ts";
import type { LdapEntry } from "../../src/adapters/active-directory/entry.ts";
import type { LdapSearch, SearchAnswer, Searcher } from "../../src/adapters/active-directory/search.ts";

type Value = string | Buffer;

/** An entry with these attributes; text goes over the wire as UTF-8. */
export const ldapEntry = (
  dn: string,
  attributes: Readonly<Record<string, Value | readonly Value[]>> = {},
): LdapEntry => ({
  dn,
  attributes: new Map(
    Object.entries(attributes).map(([name, value]) => [
      name.toLowerCase(),
      (typeof value === "string" || Buffer.isBuffer(value) ? [value] : value).map((one) =>
        Buffer.from(one as string),
      ),
    ]),
  ),
});

/** A GUID's bytes that are all the same. */
export const guidBytes = (byte: number): Buffer => Buffer.alloc(16, byte);

export const page = (entries: readonly LdapEntry[], cookie = ""): SearchAnswer => ({
  kind: "found",
  entries,
  references: 0,
  cookie: Buffer.from(cookie),
});

/** Answers one search after the other, whatever is asked, and remembers what was. */
export function scriptedSearcher(
  answers: readonly (SearchAnswer | Error)[],
): Searcher & { readonly asked: LdapSearch[] } {
  const asked: LdapSearch[] = [];
  return {
    label: "Directory corp (dc1:636)",
    asked,
    search: async (search) => {
      const answer = answers[asked.length];
      asked.push(search);
      await Promise.resolve();
      if (answer === undefined) throw new Error(`search ${asked.length} was not expected: ${search.base}`);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

/**
 * Answers from a tree of entries: base searches by DN; all others by an equality filter on one attribute below the base.
 * A DN in `elsewhere` lies in another domain.
 */
export function treeSearcher(entries: readonly LdapEntry[], elsewhere: readonly string[] = []): Searcher {
  const find = (search: LdapSearch): SearchAnswer => {
    if (elsewhere.some((dn) => dnKey(dn) === dnKey(search.base))) return { kind: "elsewhere" };
    const base = entries.find(({ dn }) => dnKey(dn) === dnKey(search.base));
    if (search.scope === "base") return base === undefined ? { kind: "no_object" } : page([base]);
    const { attribute, value } = search.filter as unknown as { attribute: string; value: string };
    const holds = (entry: LdapEntry): boolean =>
      (entry.attributes.get(attribute.toLowerCase()) ?? []).some((one) => one.toString() === value);
    return page(entries.filter((entry) => liesIn(entry.dn, search.base) && holds(entry)));
  };
  return {
    label: "Directory corp (dc1:636)",
    search: async (search) => {
      await Promise.resolve();
      return find(search);
    },
  };
}
