import type { Fact } from "../core/ledger/fact.ts";
import type { EndpointId, TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { FailureClass } from "../core/retire/failure-class.ts";
import type { Outcome } from "../core/retire/outcome.ts";
import { isExhausted, quarantineAfter, type Quarantine } from "../core/retire/quarantine.ts";
import type { Store } from "../ports/store.ts";

/** What an attempt came to, for the endpoint it was at. */
export interface AttemptEnd {
  readonly tenant: TenantId;
  readonly endpoint: EndpointId;
  readonly hostname: string;
  readonly outcome: Outcome;
  readonly failure: FailureClass | undefined;
}

/**
 * Puts the end of an attempt in enforce into its endpoint's quarantine: a failure leaves it alone for a while, an endpoint that is
 * gone needs none. What is unconfirmed waits until it is settled. In the transaction that settles it.
 * @returns the quarantine from now on, and the facts to append
 */
export async function countFailure(
  tx: Pick<Store, "quarantine">,
  { tenant, endpoint, hostname, outcome, failure }: AttemptEnd,
  at: Instant,
): Promise<{ readonly quarantine: Quarantine | undefined; readonly facts: readonly Fact[] }> {
  if (outcome === "retired" || outcome === "gone_already") await tx.quarantine.clear(tenant, endpoint);
  if (outcome !== "failed" || failure === undefined) return { quarantine: undefined, facts: [] };
  const before = await tx.quarantine.find(tenant, endpoint);
  const after = quarantineAfter(before, failure, at);
  if (after === undefined || after === before) return { quarantine: before, facts: [] };
  await tx.quarantine.put(tenant, endpoint, after);
  const fact: Fact = {
    kind: "endpoint_quarantined",
    tenant,
    endpoint,
    hostname,
    failure,
    attempts: after.failures,
    ...(after.until !== undefined && { until: after.until }),
    exhausted: isExhausted(after),
  };
  return { quarantine: after, facts: [fact] };
}
