import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyField, copyText, storable } from "./copy-text.ts";

/** What PostgreSQL makes of a field in COPY's text format (manual: COPY, "Text Format"). */
function readField(field: string): string | null {
  if (field === "\\N") return null;
  const characters: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", "\\": "\\" };
  return field.replaceAll(/\\(.)/gs, (_, character: string) => characters[character] ?? character);
}

describe("copyField", () => {
  it("any text comes back as it is stored, and breaks neither column nor row", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const field = copyField(text);

        expect(field).not.toMatch(/[\t\n\r]/);
        expect(readField(field)).toBe(storable(text));
      }),
    );
  });

  it.each([
    [null, "\\N"],
    ["\\N", "\\\\N"],
    ["", ""],
    ["\\.", "\\\\."],
    [true, "true"],
    [1_780_315_200_000, "1780315200000"],
  ])("%j is written %j", (value, field) => {
    expect(copyField(value)).toBe(field);
  });
});

describe("storable", () => {
  it("leaves well-formed text alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!text.includes("\0"));

        expect(storable(text)).toBe(text);
      }),
    );
  });

  it.each([
    ["a\0b", "a\uFFFDb"],
    ["a\ud800b", "a\uFFFDb"],
    ["\udc00", "\uFFFD"],
    ["\ud83d\ude00", "\ud83d\ude00"],
  ])("%j becomes %j", (text, stored) => {
    expect(storable(text)).toBe(stored);
  });
});

describe("copyText", () => {
  it("cuts between rows only, whatever their number", () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => [n, "x".repeat(40)]);

    const chunks = [...copyText(rows)];

    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks.every((chunk) => chunk.endsWith("\n"))).toBe(true);
    expect(chunks.join("").split("\n")).toHaveLength(5_001);
    expect([...copyText([])]).toEqual([]);
  });
});
