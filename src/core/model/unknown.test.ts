import { describe, expect, it } from "vitest";
import { invalid, isKnown, isUnknown, missing, unreadable } from "./unknown.ts";

describe("a value that may be unknown", () => {
  it.each([0, "", false, [], {}, "unknown", -1])("is known when it is %j", (value) => {
    expect(isKnown(value)).toBe(true);
    expect(isUnknown(value)).toBe(false);
  });

  it.each([missing, unreadable, invalid("x")])("is unknown when it is %j", (value) => {
    expect(isKnown(value)).toBe(false);
    expect(isUnknown(value)).toBe(true);
  });

  it("keeps only the beginning of what could not be read", () => {
    expect(invalid("x".repeat(1_000)).raw).toHaveLength(80);
  });
});
