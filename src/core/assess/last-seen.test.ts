import fc from "fast-check";
import { expect, it } from "vitest";
import { DAY, instant } from "../model/instant.ts";
import { readLastSeen, seenWithin } from "./last-seen.ts";

const NOW = instant(Date.UTC(2026, 5, 1, 12));

it("a date is between those of so many days of silence just when it is read as so many", () => {
  const bound = fc.option(fc.nat(8_000), { nil: undefined });
  const date = fc.oneof(
    fc.integer({ min: -1, max: 8_000 }).map((days) => NOW - days * DAY),
    fc.integer({ min: Date.UTC(2009, 0), max: Date.UTC(2027, 0) }),
  );
  fc.assert(
    fc.property(bound, bound, date, fc.constantFrom(-1, 0, 1), (atLeast, atMost, day, off) => {
      const at = instant(day + off);
      const { from, until } = seenWithin({ atLeast, atMost }, NOW);
      const seen = readLastSeen(at, NOW);
      expect(at >= from && at <= until).toBe(
        seen.kind === "seen" && seen.days >= (atLeast ?? 0) && seen.days <= (atMost ?? Infinity),
      );
    }),
    { numRuns: 2_000 },
  );
});
