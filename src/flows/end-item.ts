import type { Reason } from "../core/assess/reason.ts";
import type { Fact } from "../core/ledger/fact.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Plan, PlanItem } from "../core/plan/plan.ts";
import type { FailureClass } from "../core/retire/failure-class.ts";
import type { Outcome } from "../core/retire/outcome.ts";
import type { Store } from "../ports/store.ts";
import { countFailure } from "./count-failure.ts";
import type { ItemPlan, ItemResult, RetireParts } from "./retire-parts.ts";

/** How an item can end before anything was sent. */
export type EarlyOutcome = Extract<Outcome, "failed" | "gone_already" | "changed" | "withheld">;

/** What there is to say of an end beside its outcome. */
export interface Why {
  readonly reasons?: readonly Reason[];
  readonly detail?: string;
  /** Of a failed one. */
  readonly failure?: FailureClass;
}

/** Ends an item before anything was sent. */
export async function endItem(
  item: PlanItem,
  plan: ItemPlan,
  parts: RetireParts,
  outcome: EarlyOutcome,
  { reasons = [], detail, failure: told }: Why,
): Promise<ItemResult> {
  const { store, clock } = parts;
  const at = clock.now();
  const failure = outcome === "changed" ? "refused_by_verify" : told;
  const { tenant, endpoint, hostname } = item;
  const facts: Fact[] = [
    {
      kind: "removal_settled",
      plan: plan.id,
      tenant,
      endpoint,
      hostname,
      outcome,
      answer: undefined,
      settledBy: "verify",
      ...(failure !== undefined && { failure }),
    },
  ];
  if (outcome === "changed" || outcome === "gone_already") {
    const codes = reasons.map((reason) => reason.code);
    facts.unshift({
      kind: "endpoint_verified",
      plan: plan.id,
      tenant,
      endpoint,
      hostname,
      verdict: outcome,
      reasons: codes,
    });
  }
  const quarantine = await store.transaction(async (tx) => {
    await tx.plans.close({ plan: plan.id, tenant, endpoint, hostname }, outcome, at);
    const counted = await countItem(tx, item, plan, { outcome, failure }, at);
    await tx.ledger.append([...facts, ...counted.facts], at);
    return counted.quarantine;
  });
  return { item, outcome, reasons, detail, failure, quarantine };
}

/** A dry run attempts nothing, so nothing that befalls it counts. */
export async function countItem(
  tx: Store,
  { tenant, endpoint, hostname }: PlanItem,
  { mode }: Pick<Plan, "mode">,
  came: Pick<ItemResult, "outcome" | "failure">,
  at: Instant,
): ReturnType<typeof countFailure> {
  if (mode !== "enforce") return { quarantine: undefined, facts: [] };
  return countFailure(tx, { tenant, endpoint, hostname, ...came }, at);
}
