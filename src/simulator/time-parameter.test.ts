import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDuration, parseUtc } from "./time-parameter.ts";

describe("a UTC date-time", () => {
  it("is read back from what an instant writes", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59.999Z"), noInvalidDate: true }),
        (date) => {
          expect(parseUtc(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });

  it.each([
    "2019-09-23T12:02:01",
    "2019-09-23T12:02:01+00:00",
    "2019-09-23 12:02:01Z",
    "2019-09-23",
    "2019-02-29T00:00:00Z",
    "2019-09-23T24:00:00Z",
    "2019-09-23T25:00:00Z",
    "",
  ])("is not %j", (text) => {
    expect(parseUtc(text)).toBeUndefined();
  });

  it("may leave its milliseconds out", () => {
    expect(parseUtc("2019-09-23T12:02:01Z")).toBe(Date.UTC(2019, 8, 23, 12, 2, 1));
  });
});

describe("a duration", () => {
  it.each([
    ["-P90D", -90 * 86_400_000],
    ["-PT2H", -7_200_000],
    ["-PT20M", -1_200_000],
    ["-P3DT4H5M0S", -(3 * 86_400_000 + 4 * 3_600_000 + 5 * 60_000)],
    ["P1D", 86_400_000],
    ["+PT1.5S", 1500],
  ])("%s is %d ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["", "P", "-P", "PT", "-P1DT", "P1M", "P1Y", "P1W", "90D", "-90", "P-1D", "PT1D"])(
    "is not %j",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});
