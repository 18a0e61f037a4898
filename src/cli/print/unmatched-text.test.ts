import { describe, expect, it } from "vitest";
import { unmatchedText } from "./unmatched-text.ts";

const rule = { group: "Spares", reason: "kept for emergencies" };
const told = (mayMeet: number, noSuchGroup: boolean): string =>
  unmatchedText({ setting: "policy.protect[0]", rule, mayMeet, noSuchGroup });

describe("a protect rule that matches no device", () => {
  it("is told by its place, reason and fields", () => {
    expect(told(0, false)).toBe(
      "policy.protect[0] (kept for emergencies; group Spares) matches no device: correct the rule or take it out",
    );
  });

  it("says what it keeps all the same, and that its group is nowhere", () => {
    expect(told(1, false)).toContain(", though 1 is kept because");
    expect(told(2, true)).toMatch(
      /though 2 are kept .*, and no covered tenant has a group of that name or id: /,
    );
  });
});
