import { performance } from "node:perf_hooks";

/** What the simulator reads time from: the Date header, token expiry and `-P90D` follow it. */
export interface SimulatorClock {
  /** Epoch milliseconds, UTC. */
  now(): number;
  /** Milliseconds from an arbitrary start, never going back: what rate limits are measured by. Without it they follow `now`. */
  monotonic?(): number;
}

/** A clock that can be moved. */
export interface SimClock extends SimulatorClock {
  monotonic(): number;
  /** Moves it forward by so many milliseconds. */
  advance(ms: number): void;
  /** Sets it to an instant (epoch milliseconds), also backwards. */
  set(ms: number): void;
}

/**
 * A clock that starts at `start` (epoch milliseconds). It stands still until it is moved, or goes on by itself with
 * `flows`. `monotonic` is the real time that has passed plus every move forward, so that a rate limit heals either way.
 */
export function createSimClock(start: number, options: { readonly flows?: boolean } = {}): SimClock {
  const startedAt = performance.now();
  const passed = (): number => performance.now() - startedAt;
  const flowed = (): number => (options.flows === true ? passed() : 0);
  let base = start;
  let moved = 0;
  const now = (): number => Math.floor(base + flowed());
  return {
    now,
    monotonic: () => passed() + moved,
    advance(ms) {
      if (!(ms >= 0)) throw new RangeError(`a clock advances by milliseconds forward, not by ${ms}`);
      base += ms;
      moved += ms;
    },
    set(ms) {
      moved += Math.max(0, ms - now());
      base = ms - flowed();
    },
  };
}
