import { describe, expect, it } from "vitest";
import type { DirectoryName } from "../../core/model/ids.ts";
import { missing } from "../../core/model/unknown.ts";
import { bookmarkOf, planReading } from "./bookmark.ts";
import type { RootDse } from "./root-dse.ts";
import type { Scope } from "./site.ts";

const root: RootDse = {
  domainDn: "DC=corp,DC=example",
  configurationDn: "CN=Configuration,DC=corp,DC=example",
  dsServiceName: "CN=NTDS Settings,CN=DC1",
  invocationId: "01010101-0101-0101-0101-010101010101",
  highestCommittedUsn: 9_007_199_254_740_993n,
  currentTime: missing,
};
const scope: Scope = {
  name: "corp" as DirectoryName,
  baseDn: "dc=Corp, dc=example",
  retired: { ous: [], disabledAccounts: true, deletedObjects: false },
  vipGroups: [],
  pageSize: 100,
};
const bookmark = bookmarkOf(root, scope);

describe("a bookmark", () => {
  it("lets the next reading ask the same domain controller for what changed since", () => {
    const later = { ...root, highestCommittedUsn: 9_007_199_254_741_000n };
    expect(planReading(bookmark, later, scope)).toStrictEqual({
      extent: "changes",
      since: 9_007_199_254_740_993n,
    });
    expect(planReading(bookmark, root, scope)).toMatchObject({ extent: "changes" });
  });

  it.each<[string, string | undefined, Partial<RootDse>, Partial<Scope>]>([
    ["there is none", undefined, {}, {}],
    ["it is not legible", "{", {}, {}],
    ["it is another version's", bookmark?.replace('"version":1', '"version":2'), {}, {}],
    ["it has no number", bookmark?.replace(/"usn":"\d+"/, '"usn":"many"'), {}, {}],
    ["another domain controller answers", bookmark, { dsServiceName: "CN=NTDS Settings,CN=DC2" }, {}],
    ["the database was restored", bookmark, { invocationId: "02020202-0202-0202-0202-020202020202" }, {}],
    ["the numbers went backwards", bookmark, { highestCommittedUsn: 5n }, {}],
    ["the server does not say who it is", bookmark, { invocationId: missing }, {}],
    ["the server does not count", bookmark, { highestCommittedUsn: missing }, {}],
    ["baseDn is a part of the domain", bookmark, {}, { baseDn: "OU=Site,DC=corp,DC=example" }],
    [
      "deleted objects are asked for now",
      bookmark,
      {},
      { retired: { ...scope.retired, deletedObjects: true } },
    ],
  ])("leads to a full reading when %s", (_, text, rootChange, scopeChange) => {
    expect(planReading(text, { ...root, ...rootChange }, { ...scope, ...scopeChange })).toMatchObject({
      extent: "full",
    });
  });

  it("is not given where the next reading could miss something", () => {
    expect(bookmarkOf({ ...root, invocationId: missing }, scope)).toBeUndefined();
    expect(bookmarkOf({ ...root, highestCommittedUsn: missing }, scope)).toBeUndefined();
    expect(bookmarkOf(root, { ...scope, baseDn: "OU=Site,DC=corp,DC=example" })).toBeUndefined();
  });
});
