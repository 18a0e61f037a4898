// Builders of what a plan is made of: a lawful whole, of which a test changes the one thing it is about.
import { sha256 } from "../../src/adapters/system/hash.ts";
import type { Assessment } from "../../src/core/assess/assessment.ts";
import type { ReasonCode } from "../../src/core/assess/reason.ts";
import {
  endpointId,
  tenantId,
  type CollectionId,
  type ComputerId,
  type Digest,
  type DirectoryName,
  type EndpointId,
  type PlanId,
  type TenantId,
} from "../../src/core/model/ids.ts";
import { DAY, instant } from "../../src/core/model/instant.ts";
import type { Limits } from "../../src/core/model/policy.ts";
import type { Candidate, DirectoryFigures, TenantFigures } from "../../src/core/plan/candidate.ts";
import type { Quarantined } from "../../src/core/plan/quarantined.ts";
import type { PlanInput } from "../../src/core/plan/plan-input.ts";

export const NOW = instant(Date.UTC(2026, 5, 15, 9));
export const POLICY = sha256("the policy in force");

const uuid = (kind: string, n: number): string =>
  `${kind}-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;

/** The n-th tenant's id: they sort by n. */
export const tenantNo = (n: number): TenantId => tenantId(uuid("aaaaaaaa", n)) as TenantId;
/** The n-th endpoint's id: they sort by n. */
export const endpointNo = (n: number): EndpointId => endpointId(uuid("eeeeeeee", n)) as EndpointId;

/** What a test says of a candidate; everything else is as lawful as can be. */
export interface CandidateTraits {
  readonly tenant?: number;
  readonly endpoint?: number;
  readonly match?: Assessment["match"];
  readonly accepted?: readonly ReasonCode[];
  readonly sinceDays?: number;
  readonly silentDays?: number;
  readonly runs?: number;
  readonly deletedBefore?: boolean;
  readonly quarantine?: Quarantined | undefined;
  readonly policyHash?: Digest;
}

export function aCandidate(traits: CandidateTraits = {}): Candidate {
  const { tenant = 1, endpoint = 1, accepted = [], match = "exact", silentDays = 100 } = traits;
  return {
    assessment: {
      tenant: tenantNo(tenant),
      endpoint: endpointNo(endpoint),
      disposition: "retire",
      reasons: accepted.map((code) => ({ code, evidence: { source: "test" }, accepted: true })),
      findings: [],
      match,
      computer:
        match === "none"
          ? undefined
          : { directory: "corp" as DirectoryName, id: `computer-${endpoint}` as ComputerId },
      daysInactive: silentDays,
      evidenceHash: sha256(`evidence ${tenant} ${endpoint}`),
      reviewAt: undefined,
    },
    tenantName: `Tenant ${tenant}`,
    hostname: `PC-${endpoint}`,
    lastSeenAt: instant(NOW - silentDays * DAY),
    policyHash: traits.policyHash ?? POLICY,
    candidateSince: instant(NOW - (traits.sinceDays ?? 10) * DAY),
    runs: traits.runs ?? 10,
    deletedBefore: traits.deletedBefore ?? false,
    quarantine: traits.quarantine,
  };
}

export const figuresOf = (tenant: number, changes: Partial<TenantFigures> = {}): TenantFigures => ({
  tenant: tenantNo(tenant),
  endpoints: 1_000,
  seenLastDay: 900,
  shrink: 0,
  complete: true,
  attemptsToday: 0,
  ...changes,
});

export const directoryFigures = (changes: Partial<DirectoryFigures> = {}): DirectoryFigures => ({
  directory: "corp" as DirectoryName,
  shrink: 0,
  unreadableGroups: [],
  ...changes,
});

/** Limits that let everything through that a test does not limit itself. */
export const WIDE: Limits = {
  perRun: 1_000,
  perTenantPerDay: 1_000,
  maxShareOfTenant: 1,
  maxShrink: 0.1,
  minSeenLastDay: 1,
  maxFailures: 3,
};

export const aPlanInput = (changes: Partial<PlanInput> = {}): PlanInput => ({
  id: "plan-1" as PlanId,
  now: NOW,
  mode: "enforce",
  policyHash: POLICY,
  stable: { runs: 2, forMs: DAY },
  limits: WIDE,
  perDay: 1_000,
  candidates: [aCandidate()],
  tenants: [figuresOf(1)],
  directories: [directoryFigures()],
  incompleteDirectories: [],
  collections: ["collection-1" as CollectionId],
  ttlMs: DAY,
  hash: sha256,
  ...changes,
});
