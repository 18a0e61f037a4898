import type { FailureClass } from "../core/retire/failure-class.ts";
import type { Outcome } from "../core/retire/outcome.ts";
import { settle } from "../core/retire/settle.ts";
import { invariant } from "../core/model/invariant.ts";
import type { Clock } from "../ports/clock.ts";
import type { EndpointSource } from "../ports/endpoint-source.ts";
import type { OpenIntent } from "../ports/plan-store.ts";
import type { Store } from "../ports/store.ts";
import { countFailure } from "./count-failure.ts";
import { readBack } from "./confirm-removal.ts";

/** One intent of an earlier run that is settled now, or still is not. */
export interface SettledIntent {
  readonly intent: OpenIntent;
  readonly outcome: Outcome;
}

/**
 * Settles what an earlier run intended and did not see the end of: by reading, never by resending (invariant 6). What
 * cannot be read stays open and unconfirmed. Faults: STORE_*.
 */
export async function settleIntents(parts: {
  readonly store: Store;
  readonly central: EndpointSource;
  readonly clock: Clock;
}): Promise<readonly SettledIntent[]> {
  const open = await parts.store.plans.openIntents();
  if (open.length === 0) return [];
  const tenants = new Map((await parts.store.inventory.tenants()).map((tenant) => [tenant.id, tenant]));
  const results: SettledIntent[] = [];
  for (const intent of open) {
    const tenant = tenants.get(intent.tenant);
    const seen = tenant === undefined ? "unreadable" : await readBack(tenant, intent, parts);
    const elapsedMs = parts.clock.now() - intent.intendedAt;
    // Outside enforce nothing was ever sent, whatever the reading says.
    const answer = intent.mode === "enforce" ? undefined : ({ kind: "withheld" } as const);
    const settlement = settle({ answer, readBack: seen, elapsedMs });
    invariant(settlement !== "read_back", "it was read back");
    const { outcome } = settlement;
    results.push({ intent, outcome });
    if (outcome === "unconfirmed") continue;
    // What is still there failed of what its answer said, or of the end of the process that would have had it.
    const failure = outcome === "failed" ? (intent.failure ?? "interrupted") : undefined;
    await record(intent, outcome, failure, parts);
  }
  return results;
}

async function record(
  { plan, tenant, endpoint, hostname }: OpenIntent,
  outcome: Outcome,
  failure: FailureClass | undefined,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<void> {
  const at = clock.now();
  await store.transaction(async (tx) => {
    await tx.plans.settle({ plan, tenant, endpoint }, outcome, undefined, at, failure);
    const { facts } = await countFailure(tx, { tenant, endpoint, hostname, outcome, failure }, at);
    await tx.ledger.append(
      [
        {
          kind: "removal_settled",
          plan,
          tenant,
          endpoint,
          hostname,
          outcome,
          answer: undefined,
          settledBy: "restart",
          ...(failure !== undefined && { failure }),
        },
        ...facts,
      ],
      at,
    );
  });
}
