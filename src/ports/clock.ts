import type { Instant } from "../core/model/instant.ts";

/** Time as an effect. One clock serves a whole process, so that a simulated one moves everything at once. */
export interface Clock {
  /** Wall-clock time, UTC. */
  now(): Instant;
  /** Milliseconds from an arbitrary start, never going back: for windows and time-outs. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
