import type { Candidate, DirectoryFigures, TenantFigures } from "../core/plan/build-plan.ts";
import type { Mode, Plan } from "../core/plan/plan.ts";
import type { Digest, EndpointId, PlanId, TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { FailureClass } from "../core/retire/failure-class.ts";
import type { Outcome, RemovalAnswer } from "../core/retire/outcome.ts";

/** A removal that was intended and whose end is not recorded: to be settled by reading, never by resending. */
export interface OpenIntent {
  readonly plan: PlanId;
  readonly tenant: TenantId;
  readonly endpoint: EndpointId;
  readonly hostname: string;
  readonly intendedAt: Instant;
}

/** How an item of a plan ended last. */
export interface ItemEnd {
  readonly plan: PlanId;
  readonly tenant: TenantId;
  readonly endpoint: EndpointId;
  readonly outcome: Outcome | undefined;
  readonly at: Instant;
}

/** Plans, the day's budget, and what became of each removal. */
export interface PlanStore {
  /** Every current endpoint whose assessment is `retire`, with how long it has been one. */
  candidates(): Promise<readonly Candidate[]>;
  /** What caps and breakers need to know of each tenant at this instant (a day is a UTC day). */
  tenantFigures(now: Instant): Promise<readonly TenantFigures[]>;
  /** How much smaller each directory is than it was; only of those whose newest collection is complete. */
  directoryShrinks(): Promise<readonly Pick<DirectoryFigures, "directory" | "shrink">[]>;
  save(plan: Plan): Promise<void>;
  find(id: PlanId): Promise<Plan | undefined>;
  newest(): Promise<Plan | undefined>;
  /** At most so many plans that were frozen before a place, the newest first, and how many there are in all. */
  page(
    before: number | undefined,
    most: number,
  ): Promise<{
    readonly items: readonly { readonly plan: Plan; readonly place: number }[];
    readonly total: number;
  }>;
  /** The last end of each item of these plans; `undefined` while it is intended and not settled. */
  endsOf(plans: readonly PlanId[]): Promise<readonly ItemEnd[]>;

  /**
   * Takes one attempt from the tenant's budget of the UTC day and from that of all tenants, under a row lock, or from neither;
   * an attempt counts whatever becomes of it. `spent` when nothing is left of the tenant's, `day_spent` of that of all.
   */
  reserveAttempt(
    tenant: TenantId,
    now: Instant,
    perTenantPerDay: number,
    perDay: number,
  ): Promise<"reserved" | "spent" | "day_spent">;
  /** Records that a removal is about to be sent; in the transaction that appends the fact. */
  openIntent(intent: OpenIntent, mode: Mode): Promise<void>;
  /**
   * Records how it ended; an `unconfirmed` one stays open, and keeps its answer and what it has failed of, should it have. In the
   * transaction that appends the fact.
   */
  settle(
    intent: Pick<OpenIntent, "plan" | "tenant" | "endpoint">,
    outcome: Outcome,
    answer: RemovalAnswer["kind"] | undefined,
    at: Instant,
    failure?: FailureClass,
  ): Promise<void>;
  /** `failure`: what it has failed of, should it have; undefined when no answer was written down. */
  openIntents(): Promise<
    readonly (OpenIntent & { readonly mode: Mode; readonly failure: FailureClass | undefined })[]
  >;
  /** Records an item that came to its end before any intent (changed, gone_already, withheld). */
  close(
    item: { plan: PlanId; tenant: TenantId; endpoint: EndpointId; hostname: string },
    outcome: Outcome,
    at: Instant,
  ): Promise<void>;
  /** What we did with this endpoint, newest first. */
  history(
    tenant: TenantId,
    endpoint: EndpointId,
  ): Promise<readonly { readonly plan: PlanId; readonly outcome: Outcome; readonly at: Instant }[]>;

  /** Remembers that a run of this mode completed under this policy. */
  recordRun(policyHash: Digest, mode: Mode, at: Instant): Promise<void>;
  /** Remembers by which policy plans are frozen now; the same one again changes nothing. */
  putInForce(policyHash: Digest, at: Instant): Promise<void>;
  /** Remembers what the next run of a mode was said to delete; false when the very same was said last. */
  saidToForesee(mode: Mode, digest: Digest): Promise<boolean>;
  /** When a dry run last completed under this policy; undefined when there was none since plans were last frozen by another one. */
  rehearsedAt(policyHash: Digest): Promise<Instant | undefined>;
  /** When a run of this mode last completed under this policy. */
  lastRun(policyHash: Digest, mode: Mode): Promise<Instant | undefined>;
  /** When a run of each mode last completed, under whatever policy. */
  lastRuns(): Promise<readonly { readonly mode: Mode; readonly completedAt: Instant }[]>;
}
