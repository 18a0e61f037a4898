import type { TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";

/** What came of asking for one attempt. */
export type Reservation =
  | "reserved"
  | "spent" // nothing is left of the tenant's UTC day
  | "day_spent" // nothing is left of the ramp's UTC day, over all tenants
  | "lease_lost"; // another run has taken over

/** The day's deletions, of a tenant and over all of them. A dry run rehearses it without taking anything. */
export interface AttemptBudget {
  /** Takes one attempt from both, or from neither; it counts whatever becomes of it. */
  reserve(tenant: TenantId, now: Instant): Promise<Reservation>;
}
