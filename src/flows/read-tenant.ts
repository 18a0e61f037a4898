import type { Tenant } from "../core/model/tenant.ts";
import type { JobLoss } from "../ports/jobs.ts";
import { collectGroups, type CollectGroupsParts, type UnreadGroups } from "./collect-groups.ts";
import {
  collectTenant,
  leaveUnread,
  type CollectTenantParts,
  type TenantCollection,
} from "./collect-tenant.ts";

export type ReadTenantParts = CollectTenantParts & CollectGroupsParts;

/** What came of one tenant and of its groups. */
export interface TenantRead {
  readonly collected: TenantCollection;
  readonly unread: UnreadGroups | undefined;
  /** Sent while it was read, to be told by whoever has not sent them: with several readings at once some of them are the others'. */
  readonly requests: number;
}

/** Reads one tenant's endpoints, and its groups where a protect rule asks for them. Faults: STORE_*, CANCELLED. */
export async function readTenant(
  tenant: Tenant,
  parts: ReadTenantParts,
  signal: AbortSignal,
): Promise<TenantRead> {
  const before = parts.source.requests().total;
  const collected = await collectTenant(tenant, parts, signal);
  const unread =
    collected.coverage.kind === "complete" ? await collectGroups(tenant, parts, signal) : undefined;
  return { collected, unread, requests: parts.source.requests().total - before };
}

const WHY: Readonly<Record<JobLoss, string>> = {
  job_failed: "no worker could finish reading it",
  job_missing: "its job was taken out of the queue",
  job_illegible: "a worker of another version read it, and what it told cannot be understood",
};

/** What stands for a tenant whose reading is not heard of again. Faults: STORE_*. */
export async function tenantLost(tenant: Tenant, loss: JobLoss, parts: ReadTenantParts): Promise<TenantRead> {
  const gap = { code: "source_unavailable", detail: `${WHY[loss]} (${loss})` } as const;
  return { collected: await leaveUnread(tenant, gap, parts), unread: undefined, requests: 0 };
}
