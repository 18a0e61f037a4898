import { setTimeout as pause } from "node:timers/promises";
import { instant } from "../../core/model/instant.ts";
import type { Clock } from "../../ports/clock.ts";

/** Node fires a longer timer at once (2^31 − 1 ms, its signed 32-bit limit), so a longer sleep is taken in pieces. */
const LONGEST_TIMER = 2_147_483_647;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    const until = performance.now() + ms;
    for (;;) {
      signal?.throwIfAborted();
      const left = until - performance.now();
      if (!(left > 0)) return;
      await pauseFor(Math.min(left, LONGEST_TIMER), signal);
    }
  },
};

async function pauseFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    // Node rejects with an AbortError of its own; the port promises the signal's reason.
    signal?.throwIfAborted();
    throw error;
  }
}
