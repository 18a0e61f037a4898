import type { Disposition } from "../core/assess/reason.ts";
import type { TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { TenantFigures } from "../core/plan/candidate.ts";
import type { Scope } from "./device-list.ts";

/** Current endpoints by what was decided of them. */
export type FleetCounts = Readonly<Record<Disposition | "unjudged", number>>;

/** The fleet at the end of the last assessment of a day. */
export interface FleetDay {
  /** Days since 1970-01-01, UTC. */
  readonly day: number;
  readonly counts: Readonly<Record<Disposition, number>>;
  /** Deletions that were sent on that day and carried out. */
  readonly deleted: number;
}

/** Cases, and devices without one, that wait for a person. */
export interface Waiting {
  readonly open: number;
  readonly approved: number;
  readonly expired: number;
  /** Devices about which a person is to be asked, and is not yet. */
  readonly queued: number;
  /** Cases whose time is up by the instant asked for. */
  readonly soon: number;
}

/** Counts that are kept, so that asking for them costs the same whatever the size of the fleet. */
export interface FleetStore {
  /** Of each of the tenants that has endpoints. */
  counts(tenants: Scope): Promise<ReadonlyMap<TenantId, FleetCounts>>;
  /** As `PlanStore.tenantFigures`, to be shown: a plan never goes by kept counts. */
  tenantFigures(now: Instant): Promise<readonly TenantFigures[]>;
  waiting(tenants: Scope, soon: Instant): Promise<Waiting>;
  /** Remembers an assessment of everything, in the transaction that appends its fact; the last of a day stands. */
  remember(counts: Readonly<Record<Disposition, number>>, at: Instant): Promise<void>;
  /** Days with an assessment since an instant, the oldest first. */
  days(since: Instant): Promise<readonly FleetDay[]>;
}
