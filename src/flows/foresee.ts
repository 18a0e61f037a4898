import { buildPlan } from "../core/plan/build-plan.ts";
import { canonical } from "../core/model/canonical.ts";
import { DAY, instant, type Instant } from "../core/model/instant.ts";
import type { ForeseenRemoval } from "../core/plan/foreseen.ts";
import type { TrippedBreaker } from "../core/plan/plan.ts";
import { planInput, type PlanParts } from "./plan.ts";

/** What a run in a day from now would delete, if nothing changes until then. */
export interface Foreseen {
  readonly at: Instant;
  readonly removals: readonly ForeseenRemoval[];
  readonly breakers: readonly TrippedBreaker[];
  /** It is not what was said last time, and stands in the ledger now. */
  readonly changed: boolean;
}

/**
 * Looks a day ahead, after a run: the same plan as the next one, with one more reading behind each candidate and a day's budget
 * of its own. Written into the ledger when it is not what was said last, so that people hear of it in time to object. It binds
 * nobody: the next run judges anew. Faults: STORE_*.
 */
export async function foresee(parts: PlanParts): Promise<Foreseen> {
  const { store, mode, clock, hash } = parts;
  const now = clock.now();
  const at = instant(now + DAY);
  const input = await planInput(parts, now, at);
  const { items, breakers } = buildPlan({
    ...input,
    now: at,
    candidates: input.candidates.map((one) => ({ ...one, runs: one.runs + 1 })),
    // The next day has a budget of its own; how many have reported on it nobody knows yet.
    tenants: input.tenants.map((one) => ({ ...one, attemptsToday: 0 })),
  });
  const removals = items.map(
    ({ tenant, tenantName, endpoint, hostname, daysInactive, accepted, approved }): ForeseenRemoval => ({
      tenant,
      tenantName,
      endpoint,
      hostname,
      daysInactive,
      accepted: accepted.map(({ code }) => code),
      approved: approved ?? [],
    }),
  );
  const said = canonical({
    removals: removals.map(({ daysInactive: _older, ...rest }) => rest),
    breakers: breakers.map(({ code, tenant, directory }) => ({
      code,
      ...(tenant !== undefined && { tenant }),
      ...(directory !== undefined && { directory }),
    })),
  });
  const changed = await store.transaction(async (tx) => {
    if (!(await tx.plans.saidToForesee(mode, hash(said)))) return false;
    await tx.ledger.append([{ kind: "removals_foreseen", mode, at, removals, breakers }], now);
    return true;
  });
  return { at, removals, breakers, changed };
}
