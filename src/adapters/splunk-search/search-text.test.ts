import { describe, expect, it } from "vitest";
import { markedSearch, searchProblem } from "./search-text.ts";

describe("the administrator's search", () => {
  it.each([
    '| ldapsearch domain=CORP search="(|(objectClass=computer)(objectClass=group))" attrs="cn,member" | eval _time=now()',
    "search index=ad sourcetype=dump earliest=-26h | sort 0 - _time | dedup objectGUID | table _time, cn",
    "search index=ad | stats max(_time) AS _time values(member) AS member by objectGUID",
    "search index=ad | stats latest(_time) AS _time by objectGUID",
    '| ldapsearch domain=CORP limit=0 search="(objectClass=*)"',
    "| inputlookup computers | rename seen AS _time",
    "search index=ad | foreach * [ eval <<FIELD>>=trim('<<FIELD>>') ] | sort limit=0 cn",
    '| ldapsearch domain=CORP search="(description=| delete [ head 1 ] \\" | collect)"',
  ])("may be %s", (search) => {
    expect(searchProblem(search)).toBeUndefined();
  });

  it.each([
    ["index=ad", "must begin"],
    ["", "must begin"],
    ["searching", "must begin"],
    ["search index=ad | DELETE", "does more than read"],
    ["search index=ad | collect index=x", "does more than read"],
    ["search index=ad [ | outputlookup x ]", "does more than read"],
    ["search index=ad [ search index=x | fields host ]", "cut in silence"],
    ["| multisearch [ search index=a ] [ search index=b ]", "cut in silence"],
    ["search index=ad | head 10000", "leaves rows out"],
    ['| ldapsearch domain=CORP limit=1000 search="(objectClass=*)"', "limit="],
    ["| inputlookup computers max = 500", "max="],
    ["search index=ad | append [ search index=x ]", "cut in silence"],
    ["search index=ad | sort - _time | dedup objectGUID", "sort 0"],
    ["search index=ad | sort 20000 - _time", "sort 0"],
    ["search index=ad | stats latest(*) AS * by objectGUID", "latest()"],
    ["search index=ad | stats list (member) by objectGUID", "list()"],
    ['search x="a | b" | stats first(member) by objectGUID', "first()"],
  ])("may not be %j", (search, why) => {
    expect(searchProblem(search)).toContain(why);
  });

  it("gets a mark of one call behind it", () => {
    expect(markedSearch(" search index=ad\n", "m-1")).toBe(
      'search index=ad | appendpipe [ stats count AS rollcall_rows | eval rollcall_end="m-1" ]',
    );
  });
});
