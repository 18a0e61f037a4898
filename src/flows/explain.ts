import { judge } from "../core/assess/judge.ts";
import type { Assessment } from "../core/assess/assessment.ts";
import type { Evidence } from "../core/assess/evidence.ts";
import { hostnameKey } from "../core/identity/keys.ts";
import type { Hash } from "../core/model/ids.ts";
import { endpointId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Policy } from "../core/model/policy.ts";
import type { Outcome } from "../core/retire/outcome.ts";
import type { Quarantine } from "../core/retire/quarantine.ts";
import type { StoredAssessment } from "../ports/assessment-store.ts";
import type { KnownCase } from "../ports/case-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { KnownHold } from "../ports/hold-store.ts";
import type { Store } from "../ports/store.ts";

/** Everything known about one endpoint, and what it comes to. */
export interface Explanation {
  readonly tenant: string;
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

/** Explains every endpoint with this id or hostname; empty when none is known. Reads only the store. Faults: STORE_*. */
export async function explain(
  text: string,
  parts: { readonly store: Store; readonly policy: Policy; readonly clock: Clock; readonly hash: Hash },
): Promise<readonly Explanation[]> {
  const { store, policy, clock, hash } = parts;
  const id = endpointId(text);
  const hostKey = hostnameKey(text)?.host;
  const found = await store.inventory.find({
    ...(id !== undefined && { id }),
    ...(id === undefined && hostKey !== undefined && { hostKey }),
  });
  const now = clock.now();
  const explanations: Explanation[] = [];
  for (const { tenant, endpoint, firstSeenAt, goneAt } of found) {
    const evidence = await store.assessments.evidence(tenant, endpoint);
    explanations.push({
      tenant,
      endpoint,
      firstSeenAt,
      goneAt,
      evidence,
      assessment: evidence === undefined ? undefined : judge(evidence, policy, now, hash),
      stored: await store.assessments.find(tenant, endpoint),
      case: await store.cases.of(tenant, endpoint),
      holds: await store.holds.of(tenant, endpoint),
      quarantine: await store.quarantine.find(tenant, endpoint),
      history: await store.plans.history(tenant, endpoint),
    });
  }
  return explanations;
}
