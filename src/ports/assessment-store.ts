import type { ArisenFinding } from "../core/assess/arisen-finding.ts";
import type { Assessment } from "../core/assess/assessment.ts";
import type { Evidence } from "../core/assess/evidence.ts";
import type { Finding } from "../core/assess/finding.ts";
import type { Disposition, ReasonCode } from "../core/assess/reason.ts";
import type { SilenceSpread } from "../core/assess/silence-spread.ts";
import type { KnownComputer } from "../core/assess/evidence.ts";
import type { Digest, EndpointId, TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";

/** Totals over all current endpoints. */
export interface AssessmentTotals {
  readonly endpoints: number;
  readonly byDisposition: Readonly<Record<Disposition, number>>;
  readonly byReason: Readonly<Partial<Record<ReasonCode, number>>>;
  readonly findings: Readonly<Record<string, number>>;
}

/** How many current endpoints one protect rule protects. */
export interface ProtectRuleUse {
  /** As in the reason's evidence: `policy.protect[0]`. */
  readonly setting: string;
  /** Those known to meet it in every field. */
  readonly met: number;
  /** Those that might meet it: a field that it asks for is not known of them. */
  readonly mayMeet: number;
}

/** A stored assessment, as it stands. */
export interface StoredAssessment {
  readonly assessment: Assessment;
  readonly policyHash: Digest;
  readonly assessedAt: Instant;
  /** Since when it has been a candidate without a break and on the same evidence; undefined for the others. */
  readonly candidateSince: Instant | undefined;
}

/** Decisions, and what must be decided again. */
export interface AssessmentStore {
  /**
   * Evidence of every current endpoint that must be judged: never judged, changed, judged by another policy, or due by
   * its reviewAt. In chunks; what is saved in between does not come again.
   */
  pending(policyHash: Digest, now: Instant): AsyncGenerator<readonly Evidence[]>;
  /** Evidence of every current endpoint, of some tenants or of all, in chunks; whether it waits to be judged or not. */
  current(tenants: readonly TenantId[] | undefined): AsyncGenerator<readonly Evidence[]>;
  /**
   * How long the current endpoints, of some tenants or of all, have been silent, and what their other reasons come to. Those
   * that must be judged first, by this policy and at this instant, are only counted.
   */
  silenceSpread(
    policyHash: Digest,
    now: Instant,
    tenants: readonly TenantId[] | undefined,
  ): Promise<SilenceSpread>;
  /** Evidence of one endpoint as stored, for explain and verify; undefined if it is not a current endpoint. */
  evidence(tenant: TenantId, endpoint: EndpointId): Promise<Evidence | undefined>;
  /**
   * Saves decisions and their findings, and takes the endpoints off the queue. candidateSince holds while it stays `retire`
   * on the same evidence: what lived in between and fell silent again is a new candidate.
   */
  save(assessments: readonly Assessment[], policyHash: Digest, at: Instant): Promise<void>;
  find(tenant: TenantId, endpoint: EndpointId): Promise<StoredAssessment | undefined>;
  totals(): Promise<AssessmentTotals>;
  /** The protect rules that keep a current endpoint, by its stored `protected` reasons. */
  protectRuleUse(): Promise<readonly ProtectRuleUse[]>;

  /** Current, not deleted computers that no current endpoint shares a host key or alias with, in batches. */
  computersWithoutEndpoint(): AsyncGenerator<readonly KnownComputer[]>;
  /** Findings that have arisen since the last call, at most so many by name; the rest is counted. In a transaction. */
  arisenFindings(
    most: number,
  ): Promise<{ readonly findings: readonly ArisenFinding[]; readonly more: number }>;
  /** Replaces the findings about computers as a whole. */
  saveComputerFindings(
    findings: readonly { readonly computer: KnownComputer; readonly finding: Finding }[],
    at: Instant,
  ): Promise<void>;
}
