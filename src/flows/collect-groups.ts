import { asksForGroups } from "../core/assess/rules/protected.ts";
import type { Policy } from "../core/model/policy.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { Clock } from "../ports/clock.ts";
import type { EndpointSource, GroupMembers } from "../ports/endpoint-source.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";

export interface CollectGroupsParts {
  readonly store: Store;
  readonly source: EndpointSource;
  readonly clock: Clock;
  readonly policy: Pick<Policy, "protect">;
}

/** A tenant whose groups could not be read: a protect rule for a group keeps there whatever it may concern. */
export interface UnreadGroups {
  readonly tenantName: string;
  readonly code: string;
}

/**
 * Reads which endpoints of a tenant are in which group, where a protect rule asks for it; to be called when the tenant was read
 * whole. Trouble of Central is told and no fault of the run: then no membership of the tenant is known any more.
 * Faults: STORE_*, CANCELLED.
 */
export async function collectGroups(
  tenant: Tenant,
  { store, source, clock, policy }: CollectGroupsParts,
  signal: AbortSignal,
): Promise<UnreadGroups | undefined> {
  if (!asksForGroups(policy.protect, tenant)) return undefined;
  let groups: readonly GroupMembers[];
  try {
    groups = await source.groups(tenant, signal);
  } catch (error) {
    if (!(error instanceof Fault) || !isCentrals(error)) throw error;
    await store.groups.save(tenant.id, "unreadable", clock.now());
    return { tenantName: tenant.name, code: error.code };
  }
  await store.groups.save(tenant.id, groups, clock.now());
  return undefined;
}

const isCentrals = ({ code }: Fault): boolean => code.startsWith("CENTRAL_") || code === "CLOCK_SKEW";
