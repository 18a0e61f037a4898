import { SECOND } from "../core/model/instant.ts";
import { invariant } from "../core/model/invariant.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { PlanItem } from "../core/plan/plan.ts";
import { failureOfAnswer } from "../core/retire/failure-class.ts";
import type { ReadBack, RemovalAnswer } from "../core/retire/outcome.ts";
import { settle } from "../core/retire/settle.ts";
import { Fault } from "../ports/fault.ts";
import { answerDetail } from "./answer-detail.ts";
import { countItem } from "./end-item.ts";
import { FRESH_FOR } from "./fresh-evidence.ts";
import type { ItemPlan, ItemResult, RetireParts } from "./retire-parts.ts";

// An unclear deletion may still be under way at Central: it was seen to settle within about 10 s (by others, on the live API), so
// it is read back for a minute before it is left to the next start.
const READ_BACK_AFTER = [0, 2, 5, 10, 15, 28].map((seconds) => seconds * SECOND);

/**
 * Follows a deletion that was sent to its end: its answer, then reading back for a minute; the result is written whatever it is.
 * What stays unclear is left to the next start.
 */
export async function confirmRemoval(
  item: PlanItem,
  plan: ItemPlan,
  tenant: Tenant,
  parts: RetireParts,
  answer: RemovalAnswer,
): Promise<ItemResult> {
  const { clock } = parts;
  const sentAt = clock.monotonic();
  let settlement = settle({ answer, readBack: undefined, elapsedMs: 0 });
  for (const delay of READ_BACK_AFTER) {
    if (settlement !== "read_back" && settlement.outcome !== "unconfirmed") break;
    // Not to be cancelled: a deletion that was sent is followed to its end.
    if (delay > 0) await clock.sleep(delay);
    const seen = await readBack(tenant, item, parts);
    settlement = settle({ answer, readBack: seen, elapsedMs: clock.monotonic() - sentAt });
  }
  invariant(settlement !== "read_back", "what was read back is settled, if only as unconfirmed");
  const { outcome, settledBy } = settlement;
  const at = clock.now();
  const { tenant: tenantId, endpoint, hostname } = item;
  const failure = outcome === "failed" || outcome === "unconfirmed" ? failureOfAnswer(answer) : undefined;
  const quarantine = await parts.store.transaction(async (tx) => {
    await tx.plans.settle({ plan: plan.id, tenant: tenantId, endpoint }, outcome, answer.kind, at, failure);
    const counted = await countItem(tx, item, plan, { outcome, failure }, at);
    await tx.ledger.append(
      [
        {
          kind: "removal_settled",
          plan: plan.id,
          tenant: tenantId,
          endpoint,
          hostname,
          outcome,
          answer: answer.kind,
          settledBy,
          ...(failure !== undefined && { failure }),
        },
        ...counted.facts,
      ],
      at,
    );
    return counted.quarantine;
  });
  return { item, outcome, reasons: [], detail: answerDetail(answer), failure, quarantine };
}

/** Reads one endpoint back: whatever is neither there nor a clear 404 is unreadable. */
export async function readBack(
  tenant: Tenant,
  { endpoint }: Pick<PlanItem, "endpoint">,
  { central }: Pick<RetireParts, "central">,
): Promise<ReadBack> {
  try {
    const found = await central.read(tenant, endpoint, AbortSignal.timeout(FRESH_FOR));
    return found === "absent" ? "absent" : "present";
  } catch (error) {
    if (error instanceof Fault) return "unreadable";
    throw error;
  }
}
