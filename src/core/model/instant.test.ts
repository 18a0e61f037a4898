import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, daysBetween, formatInstant, instant, parseInstant } from "./instant.ts";
import { isKnown, missing } from "./unknown.ts";

describe("parseInstant", () => {
  it.each([
    ["1970-01-01T00:00:00Z", 0],
    ["2019-09-23T12:02:01.700Z", 1_569_240_121_700],
    ["2019-09-23T12:02:01Z", 1_569_240_121_000],
    ["2019-09-23T12:02:01.7009999Z", 1_569_240_121_700],
    ["2024-02-29T23:59:59.999Z", 1_709_251_199_999],
    ["1601-01-01T00:00:00Z", -11_644_473_600_000],
    ["1969-12-31T23:59:59.500Z", -500],
  ])("reads %s", (text, ms) => {
    expect(parseInstant(text)).toBe(ms);
  });

  it.each([undefined, null, ""])("takes %j as missing, not as a date", (value) => {
    expect(parseInstant(value)).toEqual(missing);
  });

  it.each([
    "2023-02-29T00:00:00Z",
    "2023-13-01T00:00:00Z",
    "2023-00-10T00:00:00Z",
    "2023-01-01T24:00:00Z",
    "2016-12-31T23:59:60Z",
    "2023-01-01T00:00:00",
    "2023-01-01T00:00:00+01:00",
    "2023-01-01 00:00:00Z",
    "2023-01-01",
    " 2023-01-01T00:00:00Z",
    "2023-01-01T00:00:00.Z",
    "0001-01-01T00:00:00Z",
    "9223372036854775807",
    "24.11.2026 03:08:21",
    "never",
    0,
    1_569_240_121_700,
    true,
    {},
  ])("takes %j as invalid and keeps what was sent", (value) => {
    expect(parseInstant(value)).toEqual({
      unknown: "invalid",
      raw: typeof value === "string" ? value : JSON.stringify(value),
    });
  });

  it("reads back every instant it writes", () => {
    const first = Date.UTC(2000, 0, 1);
    fc.assert(
      fc.property(fc.integer({ min: -first, max: 4 * first }), (ms) => {
        expect(parseInstant(formatInstant(instant(ms)))).toBe(ms);
      }),
    );
  });

  it("never throws and never answers with a number that is no instant", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: false }), (value) => {
        const read = parseInstant(value);
        if (isKnown(read)) expect(Number.isInteger(read)).toBe(true);
        else expect(["missing", "invalid"]).toContain(read.unknown);
      }),
    );
  });
});

describe("daysBetween", () => {
  const from = instant(Date.UTC(2024, 2, 30));

  it.each([
    [0, 0],
    [DAY - 1, 0],
    [DAY, 1],
    [30 * DAY - 1, 29],
    [30 * DAY, 30],
    [-1, -1],
    [-HOUR * 25, -2],
  ])("counts %d ms as %d whole days", (ms, days) => {
    expect(daysBetween(from, instant(from + ms))).toBe(days);
  });
});
