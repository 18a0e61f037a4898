import { describe, expect, it } from "vitest";
import { instant } from "../../core/model/instant.ts";
import { missing } from "../../core/model/unknown.ts";
import { dateOf } from "./dates.ts";
import type { EntryValue } from "./export-entry.ts";

const value = (content: string): EntryValue => ({ content, at: () => ({ line: 7, column: 15 }) });
const MOMENT = instant(Date.UTC(2026, 10, 24, 3, 8, 21));

describe("dateOf", () => {
  it.each([
    ["20261124030821.0Z"],
    ["20261124030821Z"],
    ["20261124040821.0+0100"],
    ["2026-11-24T03:08:21Z"],
    ["2026-11-24T03:08:21.0000000Z"],
    ["2026-11-24T04:08:21.0000000+01:00"],
    ["2026-11-23T22:08:21-05:00"],
    [`/Date(${MOMENT})/`],
    [`/Date(${MOMENT}+0100)/`],
    [String((BigInt(MOMENT) + 11_644_473_600_000n) * 10_000n)],
  ])("reads %s as the same moment", (text) => {
    expect(dateOf(value(text))).toBe(MOMENT);
  });

  it.each([["0"], ["9223372036854775807"], ["1601-01-01T00:00:00Z"], ["/Date(-11644473600000)/"]])(
    "takes %s for never, which is missing",
    (text) => {
      expect(dateOf(value(text))).toEqual(missing);
    },
  );

  it("takes no value for missing", () => {
    expect(dateOf(undefined)).toEqual(missing);
  });

  it.each([
    ["-1"],
    ["5"],
    ["2026-02-31T00:00:00Z"],
    ["20261324030821.0Z"],
    ["0001-01-01T00:00:00Z"],
    ["2026-11-24T03:08:21+23:00"],
    ["92233720368547758079"],
  ])("takes %s for invalid, never for old", (text) => {
    expect(dateOf(value(text))).toEqual({ unknown: "invalid", raw: text });
  });

  it.each([
    ["24.11.2026 03:08:21"],
    ["11/24/2026 3:08 AM"],
    ["11/24/2026 3:08:21 AM"],
    ["24/11/2026 03:08"],
    ["2026-11-24T03:08:21"],
    ["2026-11-24"],
    ["20261124030821"],
    ["1,33500E+17"],
    ["Dienstag, 24. November 2026 03:08:21"],
  ])("refuses %s with its place, since its reader would have to guess", (text) => {
    expect(() => dateOf(value(text))).toThrow(
      expect.objectContaining({
        scope: "file",
        at: { line: 7, column: 15 },
        message: expect.stringContaining(JSON.stringify(text)) as string,
      }),
    );
  });
});
