import { instant, type Instant } from "../../core/model/instant.ts";
import type { Clock } from "../../ports/clock.ts";
import { systemClock } from "./clock.ts";

/** The machine's clock as if it were `at` now: it goes on, and sleeps, as the real one does. */
export function createOffsetClock(at: Instant): Clock {
  const offset = at - systemClock.now();
  return {
    now: () => instant(systemClock.now() + offset),
    monotonic: () => systemClock.monotonic(),
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
  };
}
