import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, instant } from "../../core/model/instant.ts";
import { createMovedClock } from "./moved-clock.ts";

const START = Date.UTC(2026, 0, 31);
// Far more than any of these tests takes: the real progress is let in, and not measured.
const SLACK = HOUR;

const near = (at: number) => ({
  asymmetricMatch: (found: unknown) => typeof found === "number" && found >= at && found < at + SLACK,
});

describe("a moved clock", () => {
  it("starts where it was set and goes on as real time does", async () => {
    const clock = createMovedClock(START);
    const first = clock.monotonic();

    expect(clock.now()).toEqual(near(START));
    await new Promise((done) => setTimeout(done, 5));

    expect(clock.monotonic()).toBeGreaterThan(first);
    expect(Number.isInteger(clock.now())).toBe(true);
  });

  it("advances both of its times", () => {
    const clock = createMovedClock(START);
    const before = clock.monotonic();

    clock.advance(2 * DAY);

    expect(clock.now()).toEqual(near(START + 2 * DAY));
    expect(clock.monotonic() - before).toEqual(near(2 * DAY));
  });

  it.each([-1, Number.NaN])("is not advanced by %d ms", (ms) => {
    expect(() => {
      createMovedClock(START).advance(ms);
    }).toThrow(RangeError);
  });

  it("is set forward in both of its times, and back in its wall time only", () => {
    const clock = createMovedClock(START);
    clock.set(instant(START + 10 * DAY));
    const forward = clock.monotonic();

    expect(clock.now()).toEqual(near(START + 10 * DAY));
    expect(forward).toEqual(near(10 * DAY));

    clock.set(instant(START));

    expect(clock.now()).toEqual(near(START));
    expect(clock.monotonic()).toEqual(near(forward));
  });

  it("does not wait in a sleep, but moves by it", async () => {
    const clock = createMovedClock(START);

    await clock.sleep(30 * DAY);

    expect(clock.now()).toEqual(near(START + 30 * DAY));
  });

  it("lets others run while it sleeps", async () => {
    const clock = createMovedClock(START);
    const order: string[] = [];
    setImmediate(() => order.push("other"));

    await clock.sleep(1);
    order.push("sleeper");

    expect(order).toStrictEqual(["other", "sleeper"]);
  });

  it("lets sleeps that run side by side overlap", async () => {
    const clock = createMovedClock(START);

    await Promise.all([clock.sleep(10 * DAY), clock.sleep(10 * DAY), clock.sleep(9 * DAY)]);

    expect(clock.now()).toEqual(near(START + 10 * DAY));
  });

  it("rejects a sleep with the signal's reason and does not move", async () => {
    const clock = createMovedClock(START);
    const reason = new Error("stopped by a person");
    const stop = new AbortController();

    await expect(clock.sleep(DAY, AbortSignal.abort(reason))).rejects.toBe(reason);
    const sleep = clock.sleep(DAY, stop.signal);
    stop.abort(reason);

    await expect(sleep).rejects.toBe(reason);
    expect(clock.now()).toEqual(near(START));
  });

  it("never goes back in its monotonic time, whatever is done to it", () => {
    const move = fc.oneof(
      fc.record({ advance: fc.nat(DAY) }),
      fc.record({ set: fc.integer({ min: 0, max: 2 * START }) }),
    );
    fc.assert(
      fc.property(fc.array(move), (moves) => {
        const clock = createMovedClock(START);
        let last = clock.monotonic();
        for (const one of moves) {
          if ("set" in one) clock.set(instant(one.set));
          else clock.advance(one.advance);
          const now = clock.monotonic();
          expect(now).toBeGreaterThanOrEqual(last);
          last = now;
        }
      }),
    );
  });
});
