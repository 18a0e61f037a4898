import type { EndpointId, TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Hold } from "../core/review/hold.ts";

/** A hold as it is remembered. */
export interface KnownHold extends Hold {
  readonly tenantName: string;
  readonly hostname: string;
  /** Undefined for one that an older Rollcall wrote down. */
  readonly addedAt: Instant | undefined;
  /** How it came to its end before or after its date; undefined while it stands, expired or not. */
  readonly ended:
    | { readonly at: Instant; readonly by: "lifted" | "replaced"; readonly reason: string | undefined }
    | undefined;
}

/** Holds: at most one stands for an endpoint, and what ended is kept. */
export interface HoldStore {
  /**
   * Adds a hold, ending the one that stood, and queues the endpoint for judging. In the transaction that appends the fact,
   * and before it.
   * @returns the hold that was replaced
   */
  add(hold: Hold, at: Instant): Promise<Hold | undefined>;
  /** Ends the hold that stands, and queues the endpoint for judging; undefined when none does. In the fact's transaction, too. */
  lift(tenant: TenantId, endpoint: EndpointId, reason: string, at: Instant): Promise<Hold | undefined>;
  /** Whether one stands, expired or not. In a transaction nobody adds or lifts one until it ends: what follows meets no new hold. */
  stands(tenant: TenantId, endpoint: EndpointId): Promise<boolean>;
  /** Those that stand, the first to end first; with `all` also those that ended, the newest after them. */
  list(all: boolean): Promise<readonly KnownHold[]>;
  /** Every hold there was on an endpoint, the newest first. */
  of(tenant: TenantId, endpoint: EndpointId): Promise<readonly KnownHold[]>;
}
