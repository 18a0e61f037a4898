import type { Assessment } from "../assess/assessment.ts";
import type { Reason, ReasonEvidence } from "../assess/reason.ts";
import type { Endpoint } from "../model/endpoint.ts";
import type { Digest } from "../model/ids.ts";
import { formatInstant } from "../model/instant.ts";
import { isKnown } from "../model/unknown.ts";
import type { PlanItem } from "../plan/plan.ts";

/** The live re-reading of one planned endpoint, judged again. */
export interface FreshLook {
  /** As just read from Central by its id. */
  readonly endpoint: Endpoint;
  /** Judged on that reading and on the live one of the directory. */
  readonly assessment: Assessment;
  /** The policy it was judged by. */
  readonly policyHash: Digest;
}

/** Whether the planned deletion may go on. An endpoint that is gone (404) never comes this far. */
export type Verification =
  | { readonly verdict: "proceed" }
  | {
      readonly verdict: "changed";
      /** What moved first, then every reason of the fresh assessment. */
      readonly reasons: readonly [Reason, ...Reason[]];
    };

/**
 * Whether nothing moved between the plan and now. Anything that did is for a person: the item is not re-planned on the fly.
 * @param plannedPolicyHash the policy hash of the plan that the item stands in
 */
export function verify(planned: PlanItem, plannedPolicyHash: Digest, fresh: FreshLook): Verification {
  const [first, ...rest] = [
    ...seenSincePlan(planned, fresh.endpoint),
    ...changedSincePlan(planned, plannedPolicyHash, fresh),
  ];
  return first === undefined
    ? { verdict: "proceed" }
    : { verdict: "changed", reasons: [first, ...rest, ...fresh.assessment.reasons] };
}

function seenSincePlan(planned: PlanItem, { lastSeenAt, online }: Endpoint): readonly Reason[] {
  const moved = isKnown(lastSeenAt) && lastSeenAt !== planned.lastSeenAt;
  if (!moved && online !== true) return [];
  return [
    stated("seen_since_plan", {
      plannedLastSeenAt: formatInstant(planned.lastSeenAt),
      lastSeenAt: isKnown(lastSeenAt) ? formatInstant(lastSeenAt) : lastSeenAt.unknown,
      online: online === true,
    }),
  ];
}

function changedSincePlan(
  planned: PlanItem,
  plannedPolicyHash: Digest,
  { endpoint, assessment, policyHash }: FreshLook,
): readonly Reason[] {
  const moved = [
    ["endpoint", endpoint.id !== planned.endpoint || assessment.endpoint !== planned.endpoint],
    ["tenant", endpoint.tenant !== planned.tenant || assessment.tenant !== planned.tenant],
    ["policy", policyHash !== plannedPolicyHash],
    ["disposition", assessment.disposition !== "retire"],
    ["evidence", assessment.evidenceHash !== planned.evidenceHash],
    // The plan had a date: one that is now missing or illegible is never read as unmoved.
    ["lastSeenAt", !isKnown(endpoint.lastSeenAt)],
    ["computer", computerKey(assessment.computer) !== computerKey(planned.computer)],
  ] as const;
  const changed = moved.filter(([, differs]) => differs).map(([what]) => what);
  return changed.length === 0
    ? []
    : [stated("changed_since_plan", { changed, disposition: assessment.disposition })];
}

// A directory's name may hold anything, so the parts are told apart by encoding, not by a separator.
const computerKey = (computer: PlanItem["computer"]): string =>
  computer === undefined ? "" : JSON.stringify([computer.directory, computer.id]);

const stated = (code: Reason["code"], evidence: ReasonEvidence): Reason => ({
  code,
  evidence,
  accepted: false,
});
