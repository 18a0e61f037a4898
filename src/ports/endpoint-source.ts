import type { Gap } from "../core/model/coverage.ts";
import type { Endpoint, NamedGroup } from "../core/model/endpoint.ts";
import type { Installer } from "../core/retire/dossier.ts";
import type { EndpointId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { RegistrationEvent } from "../core/retire/registration-event.ts";
import type { NotCoveredTenant, Tenant } from "../core/model/tenant.ts";

/** Who the credential is and what it covers. */
export interface TenantListing {
  readonly credential: { readonly kind: "tenant" | "partner" | "organization"; readonly id: string };
  readonly tenants: readonly Tenant[];
  readonly notCovered: readonly NotCoveredTenant[];
}

/**
 * How a walk over a tenant's endpoints ended. Counts are the source's own (`pages.items`), first and last page:
 * a live collection may move while it is read. No gap means that every page came and ended as it should.
 */
export interface WalkEnd {
  readonly expectedFirst: number | undefined;
  readonly expectedLast: number | undefined;
  readonly gaps: readonly Gap[];
  /** HTTP requests of this walk, retries included; fetching a token, which serves everyone, is not among them. */
  readonly requests: number;
}

/** How many HTTP requests were sent, by what they were for; retries count. */
export interface RequestCount {
  readonly total: number;
  readonly retries: number;
  readonly byPurpose: Readonly<Record<string, number>>;
}

/** A group of endpoints with its direct members. */
export interface GroupMembers extends NamedGroup {
  readonly members: readonly EndpointId[];
}

/** Reads endpoints. It cannot delete: that is another object. */
export interface EndpointSource {
  /** Tenants the credential covers. Faults: CENTRAL_*, CLOCK_SKEW. */
  tenants(signal: AbortSignal): Promise<TenantListing>;
  /**
   * Every endpoint of a tenant, page by page (at most 500 each, in order of id), in flat memory. What goes wrong in the
   * middle is told as gaps in the returned WalkEnd, after the pages already read. Thrown are only CANCELLED, STORE_* (of a rate budget
   * that the store shares) and, before any page, CENTRAL_FORBIDDEN: a tenant that answers 403 to its first page is not covered, which is not a reading in part.
   * What is thrown after a request has their number in its details, as `requests`.
   */
  endpoints(tenant: Tenant, signal: AbortSignal): AsyncGenerator<readonly Endpoint[], WalkEnd>;
  /** One endpoint, live. `absent` is a 404 on this very id and nothing else. Faults: CENTRAL_*. */
  read(tenant: Tenant, id: EndpointId, signal: AbortSignal): Promise<Endpoint | "absent">;
  /** The same with the record as Central sent it, for a dossier. */
  readRecord(
    tenant: Tenant,
    id: EndpointId,
    signal: AbortSignal,
  ): Promise<{ readonly endpoint: Endpoint; readonly record: unknown } | "absent">;
  /** The installers that Central offers the tenant. Faults: CENTRAL_* (the right may be missing). */
  installers(tenant: Tenant, signal: AbortSignal): Promise<readonly Installer[]>;
  /** Ids of the tenant's endpoints with an open alert of severity high. Faults: CENTRAL_* (the right may be missing). */
  openAlerts(tenant: Tenant, signal: AbortSignal): Promise<ReadonlySet<EndpointId>>;
  /**
   * Ids of the tenant's endpoints that wait to move to another tenant: in a migration job that sends, is not done with them
   * and has not expired. Faults: CENTRAL_* (the right may be missing).
   */
  migrating(tenant: Tenant, signal: AbortSignal): Promise<ReadonlySet<EndpointId>>;
  /** Every group of the tenant's endpoints; all of them whole, or a fault. Faults: CENTRAL_* (the right may be missing). */
  groups(tenant: Tenant, signal: AbortSignal): Promise<readonly GroupMembers[]>;
  /** The groups that one endpoint is a direct member of, live. Faults: CENTRAL_* (the right may be missing). */
  groupsOf(tenant: Tenant, id: EndpointId, signal: AbortSignal): Promise<readonly NamedGroup[]>;
  /**
   * Events since an instant that tell of a machine coming into the tenant; all of them, or a fault. `since` has to lie within
   * EVENTS_KEPT. Faults: CENTRAL_* (the right may be missing).
   */
  registrations(tenant: Tenant, since: Instant, signal: AbortSignal): Promise<readonly RegistrationEvent[]>;
  requests(): RequestCount;
  close(): Promise<void>;
}
