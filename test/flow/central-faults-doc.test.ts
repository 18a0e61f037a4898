// The table of docs/reference/central-faults.md against what is tested: it may promise no more and no less.
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { FAULT_KINDS, type FaultKind } from "../../src/simulator/fault-action.ts";
import type { ReadingResult } from "../build/reading-fault.ts";
import { READING_FAULTS } from "../build/reading-faults.ts";
import { REMOVAL_FAULTS } from "../build/removal-faults.ts";

const text = await readFile(new URL("../../docs/reference/central-faults.md", import.meta.url), "utf8");

interface Row {
  readonly kind: string;
  readonly reading: string;
  readonly deletion: string;
  readonly told: string;
}

/** The rows of the first table whose first cell is a word in backticks. */
const rows: readonly Row[] = text
  .split("\n")
  .filter((line) => /^\| `\w+` \|/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, kind = "", , , reading = "", deletion = "", told = ""]) => ({
    kind: kind.replaceAll("`", ""),
    reading,
    deletion,
    told,
  }));

const codesIn = (cell: string): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? "").toSorted();

const readingCodes = (result: ReadingResult): readonly string[] => {
  switch (result.kind) {
    case "complete":
      return ["complete"];
    case "incomplete":
    case "failed":
      return result.gaps.map((gap) => `${result.kind}: ${gap}`);
    case "not_covered":
      return [`not covered: ${result.code}`];
    case "stopped":
      return [`stopped: ${result.code}`];
  }
};

const unique = (codes: readonly string[]): readonly string[] => [...new Set(codes)].toSorted();

function tested(kind: FaultKind) {
  const readings = READING_FAULTS[kind];
  const removals = REMOVAL_FAULTS[kind];
  return {
    reading:
      readings === "deletions only" ? [] : unique(readings.flatMap(({ result }) => readingCodes(result))),
    deletion: removals === "readings only" ? [] : unique(removals.map(({ outcome }) => outcome)),
  };
}

describe("the table of Central's faults", () => {
  it("has one row for every kind of fault, in their order", () => {
    expect(rows.map(({ kind }) => kind)).toEqual(FAULT_KINDS);
  });

  it.each(FAULT_KINDS)("says of %s what the tests prove, and where it is seen", (kind) => {
    const row = rows.find((one) => one.kind === kind);
    expect({ reading: codesIn(row?.reading ?? ""), deletion: codesIn(row?.deletion ?? "") }).toEqual(
      tested(kind),
    );
    expect(row?.told).not.toBe("");
  });
});
