import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stepClock } from "../../../test/build/step-clock.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../core/model/instant.ts";
import { LONGEST_WAIT, rateBudget, windowsOf, type RateWindow } from "./rate-budget.ts";

const window = fc.record({ max: fc.integer({ min: 1, max: 12 }), ms: fc.integer({ min: 1, max: 5_000 }) });

/** The most departures within any stretch of `ms` that begins at a departure. */
function busiest(departures: readonly number[], ms: number): number {
  return Math.max(
    0,
    ...departures.map((from) => departures.filter((at) => at >= from && at < from + ms).length),
  );
}

describe("the rate budget", () => {
  it("never lets more than max out in any window, whoever asks and whenever", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(window, { minLength: 1, maxLength: 4 }),
        fc.array(
          fc.record({ pause: fc.integer({ min: 0, max: 3_000 }), burst: fc.integer({ min: 1, max: 10 }) }),
          {
            minLength: 1,
            maxLength: 12,
          },
        ),
        async (windows: RateWindow[], plan) => {
          const clock = stepClock();
          const budget = rateBudget(windows, clock);
          const departures: number[] = [];
          for (const { pause, burst } of plan) {
            clock.advance(pause);
            await Promise.all(
              Array.from({ length: burst }, async () => {
                await budget.enter();
                departures.push(clock.monotonic());
              }),
            );
          }
          expect(departures).toHaveLength(plan.reduce((sum, { burst }) => sum + burst, 0));
          for (const { max, ms } of windows) expect(busiest(departures, ms)).toBeLessThanOrEqual(max);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("waits no longer than its windows ask for", async () => {
    const clock = stepClock();
    const budget = rateBudget([{ max: 2, ms: 100 }], clock);
    for (let i = 0; i < 10; i++) await budget.enter();
    expect(clock.monotonic()).toBe(400);
  });

  it("lets callers out in the order they came", async () => {
    const budget = rateBudget([{ max: 1, ms: 10 }], stepClock());
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4].map(async (caller) => {
        await budget.enter();
        order.push(caller);
      }),
    );
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it("lets nobody pass one who waits, not even when there is room by now", async () => {
    const clock = stepClock();
    const budget = rateBudget([{ max: 1, ms: 10 }], clock);
    await budget.enter();
    const order: string[] = [];
    const early = budget.enter().then(() => order.push("early"));
    await Promise.resolve();
    clock.advance(10);
    const late = budget.enter().then(() => order.push("late"));
    await Promise.all([early, late]);
    expect(order).toEqual(["early", "late"]);
  });

  it("holds all four windows of the configuration at once, each a little wider than named", () => {
    expect(windowsOf({ perSecond: 10, perMinute: 100, perHour: 1_000, perDay: 200_000 })).toEqual([
      { max: 10, ms: SECOND + 250 },
      { max: 100, ms: MINUTE + 250 },
      { max: 1_000, ms: HOUR + 250 },
      { max: 200_000, ms: DAY + 250 },
    ]);
  });

  it("keeps 100 a minute over a walk of 250 pages", async () => {
    const clock = stepClock();
    const budget = rateBudget(
      windowsOf({ perSecond: 10, perMinute: 100, perHour: 100_000, perDay: 200_000 }),
      clock,
    );
    const departures: number[] = [];
    for (let i = 0; i < 250; i++) {
      await budget.enter();
      departures.push(clock.monotonic());
    }
    expect(busiest(departures, MINUTE)).toBe(100);
    expect(busiest(departures, SECOND)).toBe(10);
    expect(clock.monotonic()).toBeGreaterThan(2 * MINUTE);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])(
    "cannot be made with a window of %s: 0 is not unlimited",
    (max) => {
      expect(() => rateBudget([{ max, ms: 1 }], stepClock())).toThrow("at least one request");
    },
  );

  it("cannot be made without a window", () => {
    expect(() => rateBudget([], stepClock())).toThrow("has a window");
  });

  it("keeps everybody waiting while Central asks for it, and no longer than two minutes", async () => {
    const clock = stepClock();
    const budget = rateBudget([{ max: 100, ms: SECOND }], clock);
    budget.block(30 * SECOND);
    await Promise.all([budget.enter(), budget.enter()]);
    expect(clock.monotonic()).toBe(30 * SECOND);

    budget.block(DAY);
    await budget.enter();
    expect(clock.monotonic()).toBe(30 * SECOND + LONGEST_WAIT);
  });

  it("fails everybody at once after it was told to refuse, until the time is over", async () => {
    const clock = stepClock();
    const budget = rateBudget([{ max: 100, ms: SECOND }], clock);
    budget.refuse(10 * DAY);
    await expect(budget.enter()).rejects.toMatchObject({ code: "CENTRAL_THROTTLED" });
    expect(clock.slept).toEqual([]);
    clock.advance(HOUR);
    await expect(budget.enter()).resolves.toBe("entered");
  });

  it("takes nothing from a caller whose deadline comes first", async () => {
    const clock = stepClock();
    const budget = rateBudget([{ max: 1, ms: 1_000 }], clock);
    await budget.enter();
    expect(await budget.enter(undefined, 999)).toBe("too_late");
    expect(clock.slept).toEqual([]);
    expect(await budget.enter(undefined, 1_000)).toBe("entered");
  });

  it("frees a cancelled caller at once and does not count it", async () => {
    const clock = stepClock();
    const budget = rateBudget([{ max: 1, ms: 1_000 }], clock);
    await budget.enter();
    const stop = new AbortController();
    const waiting = budget.enter();
    const cancelled = budget.enter(stop.signal);
    stop.abort();
    await expect(cancelled).rejects.toMatchObject({ code: "CANCELLED" });
    await waiting;
    await budget.enter();
    expect(clock.monotonic()).toBe(2_000);
  });
});
