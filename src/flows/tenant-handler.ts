import type { EndpointSource } from "../ports/endpoint-source.ts";
import type { JobHandler } from "../ports/jobs.ts";
import { readTenant, type ReadTenantParts } from "./read-tenant.ts";
import { READ_TENANT } from "./tenant-job.ts";

/** Reads a tenant for a run of another process. Faults: those of readTenant, and SECRET_UNREADABLE. */
export const tenantHandler = (
  parts: Omit<ReadTenantParts, "source" | "run"> & { central(): EndpointSource },
): JobHandler => ({
  kind: READ_TENANT.name,
  do: async (input, run, signal) => {
    const tenant = READ_TENANT.readInput(input);
    if (tenant === undefined) return "illegible";
    // Nobody waits for it any more, and requests are dear.
    if ((await parts.store.runs.find(run))?.state !== "running") return "over";
    return readTenant(tenant, { ...parts, source: parts.central(), run }, signal);
  },
});
