import type { Instant } from "../core/model/instant.ts";
import { allowanceOf, fallBack, rampNow, type KeptRamp, type Ramp, type Setback } from "../core/plan/ramp.ts";
import type { Store } from "../ports/store.ts";

/** Where the ramp stands now, and what is left of its day. */
export interface RampStanding {
  readonly kept: KeptRamp;
  /** Deletions a UTC day, over all tenants. */
  readonly perDay: number;
  readonly attempts: number;
  readonly left: number;
}

/** Reads where the ramp stands; keeps nothing. Faults: STORE_*. */
export async function rampStanding(
  store: Pick<Store, "ramp">,
  ramp: Ramp,
  now: Instant,
): Promise<RampStanding> {
  const kept = await standing(store, ramp, now);
  const perDay = allowanceOf(kept.state, ramp);
  const attempts = await store.ramp.attemptsOn(now);
  return { kept, perDay, attempts, left: Math.max(0, perDay - attempts) };
}

async function standing({ ramp: store }: Pick<Store, "ramp">, ramp: Ramp, now: Instant): Promise<KeptRamp> {
  const kept = await store.kept();
  const days = kept === undefined ? [] : await store.daysAfter(kept.through);
  return rampNow(kept, days, ramp, now);
}

/** Counts the days that have ended into the kept state, and records a change of what is allowed. In a transaction. */
export async function moveRamp(tx: Store, ramp: Ramp, now: Instant): Promise<void> {
  const before = await tx.ramp.kept();
  const days = before === undefined ? [] : await tx.ramp.daysAfter(before.through);
  await keep(tx, before, rampNow(before, days, ramp, now), ramp, now, undefined);
}

/** Sets the ramp back to its first step at once; the day is not clean. In a transaction. */
export async function setRampBack(tx: Store, cause: Setback, ramp: Ramp, now: Instant): Promise<void> {
  const before = await tx.ramp.kept();
  const { state, through } = await standing(tx, ramp, now);
  await tx.ramp.setBack(cause, now);
  await keep(tx, before, { state: fallBack(state, ramp, now), through }, ramp, now, cause);
}

async function keep(
  tx: Store,
  before: KeptRamp | undefined,
  after: KeptRamp,
  ramp: Ramp,
  now: Instant,
  cause: Setback | undefined,
): Promise<void> {
  await tx.ramp.keep(after);
  const perDay = allowanceOf(after.state, ramp);
  if (before !== undefined && before.state.step === after.state.step && before.state.earned === perDay)
    return;
  await tx.ledger.append(
    [
      {
        kind: "ramp_moved",
        // People count from 1; before the first run there was no step.
        fromStep: before === undefined ? 0 : before.state.step + 1,
        toStep: after.state.step + 1,
        perDay,
        cause,
      },
    ],
    now,
  );
}
