import { describe, expect, it } from "vitest";
import { ldapEntry, page, scriptedSearcher } from "../../../test/build/ldap.ts";
import type { LdapEntry } from "./entry.ts";
import { computers } from "./filter.ts";
import { pagesOf } from "./paging.ts";
import type { SearchAnswer, Searcher } from "./search.ts";

const entry = (name: string): LdapEntry => ldapEntry(`CN=${name},DC=corp`);
const SEARCH = { base: "DC=corp", scope: "sub", filter: computers, attributes: [] } as const;

async function namesOf(searcher: Searcher): Promise<string[]> {
  const names: string[] = [];
  for await (const entries of pagesOf(searcher, SEARCH, 2)) names.push(...entries.map(({ dn }) => dn));
  return names;
}

describe("paging", () => {
  it("ends with an empty cookie and hands each cookie back as it came", async () => {
    const searcher = scriptedSearcher([page([entry("A"), entry("B")], "x"), page([entry("C")])]);
    await expect(namesOf(searcher)).resolves.toStrictEqual(["CN=A,DC=corp", "CN=B,DC=corp", "CN=C,DC=corp"]);
    expect(searcher.asked.map((search) => search.page?.cookie.toString())).toStrictEqual(["", "x"]);
  });

  it("goes on after an empty page that has a cookie", async () => {
    const searcher = scriptedSearcher([
      page([entry("A")], "x"),
      page([], "y"),
      page([], "z"),
      page([entry("B")]),
    ]);
    await expect(namesOf(searcher)).resolves.toHaveLength(2);
  });

  it("goes on when the cookie stays the same, as Samba's does", async () => {
    const searcher = scriptedSearcher([page([entry("A")], "1"), page([entry("B")], "1"), page([entry("C")])]);
    await expect(namesOf(searcher)).resolves.toHaveLength(3);
  });

  it("does not end because a page is short", async () => {
    const searcher = scriptedSearcher([
      page([entry("A")], "x"),
      page([entry("B"), entry("C")], "y"),
      page([entry("D")]),
    ]);
    await expect(namesOf(searcher)).resolves.toHaveLength(4);
  });

  it("stops at a page that came before, whatever the case of its names", async () => {
    const searcher = scriptedSearcher([
      page([entry("A")], "x"),
      page([entry("B")], "y"),
      page([entry("a")], "x"),
    ]);
    await expect(namesOf(searcher)).rejects.toMatchObject({
      code: "DIRECTORY_SHAPE",
      details: { repeated: true },
    });
  });

  it("stops when empty pages have no end", async () => {
    const searcher = scriptedSearcher(Array.from({ length: 2_000 }, () => page([], "x")));
    await expect(namesOf(searcher)).rejects.toMatchObject({ code: "DIRECTORY_SHAPE" });
    expect(searcher.asked.length).toBeLessThan(1_100);
  });

  it.each<[string, SearchAnswer]>([
    ["the base is not there", { kind: "no_object" }],
    ["the base lies on another server", { kind: "elsewhere" }],
    [
      "part of it lies on another server",
      { kind: "found", entries: [entry("A")], references: 1, cookie: Buffer.alloc(0) },
    ],
    ["the server did not page", { kind: "found", entries: [entry("A")], references: 0, cookie: undefined }],
  ])("is a fault and not an end when %s", async (_, answer) => {
    await expect(namesOf(scriptedSearcher([answer]))).rejects.toMatchObject({ code: "DIRECTORY_SHAPE" });
  });
});
