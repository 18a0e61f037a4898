import fc from "fast-check";
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

  it.each([
    ["a cut in the middle of a surrogate pair", `x${"😀".repeat(100)}`, `x${"😀".repeat(79)}`],
    ["a lone high surrogate", "a\ud83db", "a\ufffdb"],
    ["a lone low surrogate", "a\ude00b", "a\ufffdb"],
    ["a pair the wrong way round", "\ude00\ud83d", "\ufffd\ufffd"],
    ["NUL", "a\0b\0", "a\ufffdb\ufffd"],
    ["nothing odd", "Zoë 😀", "Zoë 😀"],
  ])("can always be stored: %s", (_what, sent, kept) => {
    expect(invalid(sent).raw).toBe(kept);
  });

  it("keeps as much of any text as it may, well-formed and without NUL", () => {
    const units = fc.array(
      fc.oneof(fc.integer({ max: 0xffff, min: 0 }), fc.constantFrom(0, 0xd83d, 0xde00)),
      {
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(units, (codes) => {
        const text = String.fromCharCode(...codes);
        const raw = invalid(text).raw ?? "";

        expect(raw.isWellFormed()).toBe(true);
        expect(raw).not.toContain("\0");
        expect(Array.from(raw)).toHaveLength(Math.min(80, Array.from(text).length));
      }),
    );
  });
});
