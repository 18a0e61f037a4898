// docs/reference/safety.md names files as proof: they must be there, and every promise and mistake must have its proof.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const ROOT = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/reference/safety.md", ROOT), "utf8");

const filesIn = (text: string): string[] =>
  [...text.matchAll(/`((?:src|test|tools|docs)\/[^`\s]+)`/g)].map(([, path]) => path ?? "");

/** The numbered rows of the table under a heading. */
function rowsUnder(heading: string): { readonly number: number; readonly cells: readonly string[] }[] {
  const [, section = ""] = page.split(`\n## ${heading}\n`);
  return section
    .split("\n## ")[0]!
    .split("\n")
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([number]) => /^\d+$/.test(number ?? ""))
    .map(([number, ...cells]) => ({ number: Number(number), cells }));
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe("the page on safety", () => {
  it.each([...new Set(filesIn(page))])("names %s, which is there", (path) => {
    expect(existsSync(new URL(path, ROOT))).toBe(true);
  });

  it.each([
    ["The invariants", 14],
    ["Mistakes that others made", 50],
  ])("has every row of %s, in order, and a test for each", (heading, count) => {
    const rows = rowsUnder(heading);
    expect(rows.map(({ number }) => number)).toEqual(numbers(count));
    for (const { number, cells } of rows) {
      expect(
        cells.every((cell) => cell !== ""),
        `row ${number}`,
      ).toBe(true);
      expect(
        filesIn(cells.at(-1) ?? "").some((path) => path.endsWith(".test.ts")),
        `row ${number}`,
      ).toBe(true);
    }
  });

  it("has a file that holds each invariant", () => {
    for (const { number, cells } of rowsUnder("The invariants")) {
      expect(filesIn(cells[1] ?? "").length, `invariant ${number}`).toBeGreaterThan(0);
    }
  });
});
