import type { NamedGroup } from "../core/model/endpoint.ts";
import type { TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { GroupMembers } from "./endpoint-source.ts";

/** What is known of the groups of one tenant's endpoints. */
export interface KnownGroups {
  readonly tenant: TenantId;
  readonly readAt: Instant;
  /** Empty groups too; `unreadable` where the last try failed. */
  readonly groups: readonly NamedGroup[] | "unreadable";
}

/** Which endpoints are in which group, as the members of the groups tell it. Faults: STORE_*. */
export interface GroupStore {
  /**
   * Takes the place of what was known of a tenant's groups, in one transaction, and queues the endpoints for judging of which it says
   * something else than before. What could not be read is no longer known: older memberships do not decide.
   */
  save(tenant: TenantId, groups: readonly GroupMembers[] | "unreadable", at: Instant): Promise<void>;
  /** Drops what is known of the groups of all other tenants, and queues their endpoints for judging. */
  forgetBut(tenants: readonly TenantId[]): Promise<void>;
  /** What is known, by tenant, without the members. */
  known(): Promise<readonly KnownGroups[]>;
}
