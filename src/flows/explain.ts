import { judge } from "../core/assess/judge.ts";
import type { Assessment } from "../core/assess/assessment.ts";
import type { Evidence } from "../core/assess/evidence.ts";
import { hostnameKey } from "../core/identity/keys.ts";
import { endpointId, type EndpointId, type Hash, type TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Policy } from "../core/model/policy.ts";
import type { Outcome } from "../core/retire/outcome.ts";
import type { Quarantine } from "../core/retire/quarantine.ts";
import type { StoredAssessment } from "../ports/assessment-store.ts";
import type { KnownCase } from "../ports/case-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { KnownHold } from "../ports/hold-store.ts";
import type { InventoryStore } from "../ports/inventory-store.ts";
import type { Store } from "../ports/store.ts";

/** Everything known about one endpoint, and what it comes to. */
export interface Explanation {
  readonly tenant: string;
  readonly tenantName: string;
  readonly endpoint: string;
  readonly firstSeenAt: Instant;
  /** Set when the last complete reading no longer had it. */
  readonly goneAt: Instant | undefined;
  /** Undefined for one that is gone. */
  readonly evidence: Evidence | undefined;
  /** By today's policy, this very moment. */
  readonly assessment: Assessment | undefined;
  /** As the last run saw it. */
  readonly stored: StoredAssessment | undefined;
  /** Its case, if there ever was one. */
  readonly case: KnownCase | undefined;
  /** Every hold there was on it, the newest first. */
  readonly holds: readonly KnownHold[];
  /** Its failed attempts; undefined when there are none. */
  readonly quarantine: Quarantine | undefined;
  readonly history: readonly { readonly outcome: Outcome; readonly at: Instant }[];
}

export interface ExplainParts {
  readonly store: Store;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly hash: Hash;
}

/** Explains every endpoint with this id or hostname; empty when none is known. Reads only the store. Faults: STORE_*. */
export async function explain(text: string, parts: ExplainParts): Promise<readonly Explanation[]> {
  const id = endpointId(text);
  const hostKey = hostnameKey(text)?.host;
  const found = await parts.store.inventory.find({
    ...(id !== undefined && { id }),
    ...(id === undefined && hostKey !== undefined && { hostKey }),
  });
  const explanations: Explanation[] = [];
  for (const one of found) explanations.push(await explanationOf(one, parts));
  return explanations;
}

/** Explains one endpoint of one tenant; undefined when it was never collected. Reads only the store. Faults: STORE_*. */
export async function explainOne(
  tenant: TenantId,
  endpoint: EndpointId,
  parts: ExplainParts,
): Promise<Explanation | undefined> {
  const found = await parts.store.inventory.find({ id: endpoint });
  const known = found.find((one) => one.tenant === tenant);
  return known === undefined ? undefined : explanationOf(known, parts);
}

type Known = Awaited<ReturnType<InventoryStore["find"]>>[number];

async function explanationOf(
  { tenant, tenantName, endpoint, firstSeenAt, goneAt }: Known,
  { store, policy, clock, hash }: ExplainParts,
): Promise<Explanation> {
  const evidence = await store.assessments.evidence(tenant, endpoint);
  return {
    tenant,
    tenantName,
    endpoint,
    firstSeenAt,
    goneAt,
    evidence,
    assessment: evidence === undefined ? undefined : judge(evidence, policy, clock.now(), hash),
    stored: await store.assessments.find(tenant, endpoint),
    case: await store.cases.of(tenant, endpoint),
    holds: await store.holds.of(tenant, endpoint),
    quarantine: await store.quarantine.find(tenant, endpoint),
    history: await store.plans.history(tenant, endpoint),
  };
}
