import { SECOND } from "../../core/model/instant.ts";
import type { Clock } from "../../ports/clock.ts";
import { Fault } from "../../ports/fault.ts";
import { pause } from "./cancel.ts";
import { LONGEST_WAIT, type RateBudget } from "./rate-budget.ts";

// Reads only. A write is never tried again: what became of it is found out by reading.

/** Sophos asks for exponential back-off with full jitter (developer.sophos.com/intro); five tries span about 15 s. */
export const TRIES = 5;
const BASE = SECOND;
const CAP = 30 * SECOND;
const TRANSIENT = new Set([429, 500, 502, 503, 504]);

/** Anything from nothing up to a ceiling that doubles with each try: a fleet of clients never comes back in step. */
export const fullJitter = (nth: number, random: number): number =>
  Math.floor(random * Math.min(CAP, BASE * 2 ** nth));

export function isTransient(fault: Fault): boolean {
  // A read inside a read (the token's) has had its tries already: they are not multiplied.
  if (fault.details["tries"] !== undefined) return false;
  if (fault.code === "CENTRAL_UNREACHABLE") return true;
  // A page cut off in its middle is a broken delivery, whatever its status says.
  if (fault.code === "CENTRAL_SHAPE") return fault.details["illegible"] === true;
  const { status } = fault.details;
  return typeof status === "number" && TRANSIENT.has(status);
}

/**
 * Runs a read until it succeeds, five times at most. A Retry-After is honoured: with a 429 through the budget, which blocks
 * everyone, else by this read alone. One read waits for it LONGEST_WAIT altogether; then it fails, and after a 429 all others
 * fail too until the time that Central named. Throws the last fault, with the number of tries in its details.
 */
export async function retryRead<T>(
  tools: {
    readonly clock: Clock;
    readonly random: () => number;
    readonly budget: RateBudget;
    /** Asked after each try; TRIES where absent. */
    readonly tries?: () => number;
  },
  attempt: (nth: number) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  let left = LONGEST_WAIT;
  for (let nth = 0; ; nth++) {
    try {
      return await attempt(nth);
    } catch (error) {
      if (!(error instanceof Fault) || !isTransient(error)) throw error;
      const told = error.details["retryAfterMs"];
      const asked = typeof told === "number" && told > 0 ? told : undefined;
      const throttled = error.code === "CENTRAL_THROTTLED";
      if (asked !== undefined && left <= 0) {
        if (throttled) await tools.budget.refuse(asked);
        throw givenUp(error, nth + 1);
      }
      if (nth + 1 >= (tools.tries?.() ?? TRIES)) throw givenUp(error, nth + 1);
      const wait = asked === undefined ? fullJitter(nth, tools.random()) : Math.min(asked, left);
      if (asked !== undefined) left -= asked;
      // After a 429 the budget holds everyone back, this read's next try too.
      if (asked === undefined || !throttled) await pause(tools.clock, wait, signal);
    }
  }
}

const givenUp = (fault: Fault, tries: number): Fault =>
  new Fault(fault.code, fault.message, { ...fault.details, tries }, fault.cause);
