import { z } from "zod";
import { endpointId, type EndpointId } from "../../core/model/ids.ts";
import type { Tenant } from "../../core/model/tenant.ts";
import { shapeFault } from "./central-fault.ts";
import type { CentralConnection } from "./connection.ts";
import { readJson } from "./read-json.ts";

/** The smaller of the two limits seen for alerts (100 in older tools, 1000 in the newest collection). */
const PAGE_SIZE = "100";

const Alert = z.object({
  id: z.string(),
  severity: z.string().optional(),
  managedAgent: z.object({ id: z.string().optional(), type: z.string().optional() }).nullish(),
});
const Page = z.object({
  items: z.array(Alert),
  pages: z.object({ nextKey: z.string().max(4096).nullish(), items: z.int().nonnegative().optional() }),
});

/** One request of the smallest kind: whether the credential may read a tenant's alerts. Faults as below. */
export async function probeAlerts(
  connection: CentralConnection,
  tenant: Tenant,
  signal: AbortSignal | undefined,
): Promise<void> {
  await readPage(connection, tenant, { pageSize: "1" }, signal);
}

/**
 * Ids of a tenant's endpoints with an open alert of severity high: deleting the device would destroy it. All or a fault:
 * a listing that is cut, loops or falls short of its own count is CENTRAL_SHAPE. Faults: CENTRAL_*, CLOCK_SKEW, CANCELLED.
 */
export async function openAlerts(
  connection: CentralConnection,
  tenant: Tenant,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<EndpointId>> {
  const { host } = new URL(tenant.apiHost);
  const endpoints = new Set<EndpointId>();
  const alerts = new Set<string>();
  const keys = new Set<string>();
  for (let key = ""; ;) {
    const query = { severity: "high", pageSize: PAGE_SIZE, pageTotal: "true", sort: "raisedAt:asc" };
    const { items, pages } = await readPage(
      connection,
      tenant,
      key === "" ? query : { ...query, pageFromKey: key },
      signal,
    );
    for (const alert of items) {
      alerts.add(alert.id);
      // A filter that is not known is ignored by Central: ask the record itself as well.
      if (alert.severity !== undefined && alert.severity !== "high") continue;
      // Alerts about an account or a mailbox have no agent; one that has an agent has to say which.
      if (alert.managedAgent?.id === undefined) continue;
      const id = endpointId(alert.managedAgent.id);
      if (id === undefined) throw shapeFault("alerts with legible device ids", host);
      endpoints.add(id);
    }
    const next = pages.nextKey ?? "";
    if (next === "") {
      if (pages.items !== undefined && alerts.size < pages.items)
        throw shapeFault("all the alerts it counted", host);
      return endpoints;
    }
    if (keys.has(next) || next === key || items.length === 0) throw shapeFault("an end to its alerts", host);
    keys.add(next);
    key = next;
  }
}

async function readPage(
  connection: CentralConnection,
  tenant: Tenant,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<z.infer<typeof Page>> {
  const value = await readJson(
    connection,
    {
      origin: tenant.apiHost,
      path: "/common/v1/alerts",
      query,
      headers: { "X-Tenant-ID": tenant.id },
      purpose: "alerts",
    },
    signal,
  );
  const parsed = Page.safeParse(value);
  if (!parsed.success) throw shapeFault("a page of alerts", new URL(tenant.apiHost).host);
  return parsed.data;
}
