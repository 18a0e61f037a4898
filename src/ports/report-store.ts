import type { Assessment } from "../core/assess/assessment.ts";
import type { FindingCode } from "../core/assess/finding.ts";
import type { ReasonEvidence } from "../core/assess/reason.ts";
import type { Computer } from "../core/model/computer.ts";
import type { Endpoint } from "../core/model/endpoint.ts";
import type { EndpointId, PlanId, TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { CaseState } from "../core/review/case.ts";
import type { Outcome } from "../core/retire/outcome.ts";

/** A current endpoint and its stored assessment. */
export interface ReportedDevice {
  readonly tenantName: string;
  readonly endpoint: Endpoint;
  /** Undefined while it was never judged. */
  readonly assessment: Assessment | undefined;
  readonly assessedAt: Instant | undefined;
  readonly candidateSince: Instant | undefined;
  /** Its case, over or not. */
  readonly case: { readonly number: number; readonly state: CaseState } | undefined;
}

/** A finding about a computer that no endpoint stands for. */
export interface ReportedComputerFinding {
  readonly computer: Computer;
  readonly code: FindingCode;
  readonly evidence: ReasonEvidence;
  readonly foundAt: Instant;
}

/** A deletion that was sent, or may have been. */
export interface ReportedDeletion {
  readonly tenant: TenantId;
  readonly tenantName: string;
  readonly endpoint: EndpointId;
  readonly hostname: string;
  readonly plan: PlanId;
  readonly intendedAt: Instant;
  readonly outcome: Outcome;
  /** Undefined while its end is not known. */
  readonly settledAt: Instant | undefined;
}

/** Long lists for people, in batches: nothing here has to fit into memory. */
export interface ReportStore {
  /** Every current endpoint, by tenant and id; or only those with a finding. */
  devices(which: "all" | "with_findings"): AsyncGenerator<readonly ReportedDevice[]>;
  computerFindings(): AsyncGenerator<readonly ReportedComputerFinding[]>;
  /** Every deletion that was intended in enforce, the newest first. */
  deletions(): AsyncGenerator<readonly ReportedDeletion[]>;
}
