import type { Endpoint } from "../../core/model/endpoint.ts";
import { endpointId, type EndpointId } from "../../core/model/ids.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { Tenant } from "../../core/model/tenant.ts";
import type { EndpointSource } from "../../ports/endpoint-source.ts";
import { openAlerts } from "./alerts.ts";
import { shapeFault } from "./central-fault.ts";
import type { CentralConnection } from "./connection.ts";
import { endpointGroups, groupsOfEndpoint } from "./endpoint-groups.ts";
import { walkEndpointPages } from "./endpoint-pages.ts";
import { parseEndpoint } from "./endpoint-schema.ts";
import { readInstallers } from "./installers.ts";
import { readJsonOrAbsent } from "./read-json.ts";
import { migratingEndpoints } from "./migrations.ts";
import { registrationEvents } from "./registration-events.ts";
import { listTenants } from "./tenants.ts";

/** Reads endpoints over a connection, which it closes; several tenants may be read at once within its budget. */
export function endpointReader(connection: CentralConnection): EndpointSource {
  return {
    tenants: (signal) => listTenants(connection, signal),
    endpoints: (tenant, signal) => walkEndpointPages(connection, tenant, signal),
    read: async (tenant, id, signal) => {
      const read = await readRecord(connection, tenant, id, signal);
      return read === "absent" ? "absent" : read.endpoint;
    },
    readRecord: (tenant, id, signal) => readRecord(connection, tenant, id, signal),
    installers: (tenant, signal) => readInstallers(connection, tenant, signal),
    openAlerts: (tenant, signal) => openAlerts(connection, tenant, signal),
    migrating: (tenant, signal) => migratingEndpoints(connection, tenant, signal),
    groups: (tenant, signal) => endpointGroups(connection, tenant, signal),
    groupsOf: (tenant, id, signal) => groupsOfEndpoint(connection, tenant, id, signal),
    registrations: (tenant, since, signal) => registrationEvents(connection, tenant, since, signal),
    requests: () => connection.wire.count.read(),
    close: () => connection.close(),
  };
}

async function readRecord(
  connection: CentralConnection,
  tenant: Tenant,
  id: EndpointId,
  signal: AbortSignal,
): Promise<{ readonly endpoint: Endpoint; readonly record: unknown } | "absent"> {
  invariant(endpointId(id) === id, "an endpoint is read by its id");
  const read = await readJsonOrAbsent(
    connection,
    {
      origin: tenant.apiHost,
      path: `/endpoint/v1/endpoints/${id}`,
      query: { view: "full" },
      headers: { "X-Tenant-ID": tenant.id },
      purpose: "endpoint",
    },
    signal,
  );
  if (read === "absent") return "absent";
  const endpoint = parseEndpoint(read.value, tenant.id);
  // Another endpoint than the one asked for must not be mistaken for it.
  if (typeof endpoint === "string" || endpoint.id !== id) {
    throw shapeFault("the endpoint that was asked for", new URL(tenant.apiHost).host);
  }
  return { endpoint, record: read.value };
}
