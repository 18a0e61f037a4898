import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, instant, type Instant } from "../model/instant.ts";
import { LONGEST_HOLD_TEXT, latestHoldEnd, readHoldEnd, refuseHold } from "./hold.ts";

const at = (text: string): Instant => instant(Date.parse(text));
const NOW = at("2026-11-24T08:30:00Z");
const asked = { until: instant(NOW + DAY), reason: "on parental leave", owner: "service desk" };

describe("a hold", () => {
  it.each([
    ["ends a moment from now", { until: instant(NOW + 1) }],
    ["ends with the same day of next year", { until: at("2027-11-25T00:00:00Z") }],
    ["has a reason of the greatest length", { reason: "x".repeat(LONGEST_HOLD_TEXT) }],
  ])("that %s is taken", (_what, parts) => {
    expect(refuseHold({ ...asked, ...parts }, NOW)).toBeUndefined();
  });

  it.each([
    ["has no reason", { reason: "" }, "reason_unusable"],
    ["has a reason of blanks", { reason: " \t\n" }, "reason_unusable"],
    ["has an endless reason", { reason: "x".repeat(LONGEST_HOLD_TEXT + 1) }, "reason_unusable"],
    ["has no owner", { owner: "  " }, "owner_unusable"],
    ["has an endless owner", { owner: "x".repeat(LONGEST_HOLD_TEXT + 1) }, "owner_unusable"],
    ["ends now", { until: NOW }, "end_not_ahead"],
    ["ended", { until: instant(NOW - 1) }, "end_not_ahead"],
    ["ends at no time at all", { until: instant(Number.NaN) }, "end_not_ahead"],
    ["ends more than a year ahead", { until: at("2027-11-25T00:00:00.001Z") }, "end_too_far"],
    ["never ends", { until: instant(Number.POSITIVE_INFINITY) }, "end_too_far"],
  ] as const)("that %s is refused", (_what, parts, code) => {
    expect(refuseHold({ ...asked, ...parts }, NOW)).toMatchObject({ code });
  });

  it.each([
    ["2027-03-01T00:00:00Z", "2028-03-02T00:00:00Z"],
    ["2028-02-29T23:00:00Z", "2029-03-02T00:00:00Z"],
    ["2027-02-28T23:59:59Z", "2028-02-29T00:00:00Z"],
  ])("of %s may last until %s", (now, latest) => {
    expect(latestHoldEnd(at(now))).toBe(at(latest));
  });
});

describe("the end of a hold in a text", () => {
  it.each([
    ["2027-03-01", "2027-03-02T00:00:00Z"],
    ["2026-12-31", "2027-01-01T00:00:00Z"],
    ["2027-03-01T12:00:00Z", "2027-03-01T12:00:00Z"],
  ])("%s is %s: a day is held to its end", (text, end) => {
    expect(readHoldEnd(text)).toBe(at(end));
  });

  it.each(["", "soon", "2027-02-29", "2027-13-01", "01.03.2027", "2027-03-01T12:00:00", "2027-03-01 12:00Z"])(
    "%j is none",
    (text) => {
      expect(readHoldEnd(text)).toBeUndefined();
    },
  );

  it("is read back from any text without a throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d{2}-\d{2}$/)), (text) => {
        const end = readHoldEnd(text);
        expect(end === undefined || Number.isFinite(end)).toBe(true);
      }),
    );
  });
});
