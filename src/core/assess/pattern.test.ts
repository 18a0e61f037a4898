import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesPattern } from "./pattern.ts";

describe("matchesPattern", () => {
  it.each([
    ["srv-01", "srv-01", true],
    ["srv-01", "srv-*", true],
    ["srv-", "srv-*", true],
    ["srv-01", "srv-??", true],
    ["srv-01", "*01", true],
    ["srv-01", "*v*1*", true],
    ["", "*", true],
    ["", "", true],
    ["srv-01", "srv", false],
    ["srv-01", "srv-?", false],
    ["srv-01", "*02", false],
    ["srv-01", "", false],
    ["srv", "srv?", false],
    ["a.b", "a?b", true],
    ["axb", "a.b", false],
    ["a[b", "a[b", true],
  ])("%j against %j is %s", (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });

  it("agrees with a regular expression of the same meaning", () => {
    const chars = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 10 }), chars, (text, pattern) => {
        const same = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(matchesPattern(text, pattern)).toBe(same.test(text));
      }),
      { numRuns: 1_000 },
    );
  });
});
