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
    // Signed in, and on the command line of some machine.
    ["oidc:jane@corp.example.com", "jane@ops1"],
    ["local:jane", "CORP\\Jane"],
    ["oidc:jane@corp.example.com", "local:Jane"],
    ["oidc:jane@corp.example.com", "oidc:jane@corp.example.com~2"],
    [soar("jane@corp.example.com"), "oidc:jane@corp.example.com"],
    // Whoever holds a token may be anybody.
    ["token:soar", "oidc:jane@corp.example.com"],
    ["token:soar", "token:other"],
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
    ["oidc:jane@corp.example.com", "oidc:bob@corp.example.com"],
    ["local:admin", "oidc:bob@corp.example.com"],
    // A hook may be called as a way to sign in is.
    [hookActor("oidc", "jane"), "oidc:bob@corp.example.com"],
    // The hook's own name is nobody's account.
    [soar("jane"), "soar@ops1"],
  ])("%s and %s are not", (one, other) => {
    expect(isSamePerson(one, other)).toBe(false);
    expect(isSamePerson(other, one)).toBe(false);
  });
});
