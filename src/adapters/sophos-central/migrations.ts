import { z } from "zod";
import { endpointId, type EndpointId } from "../../core/model/ids.ts";
import { parseInstant, type Instant } from "../../core/model/instant.ts";
import { isKnown } from "../../core/model/unknown.ts";
import type { Tenant } from "../../core/model/tenant.ts";
import { LARGEST_SKEW, shapeFault } from "./central-fault.ts";
import type { CentralConnection } from "./connection.ts";
import { probeListing, wholeListing, type Listing } from "./offset-listing.ts";

// Moving devices to another tenant: the receiving tenant opens a job, the sending one joins it, and each device moves when
// it next calls in, until the job expires. A device that waits for that is not gone, and must not be deleted meanwhile.

/** A job's token lets devices be moved: like all that is not named here, it is dropped at once. */
const Job = z.object({
  // It becomes part of a path.
  id: z.string().regex(/^[\w-]{1,100}$/),
  mode: z.unknown().optional(),
  expiresAt: z.unknown().optional(),
});
const Device = z.object({ id: z.string(), status: z.unknown().optional() });

/** Of the states of a device these are final; any other, and one that is not legible, is not. */
const SETTLED: ReadonlySet<unknown> = new Set(["succeeded", "failed"]);

/** One request of the smallest kind: whether the credential may read a tenant's migration jobs. Faults as below. */
export async function probeMigrations(
  connection: CentralConnection,
  tenant: Tenant,
  signal: AbortSignal | undefined,
): Promise<void> {
  await probeListing(connection, jobsOf(tenant), signal);
}

/**
 * Ids of a tenant's endpoints that are about to move to another tenant: in a job that sends, has not expired and is not
 * done with them. All or a fault, as with alerts. Faults: CENTRAL_*, CLOCK_SKEW, CANCELLED.
 */
export async function migratingEndpoints(
  connection: CentralConnection,
  tenant: Tenant,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<EndpointId>> {
  const { host } = new URL(tenant.apiHost);
  const migrating = new Set<EndpointId>();
  const now = connection.wire.clock.now();
  for (const item of await wholeListing(connection, jobsOf(tenant), signal)) {
    const job = Job.safeParse(item);
    if (!job.success) throw shapeFault("migration jobs with legible ids", host);
    if (!maySend(job.data, now)) continue;
    for (const sent of await wholeListing(connection, devicesOf(tenant, job.data.id), signal)) {
      const device = Device.safeParse(sent);
      const id = device.success ? endpointId(device.data.id) : undefined;
      if (!device.success || id === undefined) throw shapeFault("migrating devices with legible ids", host);
      if (!SETTLED.has(device.data.status)) migrating.add(id);
    }
  }
  return migrating;
}

/** Whether devices may still leave by it. A filter that is not known is ignored by Central: the job itself is asked too. */
function maySend({ mode, expiresAt }: z.infer<typeof Job>, now: Instant): boolean {
  if (mode === "receiving") return false;
  const end = parseInstant(expiresAt);
  return !isKnown(end) || end + LARGEST_SKEW > now;
}

const PATH = "/endpoint/v1/migrations";

const jobsOf = (tenant: Tenant): Listing => ({
  reading: { ...readingFor(tenant, PATH), query: { mode: "sending" } },
  what: "migration jobs",
  idOf: idIn(Job),
});

const devicesOf = (tenant: Tenant, job: string): Listing => ({
  reading: readingFor(tenant, `${PATH}/${job}/endpoints`),
  what: "migrating devices",
  idOf: idIn(Device),
});

const readingFor = (tenant: Tenant, path: string): Listing["reading"] => ({
  origin: tenant.apiHost,
  path,
  headers: { "X-Tenant-ID": tenant.id },
  purpose: "migrations",
});

const idIn =
  (schema: typeof Job | typeof Device) =>
  (item: unknown): string | undefined =>
    schema.safeParse(item).data?.id;
