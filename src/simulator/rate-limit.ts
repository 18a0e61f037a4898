/** Calls per credential over all APIs together. An absent window is not enforced. */
export interface RateLimits {
  readonly perSecond?: number;
  /** Sustained; `minuteBurst` may come at once. */
  readonly perMinute?: number;
  readonly minuteBurst?: number;
  readonly perHour?: number;
  readonly perDay?: number;
}

/**
 * What Central documents as enforced: 100 a minute with bursts up to 300, and 200,000 a day. Its 10 a second and 1,000 an
 * hour are recommendations.
 */
export const ENFORCED_LIMITS: RateLimits = { perMinute: 100, minuteBurst: 300, perDay: 200_000 };

/** The four documented windows, all enforced. */
export const STRICT_LIMITS: RateLimits = { perSecond: 10, perMinute: 100, perHour: 1000, perDay: 200_000 };

/** Counts a credential's calls. */
export interface RateLimiter {
  /** Lets a call through (`undefined`), or says after how many milliseconds to come again. A refused call counts nowhere. */
  take(credential: string, now: number): number | undefined;
}

interface Window {
  /** Milliseconds until a call fits. */
  wait(now: number): number;
  take(now: number): void;
}

/** So many calls in a window that starts with its first call. */
function fixedWindow(most: number, lengthMs: number): Window {
  let start = Number.NEGATIVE_INFINITY;
  let used = 0;
  const isOver = (now: number): boolean => now >= start + lengthMs;
  return {
    wait: (now) => (isOver(now) || used < most ? 0 : start + lengthMs - now),
    take(now) {
      if (isOver(now)) {
        start = now;
        used = 0;
      }
      used += 1;
    },
  };
}

/**
 * A bucket of `burst` calls that fills up again by `most` in the length. Counted in whole units, `lengthMs` to a call and
 * `most` refilled each millisecond: fractions would add up to a wait that is a millisecond short.
 */
function bucket(most: number, lengthMs: number, burst: number): Window {
  const full = burst * lengthMs;
  let level = full;
  let at: number | undefined;
  const levelAt = (now: number): number =>
    Math.min(full, level + Math.max(0, Math.floor(now) - (at ?? Math.floor(now))) * most);
  return {
    wait: (now) => Math.max(0, Math.ceil((lengthMs - levelAt(now)) / most)),
    take(now) {
      level = levelAt(now) - lengthMs;
      at = Math.floor(now);
    },
  };
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

function windowsOf(limits: RateLimits): readonly Window[] {
  const { perSecond, perMinute, minuteBurst = perMinute, perHour, perDay } = limits;
  return [
    ...(perSecond === undefined ? [] : [fixedWindow(perSecond, SECOND_MS)]),
    ...(perMinute === undefined || minuteBurst === undefined
      ? []
      : [bucket(perMinute, MINUTE_MS, minuteBurst)]),
    ...(perHour === undefined ? [] : [fixedWindow(perHour, HOUR_MS)]),
    ...(perDay === undefined ? [] : [fixedWindow(perDay, DAY_MS)]),
  ];
}

/** A limiter with its own windows for every credential. Times are milliseconds of any clock that does not go back. */
export function createRateLimiter(limits: RateLimits): RateLimiter {
  const byCredential = new Map<string, readonly Window[]>();
  return {
    take(credential, now) {
      const windows = byCredential.get(credential) ?? windowsOf(limits);
      byCredential.set(credential, windows);
      const wait = Math.max(0, ...windows.map((window) => window.wait(now)));
      if (wait > 0) return wait;
      for (const window of windows) window.take(now);
      return undefined;
    },
  };
}
