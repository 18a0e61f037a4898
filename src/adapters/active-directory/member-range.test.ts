import { describe, expect, it } from "vitest";
import { ldapEntry, page, scriptedSearcher } from "../../../test/build/ldap.ts";
import type { LdapEntry } from "./entry.ts";
import { membersOf } from "./member-range.ts";

const DN = "CN=VIP,DC=corp";
const names = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `CN=U${from + i}`);
const part = (attribute: string, values: readonly string[]): LdapEntry =>
  ldapEntry(DN, { [attribute]: values });

describe("the members of a group", () => {
  it("come at once when the server gives them at once", async () => {
    await expect(membersOf(scriptedSearcher([]), part("member", names(0, 3)))).resolves.toStrictEqual(
      names(0, 3),
    );
    await expect(membersOf(scriptedSearcher([]), ldapEntry(DN))).resolves.toStrictEqual([]);
  });

  it("are asked for range by range when the server gives the first 1,500 under a name of its own", async () => {
    const searcher = scriptedSearcher([
      page([part("member;range=1500-2999", names(1500, 3000))]),
      page([part("member;range=3000-*", names(3000, 3200))]),
    ]);
    // The plain attribute comes too, and is empty.
    const first = ldapEntry(DN, { member: [], "member;range=0-1499": names(0, 1500) });
    await expect(membersOf(searcher, first)).resolves.toStrictEqual(names(0, 3200));
    expect(searcher.asked.map(({ attributes }) => attributes)).toStrictEqual([
      ["member;range=1500-*"],
      ["member;range=3000-*"],
    ]);
  });

  it.each([
    ["a hole", part("member;range=0-1499", names(0, 10)), []],
    ["a part without values", part("member;range=0-9", names(0, 10)), [page([ldapEntry(DN)])]],
    ["a group that vanished", part("member;range=0-9", names(0, 10)), [{ kind: "no_object" } as const]],
  ])("are never cut short by %s", async (_, first, answers) => {
    await expect(membersOf(scriptedSearcher(answers), first)).rejects.toMatchObject({
      code: "DIRECTORY_SHAPE",
    });
  });

  it("keep a name that is no text, so that it is looked for and not found", async () => {
    const group = ldapEntry(DN, { member: [Buffer.from([0x43, 0x4e, 0x3d, 0xff])] });
    await expect(membersOf(scriptedSearcher([]), group)).resolves.toHaveLength(1);
  });
});
