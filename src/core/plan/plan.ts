import type { Reason, ReasonCode } from "../assess/reason.ts";
import type {
  CollectionId,
  ComputerId,
  Digest,
  DirectoryName,
  EndpointId,
  PlanId,
  TenantId,
} from "../model/ids.ts";
import type { Instant } from "../model/instant.ts";

/** From the most harmless on; only `enforce` writes to Central. */
export const MODES = ["observe", "dry-run", "enforce"] as const;
export type Mode = (typeof MODES)[number];

/** Bumped whenever a field changes its meaning; another version is refused. */
export const PLAN_VERSION = 1;

export interface PlanItem {
  readonly tenant: TenantId;
  readonly tenantName: string;
  readonly endpoint: EndpointId;
  /** For people; apply goes by the id. */
  readonly hostname: string;
  readonly lastSeenAt: Instant;
  readonly daysInactive: number;
  readonly computer: { readonly directory: DirectoryName; readonly id: ComputerId } | undefined;
  readonly candidateSince: Instant;
  readonly evidenceHash: Digest;
  /** Reasons the policy accepted: what a reader should know. */
  readonly accepted: readonly Reason[];
  /** Doubts that people approved in its case; undefined where there were none. */
  readonly approved: readonly ReasonCode[] | undefined;
}

/** Why a candidate, or one that nearly was, is not in the plan. */
export const LEFT_OUT = [
  "not_stable_yet",
  "over_run_cap",
  "over_tenant_day_cap",
  "over_ramp",
  "over_share_of_tenant",
  "tenant_incomplete",
  "directory_incomplete",
  "breaker_tripped",
  "deleted_before",
  "quarantined",
  "assessed_by_another_policy",
] as const;
export type LeftOutCode = (typeof LEFT_OUT)[number];

export interface LeftOut {
  readonly tenant: TenantId;
  readonly endpoint: EndpointId;
  readonly hostname: string;
  readonly code: LeftOutCode;
}

export const BREAKERS = [
  "collection_shrank",
  "tenant_silent",
  "share_exceeded",
  "directory_shrank",
  "vip_group_unreadable",
  "failures_in_a_row",
] as const;
export type BreakerCode = (typeof BREAKERS)[number];

/** A guard that stopped a tenant (or, without one, the run). */
export interface TrippedBreaker {
  readonly code: BreakerCode;
  readonly tenant: TenantId | undefined;
  readonly directory: DirectoryName | undefined;
  readonly figures: Readonly<Record<string, number>>;
  /** DNs of the groups it is about; undefined where it is about none. */
  readonly groups: readonly string[] | undefined;
}

/** The frozen list of what one run would do. Apply may only shrink it. */
export interface Plan {
  readonly version: typeof PLAN_VERSION;
  readonly id: PlanId;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly mode: Mode;
  readonly policyHash: Digest;
  /** The complete collections it stands on. */
  readonly collections: readonly CollectionId[];
  readonly items: readonly PlanItem[];
  readonly leftOut: readonly LeftOut[];
  readonly breakers: readonly TrippedBreaker[];
  /** Over everything above: a plan whose own hash does not hold was edited elsewhere than in its items. */
  readonly hash: Digest;
}
