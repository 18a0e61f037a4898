import { setImmediate as turn } from "node:timers/promises";
import { instant, type Instant } from "../../core/model/instant.ts";
import type { Clock } from "../../ports/clock.ts";

/** A clock whose hands can be moved. */
export interface MovedClock extends Clock {
  /** Moves it forward by `ms`. */
  advance(ms: number): void;
  /** Sets the wall clock; the monotonic one never goes back. */
  set(at: Instant): void;
}

/**
 * A clock for rehearsals: it starts at `startMs` (since 1970, UTC) and goes on as the real one does, but a sleep moves it
 * instead of waiting. Sleeps that run side by side overlap, as real ones do: two of a second move it by one second. A sleep
 * used as a time-out for real work therefore runs out at once.
 */
export function createMovedClock(startMs: number): MovedClock {
  const started = performance.now();
  // How far the hands were moved beyond the real progress.
  let wall = startMs;
  let ahead = 0;
  const progress = (): number => performance.now() - started;
  const monotonic = (): number => progress() + ahead;
  const advance = (ms: number): void => {
    if (!(ms >= 0)) throw new RangeError("a clock is advanced by zero milliseconds or more");
    wall += ms;
    ahead += ms;
  };
  return {
    now: () => instant(Math.floor(wall + progress())),
    monotonic,
    advance,
    set: (at) => {
      const forward = at - (wall + progress());
      wall += forward;
      ahead += Math.max(0, forward);
    },
    sleep: async (ms, signal) => {
      const until = monotonic() + ms;
      signal?.throwIfAborted();
      // Once round the event loop: who sleeps lets others run, and can be aborted meanwhile.
      await turn();
      signal?.throwIfAborted();
      const left = until - monotonic();
      if (left > 0) advance(left);
    },
  };
}
