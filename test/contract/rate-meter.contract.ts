// What every meter of the rate must do: the one in memory, and the one in a database on PGlite and PostgreSQL.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { RateWindow, Urgency } from "../../src/core/model/rate-window.ts";
import { roomFor } from "../../src/core/model/rate-window.ts";
import type { RateMeter } from "../../src/ports/rate-meter.ts";
import { stepClock, type StepClock } from "../build/step-clock.ts";

/** Meters of one budget, as several processes have them: their number is that of the processes that are played. */
export type MakeMeters = (windows: readonly RateWindow[], clock: StepClock) => Promise<readonly RateMeter[]>;

export interface Departure {
  readonly at: number;
  readonly urgency: Urgency;
}

const window = fc.record({ max: fc.integer({ min: 1, max: 12 }), ms: fc.integer({ min: 40, max: 5_000 }) });
const urgency = fc.constantFrom<Urgency>("bulk", "urgent");
const arrivals = fc.array(
  fc.record({
    pause: fc.integer({ min: 0, max: 3_000 }),
    burst: fc.array(urgency, { minLength: 1, maxLength: 8 }),
  }),
  { minLength: 1, maxLength: 8 },
);

/** A departure weighs at most a fortieth of its window too long, and bulk where nothing is left over another one. */
const longest = (windows: readonly RateWindow[]): number =>
  Math.max(...windows.map(({ ms }) => ms * 1.05 + 1));

/** The most departures in any stretch of `ms`, wherever it begins. */
export const busiest = (departures: readonly Departure[], ms: number): number =>
  Math.max(
    0,
    ...departures.map(({ at }) => departures.filter((one) => one.at >= at && one.at < at + ms).length),
  );

/** Asks until it may leave; time passes only as it is told to wait. */
async function leave(
  meter: RateMeter,
  clock: StepClock,
  how: Urgency,
): Promise<Departure & { readonly waited: number }> {
  for (let waited = 0; ;) {
    const taken = await meter.take(how);
    if (taken.kind === "taken") return { at: clock.monotonic(), urgency: how, waited };
    expect(taken.kind).toBe("wait");
    expect(taken.ms).toBeGreaterThan(0);
    waited += taken.ms;
    clock.advance(taken.ms);
  }
}

/** @param runs how many plans of arrivals are tried */
export function rateMeterSuite(make: MakeMeters, runs: number): void {
  it("never lets more than max out in any stretch of any window, nor collecting into the reserve", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(window, { minLength: 1, maxLength: 3, selector: ({ ms }) => ms }),
        arrivals,
        async (windows, plan) => {
          const clock = stepClock();
          const meters = await make(windows, clock);
          const departures: (Departure & { waited: number })[] = [];
          for (const { pause, burst } of plan) {
            clock.advance(pause);
            for (const how of burst) {
              const meter = meters[departures.length % meters.length]!;
              departures.push(await leave(meter, clock, how));
            }
          }
          for (const one of windows) {
            expect(busiest(departures, one.ms)).toBeLessThanOrEqual(one.max);
            for (const [index, departure] of departures.entries()) {
              if (departure.urgency === "urgent") continue;
              const before = departures.slice(0, index + 1).filter(({ at }) => at > departure.at - one.ms);
              expect(before.length).toBeLessThanOrEqual(roomFor(one, "bulk"));
            }
          }
          for (const { waited } of departures) expect(waited).toBeLessThanOrEqual(longest(windows));
        },
      ),
      { numRuns: runs },
    );
  });

  it.each([
    [
      { max: 20, ms: 300 },
      { max: 60, ms: 2_000 },
    ],
    [
      { max: 10, ms: 1_250 },
      { max: 100, ms: 60_250 },
    ],
    [{ max: 1, ms: 1_000 }],
  ])("uses nine tenths of what may leave while there is work: %o %o", async (...windows) => {
    const slowest = windows.at(-1)!;
    for (const how of ["urgent", "bulk"] as const) {
      const clock = stepClock();
      const meters = await make(windows, clock);
      const began = clock.monotonic();
      let left = 0;
      while (clock.monotonic() - began < 3 * slowest.ms) {
        await leave(meters[left % meters.length]!, clock, how);
        left++;
      }
      // The last one left after the three windows.
      expect(left - 1).toBeGreaterThanOrEqual(0.9 * 3 * roomFor(slowest, how));
    }
  });

  it("keeps a window to its last millisecond, wherever it began, and waits a fortieth longer at most", async () => {
    for (let offset = 0; offset < 10; offset++) {
      for (const gap of [391, 395, 399]) {
        const clock = stepClock();
        const [meter] = await make([{ max: 1, ms: 400 }], clock);
        clock.advance(offset);
        expect(await meter!.take("urgent")).toEqual({ kind: "taken" });
        clock.advance(gap);
        expect(await meter!.take("urgent")).toMatchObject({ kind: "wait" });
        clock.advance(410 - gap);
        expect(await meter!.take("urgent")).toEqual({ kind: "taken" });
      }
    }
  });

  it("leaves a twentieth, and one at least, to what is urgent, but not the only one", async () => {
    for (const [max, room] of [
      [1, 1],
      [2, 1],
      [10, 9],
      [100, 95],
    ] as const) {
      const clock = stepClock();
      const [meter] = await make([{ max, ms: 60_000 }], clock);
      for (let n = 0; n < room; n++) expect(await meter!.take("bulk")).toEqual({ kind: "taken" });
      expect(await meter!.take("bulk")).toMatchObject({ kind: "wait" });
      for (let n = room; n < max; n++) expect(await meter!.take("urgent")).toEqual({ kind: "taken" });
      expect(await meter!.take("urgent")).toMatchObject({ kind: "wait" });
    }
  });

  it("gives nothing out while it is blocked, and refuses while it is told to, whoever asks", async () => {
    const clock = stepClock();
    const meters = await make([{ max: 10, ms: 1_000 }], clock);
    const [first, last] = [meters[0]!, meters.at(-1)!];
    await first.block(30_000);
    await first.block(10_000);
    clock.advance(10_000);
    expect(await last.take("urgent")).toEqual({ kind: "wait", ms: 20_000 });

    await last.refuse(60_000);
    expect(await first.take("bulk")).toEqual({ kind: "refused", ms: 60_000 });
    clock.advance(60_000);
    expect(await first.take("bulk")).toEqual({ kind: "taken" });
  });
}
