import type { TenantId } from "../core/model/ids.ts";
import type { Limits } from "../core/model/policy.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { Plan, PlanItem } from "../core/plan/plan.ts";
import type { Ramp } from "../core/plan/ramp.ts";
import { countOutcome, failureBreaker, NO_FAILURES } from "../core/retire/failure-run.ts";
import type { Outcome } from "../core/retire/outcome.ts";
import type { BrakeRequests } from "../ports/brake-requests.ts";
import type { Clock } from "../ports/clock.ts";
import { Fault } from "../ports/fault.ts";
import type { RunLease } from "../ports/run-lease.ts";
import { takeBrakeRequest } from "./brake.ts";
import { liveReader, type LiveParts } from "./fresh-evidence.ts";
import { hindrancesNow, type HindranceParts } from "./hindrances.ts";
import type { Progress } from "./progress.ts";
import { retireItem } from "./retire-item.ts";
import type { ItemResult, RetireParts } from "./retire-parts.ts";

export interface RetireAllParts extends Omit<RetireParts, "live">, LiveParts, HindranceParts {
  readonly limits: Limits;
  readonly lease: RunLease;
  readonly ramp: Ramp;
  readonly brakeRequests: BrakeRequests;
  /** Between two deletions. */
  readonly spacingMs: number;
  readonly progress: Progress;
}

/** Why a run ended before its last item. */
export type StoppedBy = "failures_in_a_row" | "cancelled" | "brake_on" | "outside_hours" | "lease_lost";

export interface AllRetired {
  readonly results: readonly ItemResult[];
  readonly stoppedBy: StoppedBy | undefined;
}

/** Takes the items one at a time and in their order, and asks before each whether the run may go on. */
export async function retireAll(plan: Plan, parts: RetireAllParts, signal: AbortSignal): Promise<AllRetired> {
  const tenants = new Map<TenantId, Tenant>(
    (await parts.store.inventory.tenants()).map((tenant) => [tenant.id, tenant]),
  );
  const live = liveReader(parts);
  const results: ItemResult[] = [];
  let failures = NO_FAILURES;
  for (const item of plan.items) {
    const last = results.at(-1)?.outcome;
    if (parts.remover.canWrite && last !== undefined && MAY_HAVE_SENT[last]) await pause(parts, signal);
    if (signal.aborted) return { results, stoppedBy: "cancelled" };
    if (failureBreaker(failures, parts.limits.maxFailures) !== undefined) {
      return { results, stoppedBy: "failures_in_a_row" };
    }
    const stoppedBy = await hindered(plan, parts);
    if (stoppedBy !== undefined) return { results, stoppedBy };
    const result = await oneItem(item, plan, tenants.get(item.tenant), { ...parts, live }, signal);
    if (result === "cancelled") return { results, stoppedBy: "cancelled" };
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

/** The brake, the hours and the lease may have changed hands since the item before; a dry run only rehearses. */
async function hindered({ mode }: Pick<Plan, "mode">, parts: RetireAllParts): Promise<StoppedBy | undefined> {
  if (mode !== "enforce") return undefined;
  await takeBrakeRequest(parts);
  const [hindrance] = await hindrancesNow(parts);
  if (hindrance !== undefined) return hindrance.code;
  return (await parts.lease.renew(parts.store)) ? undefined : "lease_lost";
}

const MAY_HAVE_SENT: Readonly<Record<Outcome, boolean>> = {
  retired: true,
  unconfirmed: true,
  failed: true,
  gone_already: false,
  changed: false,
  withheld: false,
};

/** Leaves time between two deletions, in which what goes wrong can be seen; whoever stops the run does not wait for it. */
async function pause(
  { clock, spacingMs }: { readonly clock: Clock; readonly spacingMs: number },
  signal: AbortSignal,
): Promise<void> {
  try {
    await clock.sleep(spacingMs, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
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
