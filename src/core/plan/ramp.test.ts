import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, instant } from "../model/instant.ts";
import {
  advance,
  allowanceOf,
  fallBack,
  firstStep,
  rampNow,
  SETBACKS,
  utcDayOf,
  type Ramp,
  type RampDay,
  type RampState,
} from "./ramp.ts";

const RAMP: Ramp = { steps: [1, 5, 25, 100], advanceAfterCleanDays: 3 };
const DAY_0 = 20_000;
const at = (day: number, hour = 9) => instant((DAY_0 + day) * DAY + hour * HOUR);
const START = firstStep(RAMP, at(0));

const clean = (day: number, retired = 1): RampDay => ({ day: DAY_0 + day, retired, setbacks: [] });
const bad = (day: number, ...setbacks: RampDay["setbacks"]): RampDay => ({
  day: DAY_0 + day,
  retired: 1,
  setbacks,
});
const after = (days: readonly RampDay[], from: RampState = START, ramp = RAMP) =>
  days.reduce((state, day) => advance(state, day, ramp), from);

describe("a day that has ended", () => {
  it.each([
    ["no day", [], 0, 0],
    ["two clean days", [clean(0), clean(1)], 0, 2],
    ["three clean days", [clean(0), clean(1), clean(2)], 1, 0],
    ["three clean days with idle ones in between", [clean(0), clean(5, 0), clean(6), clean(9)], 1, 0],
    ["idle days alone", [clean(0, 0), clean(1, 0), clean(2, 0), clean(3, 0)], 0, 0],
    ["seven clean days", [0, 1, 2, 3, 4, 5, 6].map((day) => clean(day)), 2, 1],
    ["thirty clean days", Array.from({ length: 30 }, (_, day) => clean(day)), 3, 21],
  ])("after %s the ramp stands where it should", (_, days, step, cleanDays) => {
    expect(after(days)).toMatchObject({ step, cleanDays, earned: RAMP.steps[step] });
  });

  it.each(SETBACKS)("with a setback (%s) leads to the first step, however much was retired", (setback) => {
    const high = after([0, 1, 2, 3, 4, 5, 6].map((day) => clean(day)));

    const fallen = advance(high, bad(7, setback), RAMP);

    expect(fallen).toMatchObject({ step: 0, earned: 1, cleanDays: 0, since: (DAY_0 + 7) * DAY });
  });

  it("that was clean counts for nothing after a setback", () => {
    expect(after([clean(0), clean(1), bad(2, "return"), clean(3)])).toMatchObject({ step: 0, cleanDays: 1 });
  });

  it("that leads to another step says since when it holds", () => {
    expect(after([clean(0), clean(1), clean(2)]).since).toBe((DAY_0 + 3) * DAY);
  });
});

describe("the ramp now", () => {
  const kept = (state: RampState, through = DAY_0 - 1) => ({ state, through });

  it("without a kept state stands on its first step, whatever the days say", () => {
    const days = [0, 1, 2, 3].map((day) => clean(day));
    expect(rampNow(undefined, days, RAMP, at(4))).toEqual({
      state: firstStep(RAMP, at(4)),
      through: DAY_0 + 3,
    });
  });

  it("does not count today's deletions before the day has ended", () => {
    const days = [clean(0), clean(1), clean(2)];
    expect(rampNow(kept(START), days, RAMP, at(2, 23)).state).toMatchObject({ step: 0, cleanDays: 2 });
    expect(rampNow(kept(START), days, RAMP, at(3, 0)).state).toMatchObject({ step: 1, cleanDays: 0 });
  });

  it("counts today's setback at once", () => {
    const high = after([clean(-3), clean(-2), clean(-1)]);
    expect(rampNow(kept(high), [bad(0, "brake")], RAMP, at(0)).state).toMatchObject({
      step: 0,
      cleanDays: 0,
      since: at(0),
    });
  });

  it("counts no day twice", () => {
    const once = rampNow(kept(START), [clean(0), clean(1)], RAMP, at(2));
    expect(rampNow(once, [clean(0), clean(1)], RAMP, at(2))).toEqual(once);
  });

  it("does not go back with a clock that does", () => {
    expect(rampNow(kept(START, DAY_0 + 9), [], RAMP, at(2)).through).toBe(DAY_0 + 9);
  });

  it.each([
    ["the same", [1, 5, 25, 100], 2, 25],
    ["higher steps: none that is not earned", [1, 50, 500], 0, 1],
    ["finer steps: none that is not earned", [1, 2, 3, 30], 2, 3],
    ["a first step above what was earned", [40, 80], 0, 40],
    ["fewer steps", [1, 5], 1, 5],
    ["lower steps", [1, 2, 4, 8], 2, 4],
    ["nothing at all", [0], 0, 0],
  ])("under a ramp configured anew (%s)", (_, steps, step, allowed) => {
    const ramp = { ...RAMP, steps };
    const { state } = rampNow(kept({ step: 2, earned: 25, cleanDays: 1, since: at(-9) }), [], ramp, at(0));
    expect(state.step).toBe(step);
    expect(allowanceOf(state, ramp)).toBe(allowed);
  });
});

describe("for any ramp and any days", () => {
  const ramps: fc.Arbitrary<Ramp> = fc.record({
    steps: fc
      .uniqueArray(fc.nat(200), { minLength: 1, maxLength: 6 })
      .map((steps) => steps.toSorted((a, b) => a - b)),
    advanceAfterCleanDays: fc.integer({ min: 1, max: 4 }),
  });
  const histories = fc
    .array(
      fc.record({
        retired: fc.constantFrom(0, 1, 1, 1, 7),
        setbacks: fc.constantFrom<RampDay["setbacks"][]>(
          [],
          [],
          [],
          [],
          [],
          [],
          ["brake"],
          ["return", "brake"],
        ),
      }),
      { maxLength: 60 },
    )
    .map((days) => days.map((day, index) => ({ ...day, day: DAY_0 + index })));

  it("a step is never skipped, never above the last, and reached by its clean days only", () => {
    fc.assert(
      fc.property(ramps, histories, (ramp, days) => {
        let state = firstStep(ramp, at(0));
        let cleanInARow = 0;
        for (const day of days) {
          const next = advance(state, day, ramp);
          cleanInARow = day.setbacks.length > 0 ? 0 : cleanInARow + (day.retired > 0 ? 1 : 0);
          expect(next.step).toBeLessThanOrEqual(state.step + 1);
          expect(next.step).toBeLessThan(ramp.steps.length);
          expect(next.step).toBeLessThanOrEqual(Math.floor(cleanInARow / ramp.advanceAfterCleanDays));
          if (day.setbacks.length > 0) expect(next).toMatchObject({ step: 0, cleanDays: 0 });
          expect(ramp.steps).toContain(allowanceOf(next, ramp));
          state = next;
        }
      }),
    );
  });

  it("a first step of zero allows nothing, for ever: nothing can be clean", () => {
    fc.assert(
      fc.property(ramps, fc.integer({ min: 0, max: 30 }), (ramp, idle) => {
        const zero = { ...ramp, steps: [0, ...ramp.steps.filter((step) => step > 0)] };
        const days = Array.from({ length: idle }, (_, day) => clean(day, 0));
        expect(allowanceOf(after(days, firstStep(zero, at(0)), zero), zero)).toBe(0);
      }),
    );
  });

  it("another ramp allows no more than what was earned, but for its first step", () => {
    fc.assert(
      fc.property(ramps, ramps, histories, (one, other, days) => {
        const state = after(days, firstStep(one, at(0)), one);
        const now = rampNow({ state, through: DAY_0 + 99 }, [], other, at(50));
        const first = other.steps[0] ?? 0;
        expect(allowanceOf(now.state, other)).toBeLessThanOrEqual(Math.max(first, state.earned));
      }),
    );
  });

  it("counting day by day and counting all at once come to the same", () => {
    fc.assert(
      fc.property(ramps, histories, (ramp, days) => {
        const end = at(days.length);
        const whole = rampNow({ state: firstStep(ramp, at(0)), through: DAY_0 - 1 }, days, ramp, end);
        let daily = { state: firstStep(ramp, at(0)), through: DAY_0 - 1 };
        for (let day = 1; day <= days.length; day++)
          daily = rampNow(daily, days.slice(0, day), ramp, at(day));
        expect(daily.state).toMatchObject({ step: whole.state.step, cleanDays: whole.state.cleanDays });
      }),
    );
  });
});

it("a fall back never raises what is allowed", () => {
  const state = { step: 3, earned: 100, cleanDays: 2, since: at(0) };
  expect(allowanceOf(fallBack(state, RAMP, at(1)), RAMP)).toBe(1);
  expect(fallBack(START, RAMP, at(1))).toBe(START);
});

it("a UTC day begins at midnight", () => {
  expect(utcDayOf(at(0, 0))).toBe(DAY_0);
  expect(utcDayOf(instant(at(0, 0) - 1))).toBe(DAY_0 - 1);
});

it("a ramp whose step is no count is a bug", () => {
  for (const steps of [[], [-1], [1.5], [Number.NaN], [Number.POSITIVE_INFINITY]])
    expect(() => allowanceOf({ step: 0 }, { ...RAMP, steps })).toThrow("count");
});
