import { describe, expect, it } from "vitest";
import { stepClock } from "../../../test/build/step-clock.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../core/model/instant.ts";
import type { Urgency } from "../../core/model/rate-window.ts";
import { Fault } from "../../ports/fault.ts";
import type { RateMeter, Taken } from "../../ports/rate-meter.ts";
import { LONGEST_WAIT, ownRateBudget, rateBudget, urgently, windowsOf } from "./rate-budget.ts";

/** The most departures within any stretch of `ms` that begins at a departure. */
function busiest(departures: readonly number[], ms: number): number {
  return Math.max(
    0,
    ...departures.map((from) => departures.filter((at) => at >= from && at < from + ms).length),
  );
}

describe("the rate budget", () => {
  it("waits no longer than its windows ask for", async () => {
    const clock = stepClock();
    const budget = ownRateBudget([{ max: 2, ms: 100 }], clock);
    for (let i = 0; i < 10; i++) await budget.enter("urgent");
    expect(clock.monotonic()).toBe(400);
  });

  it("lets callers out in the order they came", async () => {
    const budget = ownRateBudget([{ max: 1, ms: 10 }], stepClock());
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4].map(async (caller) => {
        await budget.enter("urgent");
        order.push(caller);
      }),
    );
    expect(order).toEqual([1, 2, 3, 4]);
  });

  it("lets nobody pass one who waits, not even when there is room by now", async () => {
    const clock = stepClock();
    const budget = ownRateBudget([{ max: 1, ms: 10 }], clock);
    await budget.enter("urgent");
    const order: string[] = [];
    const early = budget.enter("urgent").then(() => order.push("early"));
    await Promise.resolve();
    clock.advance(10);
    const late = budget.enter("urgent").then(() => order.push("late"));
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

  it("keeps 100 a minute over a walk of 250 pages, of which 95 may be collecting's", async () => {
    const clock = stepClock();
    const limits = { perSecond: 10, perMinute: 100, perHour: 100_000, perDay: 200_000 };
    const budget = ownRateBudget(windowsOf(limits), clock);
    const walk = async (urgency: Urgency): Promise<readonly number[]> => {
      const departures: number[] = [];
      for (let i = 0; i < 250; i++) {
        await budget.enter(urgency);
        departures.push(clock.monotonic());
      }
      return departures;
    };

    const urgent = await walk("urgent");
    expect(busiest(urgent, MINUTE)).toBe(100);
    expect(busiest(urgent, SECOND)).toBe(10);
    expect(clock.monotonic()).toBeGreaterThan(2 * MINUTE);

    clock.advance(DAY);
    const bulk = await walk("bulk");
    expect(busiest(bulk, MINUTE)).toBe(95);
    expect(busiest(bulk, SECOND)).toBe(9);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])(
    "cannot be made with a window of %s: 0 is not unlimited",
    (max) => {
      expect(() => ownRateBudget([{ max, ms: 1 }], stepClock())).toThrow("at least one request");
    },
  );

  it("cannot be made without a window", () => {
    expect(() => ownRateBudget([], stepClock())).toThrow("has a window");
  });

  it("keeps everybody waiting while Central asks for it, and no longer than two minutes", async () => {
    const clock = stepClock();
    const budget = ownRateBudget([{ max: 100, ms: SECOND }], clock);
    await budget.block(30 * SECOND);
    await Promise.all([budget.enter("urgent"), budget.enter("urgent")]);
    expect(clock.monotonic()).toBe(30 * SECOND);

    await budget.block(DAY);
    await budget.enter("urgent");
    expect(clock.monotonic()).toBe(30 * SECOND + LONGEST_WAIT);
  });

  it("fails everybody at once after it was told to refuse, until the time is over", async () => {
    const clock = stepClock();
    const budget = ownRateBudget([{ max: 100, ms: SECOND }], clock);
    await budget.refuse(10 * DAY);
    await expect(budget.enter("urgent")).rejects.toMatchObject({ code: "CENTRAL_THROTTLED" });
    expect(clock.slept).toEqual([]);
    clock.advance(HOUR);
    await expect(budget.enter("urgent")).resolves.toBe("entered");
  });

  it("takes nothing from a caller whose deadline comes first", async () => {
    const clock = stepClock();
    const budget = ownRateBudget([{ max: 1, ms: 1_000 }], clock);
    await budget.enter("urgent");
    expect(await budget.enter("urgent", undefined, 999)).toBe("too_late");
    expect(clock.slept).toEqual([]);
    expect(await budget.enter("urgent", undefined, 1_000)).toBe("entered");
  });

  it("frees a cancelled caller at once and does not count it", async () => {
    const clock = stepClock();
    const budget = ownRateBudget([{ max: 1, ms: 1_000 }], clock);
    await budget.enter("urgent");
    const stop = new AbortController();
    const waiting = budget.enter("urgent");
    const cancelled = budget.enter("urgent", stop.signal);
    stop.abort();
    await expect(cancelled).rejects.toMatchObject({ code: "CANCELLED" });
    await waiting;
    await budget.enter("urgent");
    expect(clock.monotonic()).toBe(2_000);
  });

  it.each([1, 20])("lets nobody urgent wait behind those who collect, of %s a window", async (max) => {
    const clock = stepClock();
    const budget = ownRateBudget([{ max, ms: 1_000 }], clock);
    const order: Urgency[] = [];
    const ask = async (urgency: Urgency) => {
      await budget.enter(urgency);
      order.push(urgency);
    };
    const collecting = Array.from({ length: 3 * max }, async () => ask("bulk"));
    while (clock.slept.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const before = order.length;

    await Promise.all([ask("urgent"), ask("urgent")]);

    expect(before).toBe(max === 1 ? 1 : 19);
    // With a reserve it waits for nobody; without one, for those alone who were gone before it came.
    expect(order.slice(before, before + 2)).toEqual(["urgent", "urgent"]);
    expect(clock.monotonic()).toBe(max === 1 ? 2_000 : 1_000);
    await Promise.all(collecting);
  });

  it("is urgent for everybody who asks urgently", async () => {
    const clock = stepClock();
    const budget = ownRateBudget([{ max: 2, ms: 1_000 }], clock);
    await budget.enter("bulk");
    await urgently(budget).enter("bulk");
    expect(clock.slept).toEqual([]);
    await budget.enter("bulk");
    expect(clock.monotonic()).toBe(1_000);
  });

  describe("over a meter that takes its time", () => {
    const meterOf = (take: () => Taken | Promise<Taken>): RateMeter => ({
      take: async () => Promise.resolve(take()),
      block: async () => Promise.resolve(),
      refuse: async () => Promise.resolve(),
    });

    it("lets nobody out whose deadline went by meanwhile", async () => {
      const clock = stepClock();
      const slow = meterOf(() => {
        clock.advance(50);
        return { kind: "taken" };
      });
      expect(await rateBudget(slow, clock).enter("urgent", undefined, 49)).toBe("too_late");
      expect(await rateBudget(slow, clock).enter("urgent", undefined, 100)).toBe("entered");
    });

    it("asks again after each wait: another process may have taken it", async () => {
      const clock = stepClock();
      const answers: Taken[] = [{ kind: "wait", ms: 10 }, { kind: "wait", ms: 5 }, { kind: "taken" }];
      const budget = rateBudget(
        meterOf(() => answers.shift()!),
        clock,
      );
      expect(await budget.enter("bulk")).toBe("entered");
      expect(clock.slept).toEqual([10, 5]);
    });

    it("hands on that the meter failed, and goes on with the next", async () => {
      let asked = 0;
      const budget = rateBudget(
        meterOf(() => {
          if (asked++ === 0) throw new Fault("STORE_UNAVAILABLE", "The store did not answer.");
          return { kind: "taken" };
        }),
        stepClock(),
      );
      await expect(budget.enter("bulk")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
      expect(await budget.enter("bulk")).toBe("entered");
    });
  });
});
