import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, isOn, lastReport, lastRhythm, NEVER, type Life } from "./life.ts";

const BORN = Date.UTC(2024, 0, 1);
const life = (says: Partial<Life> = {}): Life => ({
  key: 7,
  bornAt: BORN,
  quietFrom: NEVER,
  wakesAt: NEVER,
  alwaysOn: false,
  ...says,
});

const lives = fc.record({
  key: fc.integer({ min: 0, max: 100_000 }),
  bornAt: fc.constant(BORN),
  quietFrom: fc.oneof(fc.constant(NEVER), fc.integer({ min: BORN + 10 * DAY, max: BORN + 200 * DAY })),
  wakesAt: fc.oneof(fc.constant(NEVER), fc.integer({ min: BORN + 201 * DAY, max: BORN + 300 * DAY })),
  alwaysOn: fc.boolean(),
});
const instants = fc.integer({ min: BORN + DAY, max: BORN + 400 * DAY });

describe("life", () => {
  it("neither a report nor a logon goes back, or lies in the future", () => {
    fc.assert(
      fc.property(lives, instants, instants, (one, a, b) => {
        const [first, second] = a < b ? [a, b] : [b, a];
        for (const of of [
          (at: number) => lastReport(1, one, at),
          (at: number) => lastRhythm(1, one, at, 9, 5),
        ]) {
          expect(of(first)).toBeLessThanOrEqual(of(second));
          expect(of(second)).toBeLessThanOrEqual(second);
        }
      }),
    );
  });

  it("a machine in use reports at least every eight days", () => {
    fc.assert(
      fc.property(fc.nat(100_000), instants, (key, at) => {
        if (at < BORN + 9 * DAY) return;
        expect(at - lastReport(1, life({ key }), at)).toBeLessThan(8 * DAY);
      }),
    );
  });

  it("a silence is one: nothing between its last report and its waking", () => {
    const quietFrom = BORN + 50 * DAY;
    const wakesAt = BORN + 120 * DAY;
    const one = life({ quietFrom, wakesAt });
    expect(lastReport(1, one, quietFrom)).toBe(quietFrom);
    expect(lastReport(1, one, wakesAt - 1)).toBe(quietFrom);
    expect(isOn(1, one, wakesAt - 1)).toBe(false);
    expect(lastRhythm(1, one, wakesAt - 1, 9, 5)).toBeLessThanOrEqual(quietFrom);
    expect(lastReport(1, one, wakesAt)).toBe(wakesAt);
    expect(lastReport(1, one, wakesAt + 30 * DAY)).toBeGreaterThan(wakesAt + 20 * DAY);
  });

  it("a server is on day and night, a client is not", () => {
    const nights = Array.from({ length: 30 }, (_, day) => BORN + (day + 10) * DAY + 3_600_000);
    expect(nights.every((at) => isOn(1, life({ alwaysOn: true }), at))).toBe(true);
    expect(nights.some((at) => isOn(1, life(), at))).toBe(false);
  });

  it("a logon shows 9 to 14 days late at most", () => {
    fc.assert(
      fc.property(fc.nat(100_000), instants, (key, at) => {
        expect(at - lastRhythm(1, life({ key }), at, 9, 5)).toBeLessThanOrEqual(14 * DAY);
      }),
    );
  });
});
