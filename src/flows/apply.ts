import type { Digest } from "../core/model/ids.ts";
import type { AdmittedPlan } from "../core/plan/admit-plan.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Outcome } from "../core/retire/outcome.ts";
import { hindrancesNow, runUnderWay, type Hindrance } from "./hindrances.ts";
import { moveRamp, setRampBack } from "./move-ramp.ts";
import { retireAll, type RetireAllParts, type StoppedBy } from "./retire-all.ts";
import type { ItemResult } from "./retire-parts.ts";
import { demandWholeLedger } from "./verify-ledger.ts";

export interface ApplyParts extends RetireAllParts {
  readonly policyHash: Digest;
  /** Central has answered in this run already: it need not be asked first whether it does. */
  readonly centralAnswered: boolean;
}

export type ApplyRefusal =
  | { readonly kind: "refused"; readonly code: "no_dry_run"; readonly detail: string }
  | { readonly kind: "refused"; readonly code: "mode_is_observe"; readonly detail: string }
  | Hindrance;

export interface ApplyResult {
  readonly kind: "applied";
  readonly results: readonly ItemResult[];
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** Items that were never begun, because the run was stopped. */
  readonly notBegun: number;
  readonly stoppedBy: StoppedBy | undefined;
  /** Of a dry run: what would stand in the way of the same run in enforce, now. */
  readonly hindrances: readonly Hindrance[];
}

/**
 * Verifies and retires what the plan lists, one at a time and in its order. Dry run and enforce are this same code; they
 * differ in the remover, the budget and the lease that are handed in. Faults: STORE_*; LEDGER_BROKEN, and CENTRAL_*, CLOCK_SKEW when
 * Central answers nobody: then nothing is begun. A cancelled run ends cleanly after the item under way and says so.
 */
export async function apply(
  admitted: Pick<AdmittedPlan, "plan" | "frozenItems">,
  parts: ApplyParts,
  signal: AbortSignal,
): Promise<ApplyResult | ApplyRefusal> {
  const { mode, items } = admitted.plan;
  const refusal = await refuse(admitted.plan, parts);
  if (refusal !== undefined) return refusal;
  // Nothing to delete: nothing stands in its way, and it stands in nobody's.
  if (items.length === 0) return applyNow(admitted, parts, [], signal);
  const hindrances: Hindrance[] = [...(await hindrancesNow(parts))];
  if (mode === "enforce" && hindrances[0] !== undefined) return hindrances[0];
  // Central that is down is one fault of the run, and no failure of each endpoint in turn.
  if (!parts.centralAnswered) await parts.central.tenants(signal);
  const taken = await parts.lease.take();
  if (taken !== "taken") hindrances.push(runUnderWay(taken));
  if (mode === "enforce" && hindrances[0] !== undefined) return hindrances[0];
  try {
    await demandWholeLedger(parts.store.ledger, parts.hash);
    const result = await applyNow(admitted, parts, hindrances, signal);
    await parts.lease.release();
    return result;
  } catch (error) {
    // The first error is the news: a lease that cannot be given back after it expires by itself.
    await Promise.allSettled([parts.lease.release()]);
    throw error;
  }
}

async function applyNow(
  { plan, frozenItems }: Pick<AdmittedPlan, "plan" | "frozenItems">,
  parts: ApplyParts,
  hindrances: readonly Hindrance[],
  signal: AbortSignal,
): Promise<ApplyResult> {
  const { store, clock, ramp } = parts;
  const { id, mode, items } = plan;
  const deletes = mode === "enforce" && items.length > 0;
  await parts.dossiers.ready(store.dossiers);
  await store.transaction(async (tx) => {
    const now = clock.now();
    if (deletes) await moveRamp(tx, ramp, now);
    await tx.ledger.append(
      [{ kind: "apply_started", plan: id, mode, items: items.length, editedDownFrom: frozenItems }],
      now,
    );
  });
  const { results, stoppedBy } = await retireAll(plan, parts, signal);
  const outcomes = count(results);
  const at = clock.now();
  await store.transaction(async (tx) => {
    if (deletes && stoppedBy === "failures_in_a_row") await setRampBack(tx, stoppedBy, ramp, at);
    await tx.ledger.append([{ kind: "apply_finished", plan: id, mode, outcomes, stoppedBy }], at);
    // A run that broke off has rehearsed nothing to its end, and one without items nothing at all.
    if (stoppedBy === undefined && items.length > 0) await tx.plans.recordRun(parts.policyHash, mode, at);
  });
  const notBegun = items.length - results.length;
  return { kind: "applied", results, outcomes, notBegun, stoppedBy, hindrances };
}

async function refuse(
  { mode, items }: Plan,
  { store, policyHash }: ApplyParts,
): Promise<ApplyRefusal | undefined> {
  if (mode === "observe") {
    return {
      kind: "refused",
      code: "mode_is_observe",
      detail: "mode is observe, which only reports: use --dry-run, or set mode to dry-run or enforce.",
    };
  }
  if (mode === "enforce" && items.length > 0 && (await store.plans.rehearsedAt(policyHash)) === undefined) {
    return {
      kind: "refused",
      code: "no_dry_run",
      detail:
        "This policy has not had a complete dry run since the configuration was changed: run it once with mode dry-run (or --dry-run) and read the outcome.",
    };
  }
  return undefined;
}

function count(results: readonly ItemResult[]): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
