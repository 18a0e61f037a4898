import type { AdmittedPlan } from "../core/plan/admit-plan.ts";
import type { Plan, PlanItem } from "../core/plan/plan.ts";
import type { Outcome } from "../core/retire/outcome.ts";
import { countOutcome, failureBreaker, NO_FAILURES } from "../core/retire/failure-run.ts";
import type { Digest, TenantId } from "../core/model/ids.ts";
import type { Limits } from "../core/model/policy.ts";
import type { Tenant } from "../core/model/tenant.ts";
import { Fault } from "../ports/fault.ts";
import { liveReader, type LiveParts } from "./fresh-evidence.ts";
import type { Progress } from "./progress.ts";
import { retireItem, type ItemResult, type RetireParts } from "./retire-item.ts";

export interface ApplyParts extends Omit<RetireParts, "live">, LiveParts {
  readonly policyHash: Digest;
  readonly limits: Limits;
  readonly progress: Progress;
}

export type ApplyRefusal =
  | { readonly kind: "refused"; readonly code: "no_dry_run"; readonly detail: string }
  | { readonly kind: "refused"; readonly code: "mode_is_observe"; readonly detail: string };

export interface ApplyResult {
  readonly kind: "applied";
  readonly results: readonly ItemResult[];
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** Items that were never begun, because the run was stopped. */
  readonly notBegun: number;
  readonly stoppedBy: "failures_in_a_row" | "cancelled" | undefined;
}

/**
 * Verifies and retires what the plan lists, one at a time and in its order. Dry run and enforce are this same code; they
 * differ in the remover and the budget that are handed in. Faults: STORE_*. A cancelled run ends cleanly after the item
 * under way and says so.
 */
export async function apply(
  { plan, frozenItems }: Pick<AdmittedPlan, "plan" | "frozenItems">,
  parts: ApplyParts,
  signal: AbortSignal,
): Promise<ApplyResult | ApplyRefusal> {
  const { store, clock } = parts;
  const refusal = await refuse(plan, parts);
  if (refusal !== undefined) return refusal;
  const { id, mode, items } = plan;
  await parts.dossiers.ready(store.dossiers);
  await store.transaction(async (tx) => {
    await tx.ledger.append(
      [{ kind: "apply_started", plan: id, mode, items: items.length, editedDownFrom: frozenItems }],
      clock.now(),
    );
  });
  const { results, stoppedBy } = await retireAll(plan, parts, signal);
  const outcomes = count(results);
  const at = clock.now();
  await store.transaction(async (tx) => {
    await tx.ledger.append([{ kind: "apply_finished", plan: id, mode, outcomes, stoppedBy }], at);
    // A run that broke off has rehearsed nothing to its end, and one without items nothing at all.
    if (stoppedBy === undefined && items.length > 0) await tx.plans.recordRun(parts.policyHash, mode, at);
  });
  return { kind: "applied", results, outcomes, notBegun: items.length - results.length, stoppedBy };
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
  if (
    mode === "enforce" &&
    items.length > 0 &&
    (await store.plans.lastRun(policyHash, "dry-run")) === undefined
  ) {
    return {
      kind: "refused",
      code: "no_dry_run",
      detail:
        "This policy has not had a complete dry run: run it once with mode dry-run (or --dry-run) and read the outcome.",
    };
  }
  return undefined;
}

async function retireAll(plan: Plan, parts: ApplyParts, signal: AbortSignal) {
  const tenants = new Map<TenantId, Tenant>(
    (await parts.store.inventory.tenants()).map((tenant) => [tenant.id, tenant]),
  );
  const live = liveReader(parts);
  const results: ItemResult[] = [];
  let failures = NO_FAILURES;
  for (const item of plan.items) {
    if (signal.aborted) return { results, stoppedBy: "cancelled" as const };
    if (failureBreaker(failures, parts.limits.maxFailures) !== undefined) {
      return { results, stoppedBy: "failures_in_a_row" as const };
    }
    const result = await oneItem(item, plan, tenants.get(item.tenant), { ...parts, live }, signal);
    if (result === "cancelled") return { results, stoppedBy: "cancelled" as const };
    results.push(result);
    parts.progress({
      kind: "item",
      done: results.length,
      of: plan.items.length,
      hostname: item.hostname,
      outcome: result.outcome,
    });
    failures = countOutcome(failures, result.outcome);
  }
  return { results, stoppedBy: undefined };
}

async function oneItem(
  item: PlanItem,
  plan: Plan,
  tenant: Tenant | undefined,
  parts: RetireParts,
  signal: AbortSignal,
): Promise<ItemResult | "cancelled"> {
  try {
    return await retireItem(item, plan, tenant, parts, signal);
  } catch (error) {
    if (error instanceof Fault && error.code === "CANCELLED") return "cancelled";
    throw error;
  }
}

function count(results: readonly ItemResult[]): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
