import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { EXAMPLE, LEAST, problemsOf } from "../../../test/build/config-text.ts";
import { soundParts } from "./sound-parts.ts";

/** The places and fields that are complained of. */
const fieldsOf = (text: string): string[] => problemsOf(text).map((problem) => problem.split(": ")[1] ?? "");

const outside = (text: string): string => text.replace('"OU=Disabled,DC=corp', '"OU=Disabled,DC=emea');

describe("one mistake hides no other", () => {
  it.each([
    [
      "a wrong url in a directory, an OU outside its base DN",
      outside(LEAST).replace("ldaps:", "ldap:"),
      ["directories[0].url", "directories[0].retired.ous[0]"],
    ],
    [
      "an unknown key in a directory, an OU outside its base DN",
      outside(LEAST).replace("    bind:", "    colour: red\n    bind:"),
      ["directories[0].colour", "directories[0].retired.ous[0]"],
    ],
    [
      "a directory of no known type, an OU outside its base DN",
      outside(LEAST).replace("type: ldap", "type: entra"),
      ["directories[0].type", "directories[0].retired.ous[0]"],
    ],
    [
      "one OU that is none, another outside the base DN",
      LEAST.replace('ous: ["', 'ous: ["Disabled", "OU=Old,DC=emea", "'),
      ["directories[0].retired.ous[0]", "directories[0].retired.ous[1]"],
    ],
    [
      "a wrong bind, nothing that retires",
      LEAST.replace("file:ldap", "hunter2").replace(/retired: .*/, "retired: {}"),
      ["directories[0].bind.password", "directories[0].retired"],
    ],
    [
      "a wrong path in one directory, its name in another",
      `${LEAST}  - name: CORP\n    type: file\n    path: ""\n    domain: { dns: b.example.com, netbios: B }\n    retired: { deletedObjects: true }\n`,
      ["directories[1].name", "directories[1].path"],
    ],
    [
      "a reader without a secret, enforce without a deleter",
      `mode: enforce\n${LEAST.replace("env:SECRET", '""')}`,
      ["mode", "sophos.reader.clientSecret"],
    ],
    [
      "no sophos at all, enforce without a deleter",
      `mode: enforce\n${LEAST.slice(LEAST.indexOf("directories"))}`,
      ["sophos", "mode"],
    ],
    [
      "a reader without a secret, an apiUrl that no token may go to",
      LEAST.replace("env:SECRET", '""').replace("sophos:", "sophos:\n  apiUrl: https://api.example.com"),
      ["sophos.apiUrl", "sophos.reader.clientSecret"],
    ],
    [
      "a wrong rate, a tenant in both lists",
      LEAST.replace(
        "sophos:",
        "sophos:\n  rate: { perDay: 0 }\n  tenants: { include: [A, B], exclude: [5, b] }",
      ),
      ["sophos.rate.perDay", "sophos.tenants.include[1]", "sophos.tenants.exclude[0]"],
    ],
    [
      "a threshold below 15 days, a protect rule that says nothing",
      `${LEAST}policy:\n  inactive: { computer: P1D }\n  protect: [{ reason: x }, { hostname: "", reason: y }]\n`,
      ["policy.inactive.computer", "policy.protect[0]", "policy.protect[1].hostname"],
    ],
    [
      "a negative limit, a ramp that falls",
      `${LEAST}limits: { perRun: -1, ramp: { steps: [5, 3, x, 1] } }\n`,
      ["limits.perRun", "limits.ramp.steps[1]", "limits.ramp.steps[2]"],
    ],
  ])("%s", (_, text, fields) => {
    expect(fieldsOf(text)).toEqual(fields);
  });
});

describe("a rule says nothing of a part that is wrong in itself", () => {
  it.each([
    [
      "a deleter that is no credential is not a missing one",
      `mode: enforce\n${LEAST.replace("sophos:", "sophos:\n  deleter: 5")}`,
      ["sophos.deleter"],
    ],
    [
      "an allowed host that is none may have been meant for the apiUrl",
      LEAST.replace("sophos:", "sophos:\n  apiUrl: https://api.example.com\n  allowedHosts: [https://x]"),
      ["sophos.allowedHosts[0]"],
    ],
    [
      "without a base DN no OU lies outside it",
      LEAST.replace("baseDn: DC=corp,DC=example,DC=com", "baseDn: corp"),
      ["directories[0].baseDn"],
    ],
    [
      "an OU that is none may have been meant to retire",
      LEAST.replace('"OU=Disabled,DC=corp,DC=example,DC=com"', "Disabled"),
      ["directories[0].retired.ous[0]"],
    ],
  ])("%s", (_, text, fields) => {
    expect(fieldsOf(text)).toEqual(fields);
  });
});

describe("the sound parts", () => {
  it("have the defaults of what is not written, and nothing for what is wrong", () => {
    const parts = soundParts(parse(`${LEAST}policy: { grace: x }\nlimits: { perRun: -1 }\n`));
    expect(parts.policy).toMatchObject({ grace: undefined, inactive: { computer: "P30D" } });
    expect(parts.limits).toMatchObject({ perRun: undefined, perTenantPerDay: 25 });
    expect(parts.mode).toBe("observe");
  });

  it("keep an entry of a list in its place", () => {
    const parts = soundParts({ directories: ["x", { name: "b", type: "file" }] });
    expect(parts.directories?.[0]).toBeUndefined();
    expect(parts.directories?.[1]).toMatchObject({ name: "b", type: "file", path: undefined });
  });
});

/** Every place in a value, as the steps that lead there. */
function placesIn(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))];
}

function replaced(value: unknown, [step, ...rest]: readonly string[], by: unknown): unknown {
  if (step === undefined) return by;
  const inner = replaced((value as Record<string, unknown>)[step], rest, by);
  if (Array.isArray(value)) return value.map((one: unknown, index) => (String(index) === step ? inner : one));
  return { ...(value as object), [step]: inner };
}

describe("any configuration", () => {
  const example: unknown = parse(EXAMPLE);
  const places = placesIn(example).filter((place) => place.length > 0);

  it("is accepted or refused with its problems, and never breaks a rule, whatever stands in two of its places", () => {
    const anything = fc.oneof(
      fc.constantFrom<unknown>(null, "", 0, -1, [], {}, [null], [{}], { type: "ldap" }, "__proto__"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        anything,
        fc.constantFrom(...places),
        anything,
        (one, first, other, second) => {
          const changed = replaced(example, one, first);
          const text = stringify(
            placesIn(changed).includes(other) ? replaced(changed, other, second) : changed,
          );
          for (const problem of problemsOf(text)) expect(problem).toMatch(/^rollcall\.yaml:\d+:\d+: /);
        },
      ),
      { numRuns: 400 },
    );
  });
});
