import type { TenantId } from "../core/model/ids.ts";
import { HOUR, instant, MINUTE, type Instant } from "../core/model/instant.ts";
import { EVENTS_KEPT, type RegistrationEvent } from "../core/retire/registration-event.ts";
import type { Clock } from "../ports/clock.ts";
import type { EndpointSource } from "../ports/endpoint-source.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";
import { inParallel } from "./in-parallel.ts";

export interface ReadRegistrationsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly central: EndpointSource;
}

/** What Central told of machines that came in, of the tenants with a deletion to watch. */
export interface Registrations {
  readonly of: ReadonlyMap<TenantId, readonly RegistrationEvent[]>;
  /** Tenants whose events could not be read: there the watch rests on inventory and directory. */
  readonly unread: readonly { readonly tenantName: string; readonly code: string }[];
  /** Tenants with a time of which Central no longer has the events. */
  readonly missed: readonly {
    readonly tenantName: string;
    readonly from: Instant;
    readonly until: Instant;
  }[];
  /** Until when each tenant's events are now read: to be saved when they have been looked at. */
  readonly readThrough: ReadonlyMap<TenantId, Instant>;
}

/** Central's clock may be ahead of ours by five minutes: a date at the very edge of its day would be refused. */
const REACH = EVENTS_KEPT - 10 * MINUTE;
/** Events arrive late: what was read up to last time is read again by this much. A return is recorded once all the same. */
const OVERLAP = HOUR;
/** A daily run that starts a little later than the day before is no gap worth telling. */
const GAP_TOLD = 2 * HOUR;
/** As when collecting. */
const TENANTS_AT_ONCE = 4;

/** Reads them for every tenant with a deletion since an instant. Faults: STORE_*, CANCELLED; Central's trouble is told. */
export async function readRegistrations(
  { store, clock, central }: ReadRegistrationsParts,
  since: Instant,
  signal: AbortSignal,
): Promise<Registrations> {
  const known = new Map((await store.inventory.tenants()).map((tenant) => [tenant.id, tenant]));
  const watched = await store.returns.watchedTenants(since);
  const of = new Map<TenantId, readonly RegistrationEvent[]>();
  const readThrough = new Map<TenantId, Instant>();
  const unread: { tenantName: string; code: string }[] = [];
  const missed: { tenantName: string; from: Instant; until: Instant }[] = [];
  await inParallel(watched, TENANTS_AT_ONCE, async ({ tenant: id, unreadSince }) => {
    const tenant = known.get(id);
    // A tenant that is no longer covered was told by collecting.
    if (tenant === undefined) return;
    const now = clock.now();
    const reach = instant(now - REACH);
    try {
      const from = instant(Math.max(unreadSince - OVERLAP, reach));
      of.set(id, await central.registrations(tenant, from, signal));
    } catch (error) {
      if (!(error instanceof Fault) || !isCentrals(error)) throw error;
      unread.push({ tenantName: tenant.name, code: error.code });
      return;
    }
    readThrough.set(id, now);
    if (reach - unreadSince > GAP_TOLD)
      missed.push({ tenantName: tenant.name, from: unreadSince, until: reach });
  });
  return { of, unread, missed, readThrough };
}

const isCentrals = ({ code }: Fault): boolean => code.startsWith("CENTRAL_") || code === "CLOCK_SKEW";
