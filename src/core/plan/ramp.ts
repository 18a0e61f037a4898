// How many deletions a day are allowed now: it grows by clean days, one step at a time, and falls back at once.
import { DAY, instant, type Instant } from "../model/instant.ts";
import { invariant } from "../model/invariant.ts";

/** As configured: deletions a day, step by step, and how many clean days lead to the next. */
export interface Ramp {
  readonly steps: readonly number[];
  readonly advanceAfterCleanDays: number;
}

/** What sets the ramp back to its first step: a return, a person's brake, and the breakers that mean trouble (see setbackBy). */
export const SETBACKS = [
  "return",
  "brake",
  "failures_in_a_row",
  "directory_shrank",
  "vip_group_unreadable",
  "collection_shrank",
  "tenant_silent",
] as const;
export type Setback = (typeof SETBACKS)[number];

/** Where the ramp stands. */
export interface RampState {
  /** From 0; never beyond the last one of the ramp it was counted by. */
  readonly step: number;
  /** What that step allowed when it was reached: a ramp that is configured anew allows no more until it is earned. */
  readonly earned: number;
  /** Clean days on this step. */
  readonly cleanDays: number;
  readonly since: Instant;
}

/** What happened on one UTC day, in enforce and over all tenants. */
export interface RampDay {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Deletions of that day that were read back as gone. */
  readonly retired: number;
  readonly setbacks: readonly Setback[];
}

/** A state, and the last UTC day that is counted in it. */
export interface KeptRamp {
  readonly state: RampState;
  readonly through: number;
}

/** The UTC day an instant lies in, as days since 1970-01-01. */
export const utcDayOf = (at: Instant): number => Math.floor(at / DAY);

/** Deletions a day that a state allows, over all tenants; zero is zero. */
export function allowanceOf({ step }: Pick<RampState, "step">, ramp: Ramp): number {
  const allowance = ramp.steps[Math.min(step, ramp.steps.length - 1)];
  invariant(
    allowance !== undefined && Number.isSafeInteger(allowance) && allowance >= 0,
    "a ramp's step is a count",
  );
  return allowance;
}

const onStep = (step: number, ramp: Ramp, since: Instant): RampState => ({
  step,
  earned: allowanceOf({ step }, ramp),
  cleanDays: 0,
  since,
});

/** The first step: where everybody begins, and where a setback leads. */
export const firstStep = (ramp: Ramp, since: Instant): RampState => onStep(0, ramp, since);

/**
 * Counts one day that has ended. Clean is a day on which a deletion succeeded and nothing set the ramp back: a day without
 * one proves nothing, and neither helps nor harms.
 */
export function advance(state: RampState, day: RampDay, ramp: Ramp): RampState {
  if (day.setbacks.length > 0) return fallBack(state, ramp, startOf(day.day));
  if (day.retired === 0) return state;
  const cleanDays = state.cleanDays + 1;
  if (cleanDays < ramp.advanceAfterCleanDays || state.step >= ramp.steps.length - 1) {
    return { ...state, cleanDays };
  }
  return onStep(state.step + 1, ramp, startOf(day.day + 1));
}

/** Back to the first step; whoever stands at its very beginning has been there since. */
export const fallBack = (state: RampState, ramp: Ramp, at: Instant): RampState =>
  state.step === 0 && state.cleanDays === 0 ? state : firstStep(ramp, at);

/**
 * Where the ramp stands now: what was kept, the days since that have ended, and the setbacks of today, which count at once.
 * Without a kept state it stands on its first step, whatever happened before.
 * @param days those after the kept one, in any order
 */
export function rampNow(
  kept: KeptRamp | undefined,
  days: readonly RampDay[],
  ramp: Ramp,
  now: Instant,
): KeptRamp {
  const today = utcDayOf(now);
  if (kept === undefined) return { state: firstStep(ramp, now), through: today - 1 };
  let state = refit(kept.state, ramp, now);
  for (const day of [...days].sort((a, b) => a.day - b.day)) {
    if (day.day <= kept.through) continue;
    if (day.day < today) state = advance(state, day, ramp);
    else if (day.setbacks.length > 0) state = fallBack(state, ramp, now);
  }
  return { state, through: Math.max(kept.through, today - 1) };
}

/** The state under a ramp that may have been configured anew: never more than what was earned, but for its first step. */
function refit(state: RampState, ramp: Ramp, now: Instant): RampState {
  const step = Math.min(state.step, ramp.steps.length - 1);
  if (allowanceOf({ step }, ramp) === state.earned) return { ...state, step };
  const earned = ramp.steps.filter((allowed, index) => index <= step && allowed <= state.earned).length;
  return onStep(Math.max(0, earned - 1), ramp, now);
}

const startOf = (day: number): Instant => instant(day * DAY);
