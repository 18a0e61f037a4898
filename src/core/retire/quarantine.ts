import { DAY, HOUR, instant, type Instant } from "../model/instant.ts";
import { invariant } from "../model/invariant.ts";
import type { Quarantined } from "../plan/quarantined.ts";
import { FAILURES, type FailureClass } from "./failure-class.ts";

/** The failed attempts at one endpoint, and how long it is left alone for them. */
export interface Quarantine extends Quarantined {
  /** Those of the failures that count against the endpoint itself. */
  readonly counted: number;
  /** Of the last one. */
  readonly failure: FailureClass;
  readonly at: Instant;
}

/**
 * So many attempts has an endpoint. One failure is an accident and two may be; the third is news for a person, and each further
 * one would cost an attempt of the day that another could have used.
 */
export const RETRY_BUDGET = 3;

/**
 * How long an endpoint is left alone after its first, second and every later failure. An hour outlives a restart or a blocked
 * second at Central, and a run a day tries again at its next turn; a day outlives an outage; three days a weekend.
 */
export const DELAYS_MS = [HOUR, DAY, 3 * DAY] as const;

/**
 * The quarantine after one more failed attempt; undefined, or the very one before, when a failure of this class means nothing
 * for the endpoint. An end once told never comes earlier, and one that waits for a person stays so.
 */
export function quarantineAfter(
  before: Quarantine | undefined,
  failure: FailureClass,
  at: Instant,
): Quarantine | undefined {
  const weight = FAILURES[failure];
  if (weight === "nothing") return before;
  const failures = (before?.failures ?? 0) + 1;
  const counted = (before?.counted ?? 0) + (weight === "counts" ? 1 : 0);
  const delay = DELAYS_MS[Math.min(failures, DELAYS_MS.length) - 1];
  invariant(delay !== undefined, "there is a delay for every failure");
  const exhausted = counted >= RETRY_BUDGET || isExhausted(before);
  const until = exhausted ? undefined : instant(Math.max(at + delay, before?.until ?? 0));
  return { failures, counted, failure, at, until };
}

/** Whether its attempts are used up: nothing but a person ends it. */
export const isExhausted = (quarantine: Quarantined | undefined): boolean =>
  quarantine !== undefined && quarantine.until === undefined;
