import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, sameFolded } from "./text.ts";

describe("folded text", () => {
  it("is its own fold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });

  it("is compared by its fold, however that is made quick", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "A", " ", "\u00eb", "e\u0308", "E\u0308", "ß"),
      maxLength: 4,
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(sameFolded(a, fold(b))).toBe(fold(a) === fold(b));
      }),
      { numRuns: 1_000 },
    );
  });
});
