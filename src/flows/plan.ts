import { breakerChange } from "../core/plan/breaker-change.ts";
import { buildPlan, DEFAULT_PLAN_TTL_MS } from "../core/plan/build-plan.ts";
import { standingBreakers } from "../core/plan/breakers.ts";
import type { Ramp } from "../core/plan/ramp.ts";
import type { PlanInput } from "../core/plan/plan-input.ts";
import { setbackBy } from "../core/plan/setback.ts";
import type { Mode, Plan } from "../core/plan/plan.ts";
import type { Digest, DirectoryName, Hash, PlanId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Limits, Policy } from "../core/model/policy.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";
import { breakerFigures, type BreakerFigures } from "./breaker-figures.ts";
import { rampStanding, setRampBack } from "./move-ramp.ts";
import { sourceState } from "./source-state.ts";

export interface PlanParts {
  readonly store: Store;
  readonly policy: Policy;
  readonly policyHash: Digest;
  readonly limits: Limits;
  readonly ramp: Ramp;
  readonly directories: readonly DirectoryName[];
  readonly mode: Mode;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hash: Hash;
}

/** Freezes a plan of what one run would do, and records it. Faults: STORE_*, CANCELLED before it is frozen. */
export async function plan(parts: PlanParts, signal: AbortSignal): Promise<Plan> {
  const { store, policyHash, mode, clock } = parts;
  const now = clock.now();
  const frozen = buildPlan(
    await planInput(parts, now, now, async (figures) => {
      // Before what is left of the day is read, so that this very plan is of the first step already.
      if (mode === "enforce") await setBackByBreakers(parts, figures, now);
    }),
  );
  if (signal.aborted) throw new Fault("CANCELLED", "Stopped before a plan was frozen.");
  const change = breakerChange((await store.plans.newest())?.breakers ?? [], frozen.breakers);
  await store.transaction(async (tx) => {
    await tx.plans.save(frozen);
    await tx.plans.putInForce(policyHash, now);
    await tx.ledger.append(
      [
        {
          kind: "plan_frozen",
          plan: frozen.id,
          planHash: frozen.hash,
          policyHash,
          mode,
          items: frozen.items.length,
          leftOut: frozen.leftOut.length,
          breakers: frozen.breakers,
        },
        ...(change.tripped.length + change.cleared.length === 0
          ? []
          : [{ kind: "breakers_changed", ...change } as const]),
      ],
      now,
    );
  });
  return frozen;
}

/**
 * Everything a plan is made of, as it is known now, with what the ramp leaves of the UTC day of `day`. `seen` may act on the
 * figures before the ramp is read. Faults: STORE_*.
 */
export async function planInput(
  parts: PlanParts,
  now: Instant,
  day: Instant,
  seen: (figures: BreakerFigures) => Promise<void> = async () => {},
): Promise<PlanInput> {
  const { store, policy, policyHash, limits, mode, hash } = parts;
  const sources = await sourceState(store, parts.directories, now);
  const figures = await breakerFigures(store, parts.directories, sources, now);
  await seen(figures);
  return {
    id: parts.ids.uuid() as PlanId,
    now,
    mode,
    policyHash,
    stable: policy.stable,
    limits,
    perDay: (await rampStanding(store, parts.ramp, day)).left,
    candidates: await store.plans.candidates(),
    ...figures,
    incompleteDirectories: sources.incompleteDirectories,
    collections: sources.collections,
    ttlMs: DEFAULT_PLAN_TTL_MS,
    hash,
  };
}

/** Only where deletions are meant does trouble cost what clean days have earned: a rehearsal changes nothing. */
async function setBackByBreakers(
  { store, limits, ramp }: PlanParts,
  { tenants, directories }: BreakerFigures,
  now: Instant,
): Promise<void> {
  const cause = setbackBy(standingBreakers(tenants, directories, limits), tenants);
  if (cause !== undefined) await store.transaction(async (tx) => setRampBack(tx, cause, ramp, now));
}
