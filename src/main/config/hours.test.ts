import { describe, expect, it } from "vitest";
import { instant } from "../../core/model/instant.ts";
import { allowedHours, isTimeZone, WEEKDAYS, type HoursConfig } from "./hours.ts";

const at = (text: string) => instant(Date.parse(text));
const WORK: HoursConfig = {
  days: ["mon", "tue", "wed", "thu", "fri"],
  from: "08:00",
  to: "18:00",
  zone: "Europe/Berlin",
};
const NIGHT: HoursConfig = { days: ["sat"], from: "22:00", to: "04:00", zone: "UTC" };

describe("allowed hours", () => {
  it.each([
    ["the first minute", WORK, "2026-09-01T06:00:00Z", true],
    ["the minute before", WORK, "2026-09-01T05:59:59.999Z", false],
    ["the last minute", WORK, "2026-09-01T15:59:59.999Z", true],
    ["the minute after", WORK, "2026-09-01T16:00:00Z", false],
    ["the same hour of UTC in winter", WORK, "2026-12-01T06:30:00Z", false],
    ["winter's first minute", WORK, "2026-12-01T07:00:00Z", true],
    ["a Sunday", WORK, "2026-09-06T10:00:00Z", false],
    ["a Monday", WORK, "2026-09-07T10:00:00Z", true],
    ["a night, at its beginning", NIGHT, "2026-09-05T22:00:00Z", true],
    ["a night, after midnight", NIGHT, "2026-09-06T03:59:00Z", true],
    ["a night, at its end", NIGHT, "2026-09-06T04:00:00Z", false],
    ["a night, the morning before it", NIGHT, "2026-09-05T03:00:00Z", false],
    ["the night after that night", NIGHT, "2026-09-06T23:00:00Z", false],
    ["a Sunday's night, on Monday", { ...NIGHT, days: ["sun"] }, "2026-09-07T01:00:00Z", true],
    ["a day that begins earlier elsewhere", { ...WORK, zone: "Asia/Tokyo" }, "2026-09-06T23:30:00Z", true],
  ] as const)("at %s", (_, hours, text, open) => {
    expect(allowedHours(hours).isOpen(at(text))).toBe(open);
  });

  it("on every day from midnight to the last minute leave out that minute alone", () => {
    const hours = allowedHours({ days: WEEKDAYS, from: "00:00", to: "23:59", zone: "UTC" });
    expect(hours.isOpen(at("2026-09-06T00:00:00Z"))).toBe(true);
    expect(hours.isOpen(at("2026-09-06T23:58:59Z"))).toBe(true);
    expect(hours.isOpen(at("2026-09-06T23:59:00Z"))).toBe(false);
  });

  it("say themselves to people", () => {
    expect(allowedHours(NIGHT).text).toBe("sat 22:00–04:00 UTC");
  });
});

it.each([
  ["Europe/Berlin", true],
  ["UTC", true],
  ["Europe/Nowhere", false],
  ["+01:00", false],
  ["", false],
])("%j is a time zone: %s", (name, isOne) => {
  expect(isTimeZone(name)).toBe(isOne);
});
