import { describe, expect, it } from "vitest";
import { hookActor, isSamePerson } from "./person.ts";

const soar = (person: string): string => hookActor("soar", person);

describe("who counts as one person", () => {
  it.each([
    ["jane@ops1", "CORP\\Jane"],
    [soar("jane"), soar("bob")],
    [soar("jane"), hookActor("SOAR", "kim")],
    [soar("jane@corp.example.com"), "jane@ops1"],
    [soar(" CORP\\Jane "), hookActor("n8n", "jane")],
    [soar("svc-rollcall@elsewhere"), "svc-rollcall@ops1"],
    // A name with a colon of its own is the person's, not another hook's.
    [soar("n8n: bob"), soar("jane")],
  ])("%s and %s are", (one, other) => {
    expect(isSamePerson(one, other)).toBe(true);
    expect(isSamePerson(other, one)).toBe(true);
  });

  it.each([
    ["jane@ops1", "bob@ops1"],
    [soar("jane"), "bob@ops1"],
    [soar("jane"), hookActor("n8n", "bob")],
    // The hook's own name is nobody's account.
    [soar("jane"), "soar@ops1"],
  ])("%s and %s are not", (one, other) => {
    expect(isSamePerson(one, other)).toBe(false);
    expect(isSamePerson(other, one)).toBe(false);
  });
});
