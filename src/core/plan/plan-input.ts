import type { CollectionId, Digest, DirectoryName, Hash, PlanId } from "../model/ids.ts";
import type { Instant } from "../model/instant.ts";
import { invariant } from "../model/invariant.ts";
import type { Limits, Policy } from "../model/policy.ts";
import { endpointKey, type Candidate, type DirectoryFigures, type TenantFigures } from "./candidate.ts";
import type { Mode } from "./plan.ts";

/** Everything one plan is made of. No field may be left away: one that is missing would be a guard that is not asked. */
export interface PlanInput {
  readonly id: PlanId;
  readonly now: Instant;
  readonly mode: Mode;
  /** The policy in force. */
  readonly policyHash: Digest;
  readonly stable: Policy["stable"];
  readonly limits: Limits;
  /** What the ramp leaves of the UTC day, over all tenants. */
  readonly perDay: number;
  readonly candidates: readonly Candidate[];
  readonly tenants: readonly TenantFigures[];
  readonly directories: readonly DirectoryFigures[];
  /** Configured directories whose newest collection is not complete. */
  readonly incompleteDirectories: readonly DirectoryName[];
  /** The complete collections the assessments stand on. */
  readonly collections: readonly CollectionId[];
  /** How long the plan may be applied: see DEFAULT_PLAN_TTL_MS. */
  readonly ttlMs: number;
  readonly hash: Hash;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isShare = (value: number): boolean => value >= 0 && value <= 1;

/**
 * Refuses, as bugs, what would silence a guard: a limit that is no number compares false with everything, a tenant with two
 * sets of figures has two answers, and only an endpoint assessed `retire` is a candidate.
 */
export function checkPlanInput({ stable, limits, perDay, candidates, tenants, ttlMs }: PlanInput): void {
  for (const name of ["perRun", "perTenantPerDay", "minSeenLastDay", "maxFailures"] as const)
    invariant(isCount(limits[name]), `the limit ${name} is a count`);
  for (const name of ["maxShareOfTenant", "maxShrink"] as const)
    invariant(isShare(limits[name]), `the limit ${name} is a share of 0 to 1`);
  invariant(isCount(perDay), "what the ramp leaves of the day is a count");
  invariant(isCount(stable.runs) && stable.forMs >= 0, "stability is a count of runs and a duration");
  invariant(isCount(ttlMs), "a plan's life is in whole milliseconds");
  for (const { endpoints, seenLastDay, attemptsToday } of tenants)
    invariant([endpoints, seenLastDay, attemptsToday].every(isCount), "a tenant's figures are counts");
  invariant(
    new Set(tenants.map(({ tenant }) => tenant)).size === tenants.length,
    "a tenant has one set of figures",
  );
  invariant(
    candidates.every(({ assessment }) => assessment.disposition === "retire"),
    "only an endpoint assessed `retire` is a candidate",
  );
  invariant(
    new Set(candidates.map(({ assessment }) => endpointKey(assessment))).size === candidates.length,
    "an endpoint is a candidate once",
  );
}
