import type { TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";

/** The day's deletions of a tenant. A dry run rehearses it without taking anything. */
export interface AttemptBudget {
  /** Takes one attempt, which counts whatever becomes of it; `spent` when nothing is left of the UTC day. */
  reserve(tenant: TenantId, now: Instant): Promise<"reserved" | "spent">;
}
