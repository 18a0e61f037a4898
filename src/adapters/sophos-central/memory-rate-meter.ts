import { invariant } from "../../core/model/invariant.ts";
import { isRateWindow, roomFor, type RateWindow } from "../../core/model/rate-window.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RateMeter } from "../../ports/rate-meter.ts";

/** A sliding log of one process's requests: exact, and forgotten with the process. */
export function memoryRateMeter(windows: readonly RateWindow[], clock: Clock): RateMeter {
  invariant(windows.length > 0, "a rate budget has a window");
  invariant(windows.every(isRateWindow), "a rate window lets at least one request out");
  // A ring of the last departures: no window needs to look back further than its own max.
  const size = Math.max(...windows.map((window) => window.max));
  const departures: number[] = [];
  let next = 0;
  let blockedUntil = -Infinity;
  let refusedUntil = -Infinity;

  return {
    take: async (urgency) => {
      const now = clock.monotonic();
      if (now < refusedUntil) return Promise.resolve({ kind: "refused", ms: refusedUntil - now });
      let until = blockedUntil;
      for (const window of windows) {
        const nthLast = departures[(next - roomFor(window, urgency) + size) % size];
        if (nthLast !== undefined) until = Math.max(until, nthLast + window.ms);
      }
      if (until > now) return Promise.resolve({ kind: "wait", ms: until - now });
      departures[next] = now;
      next = (next + 1) % size;
      return Promise.resolve({ kind: "taken" });
    },
    block: async (ms) => {
      blockedUntil = Math.max(blockedUntil, clock.monotonic() + ms);
      return Promise.resolve();
    },
    refuse: async (ms) => {
      refusedUntil = Math.max(refusedUntil, clock.monotonic() + ms);
      return Promise.resolve();
    },
  };
}
