import { invariant } from "../../core/model/invariant.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../core/model/instant.ts";
import type { Clock } from "../../ports/clock.ts";
import { Fault } from "../../ports/fault.ts";
import { throwIfCancelled, pause, untilCancelled } from "./cancel.ts";

/** How many requests may leave in each window; all of them hold at once. At least 1: unlimited cannot be written. */
export interface RateLimits {
  readonly perSecond: number;
  readonly perMinute: number;
  readonly perHour: number;
  readonly perDay: number;
}

export interface RateWindow {
  readonly max: number;
  readonly ms: number;
}

/** One per credential, shared by everything that uses it: Central counts all its APIs and tenants together. */
export interface RateBudget {
  /**
   * Resolves when one more request may leave, first come first served. `too_late`: it could leave only after `deadline`
   * (monotonic ms), and nothing was taken. Faults: CANCELLED; CENTRAL_THROTTLED while `refuse` is in force.
   */
  enter(signal?: AbortSignal, deadline?: number): Promise<"entered" | "too_late">;
  /** Central asked to wait: nobody sends for so long, at most LONGEST_WAIT. */
  block(ms: number): void;
  /** Central went on refusing after the longest wait: everybody fails at once until then, at most LONGEST_REFUSAL. */
  refuse(ms: number): void;
}

/** A Retry-After of an hour must not make a run hang for one: so long is waited, and then the read fails. */
export const LONGEST_WAIT = 2 * MINUTE;
/** So long a Retry-After is believed: a worker that lives for weeks must come back from an absurd one. */
const LONGEST_REFUSAL = HOUR;
/** Requests do not take equally long to arrive: at the far end a window that is just kept here would be overrun. */
const SLACK = 250;

export const windowsOf = (limits: RateLimits): readonly RateWindow[] =>
  [
    { max: limits.perSecond, ms: SECOND },
    { max: limits.perMinute, ms: MINUTE },
    { max: limits.perHour, ms: HOUR },
    { max: limits.perDay, ms: DAY },
  ].map(({ max, ms }) => ({ max, ms: ms + SLACK }));

/** A sliding log over several windows: never more than `max` requests leave in any stretch of `ms`, wherever it begins. */
export function rateBudget(windows: readonly RateWindow[], clock: Clock): RateBudget {
  invariant(windows.length > 0, "a rate budget has a window");
  for (const { max, ms } of windows) {
    invariant(Number.isSafeInteger(max) && max > 0 && ms > 0, "a rate window lets at least one request out");
  }
  // A ring of the last departures: no window needs to look back further than its own max.
  const size = Math.max(...windows.map((window) => window.max));
  const departures: number[] = [];
  let next = 0;
  let blockedUntil = -Infinity;
  let refusedUntil = -Infinity;
  let tail: Promise<unknown> = Promise.resolve();

  const waitFrom = (now: number): number => {
    let until = blockedUntil;
    for (const { max, ms } of windows) {
      const nthLast = departures[(next - max + size) % size];
      if (nthLast !== undefined) until = Math.max(until, nthLast + ms);
    }
    return until - now;
  };

  const take = async (
    signal: AbortSignal | undefined,
    deadline: number | undefined,
  ): Promise<"entered" | "too_late"> => {
    for (;;) {
      throwIfCancelled(signal);
      const now = clock.monotonic();
      if (now < refusedUntil) {
        throw new Fault(
          "CENTRAL_THROTTLED",
          "Sophos Central asked this credential to wait longer than a run can.",
          {
            waitMs: Math.ceil(refusedUntil - now),
          },
        );
      }
      const wait = Math.max(0, waitFrom(now));
      if (deadline !== undefined && now + wait > deadline) return "too_late";
      if (wait === 0) {
        departures[next] = now;
        next = (next + 1) % size;
        return "entered";
      }
      await pause(clock, Math.ceil(wait), signal);
    }
  };

  const ignore = () => undefined;
  return {
    enter(signal, deadline) {
      const turn = tail.then(() => take(signal, deadline));
      tail = turn.then(ignore, ignore);
      return untilCancelled(turn, signal);
    },
    block(ms) {
      blockedUntil = Math.max(blockedUntil, clock.monotonic() + Math.min(ms, LONGEST_WAIT));
    },
    refuse(ms) {
      refusedUntil = Math.max(refusedUntil, clock.monotonic() + Math.min(ms, LONGEST_REFUSAL));
    },
  };
}
