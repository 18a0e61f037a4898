import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { DAY, instant } from "../core/model/instant.ts";
import { timetable } from "./timetables.ts";

const daily = (hour: number, minute: number, zone: string) =>
  timetable({ name: "daily", run: `${minute} ${hour} * * *`, zone, missed: "run", missedWithinMs: DAY });

/** Zones whose clocks leap by an hour, by half of one, at midnight, in the other half of the year, and not at all. */
const ZONES = [
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "America/Santiago",
  "Africa/Cairo",
  "America/New_York",
  "Asia/Kolkata",
];

describe("a daily time in a zone", () => {
  it("comes once a day of that zone, whatever its clocks do", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 365 }),
        (zone, hour, minute, day) => {
          const { next } = daily(hour, minute, zone);
          let at = next(instant(Date.UTC(2026, 0, 1) + day * DAY));
          const days: string[] = [];
          for (let count = 0; count < 5 && at !== undefined; count++) {
            days.push(
              Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString(),
            );
            at = next(at);
          }
          const first = Temporal.PlainDate.from(days[0] ?? "");
          expect(days).toEqual([0, 1, 2, 3, 4].map((more) => first.add({ days: more }).toString()));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("comes right after the leap when the clocks leap over it, and the first time when they show it twice", () => {
    const { next } = daily(2, 30, "Europe/Berlin");
    const text = (at: string) => new Date(next(instant(Date.parse(at))) ?? Number.NaN).toISOString();
    expect(text("2026-03-28T12:00:00Z")).toBe("2026-03-29T01:00:00.000Z");
    expect(text("2026-10-24T12:00:00Z")).toBe("2026-10-25T00:30:00.000Z");
    expect(text("2026-10-25T00:30:00Z")).toBe("2026-10-26T01:30:00.000Z");
  });
});
