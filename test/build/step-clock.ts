import { instant } from "../../src/core/model/instant.ts";
import type { Clock } from "../../src/ports/clock.ts";

export interface StepClock extends Clock {
  /** Lets time pass. */
  advance(ms: number): void;
  /** Every sleep that was asked for, in ms. */
  readonly slept: readonly number[];
}

/** A clock that moves only when somebody sleeps or a test says so: no test waits for real. */
export function stepClock(start = Date.UTC(2026, 2, 1, 8)): StepClock {
  let passed = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => instant(start + passed),
    monotonic: () => passed,
    advance: (ms) => {
      passed += ms;
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      const until = passed + ms;
      // Time moves on only after everybody else had a turn of the event loop; sleepers sleep side by side.
      await new Promise((resolve) => setImmediate(resolve));
      passed = Math.max(passed, until);
      signal?.throwIfAborted();
    },
  };
}
