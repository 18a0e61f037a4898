import { z } from "zod";
import { endpointId, type EndpointId } from "../../core/model/ids.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { Tenant } from "../../core/model/tenant.ts";
import { clockFault, faultOf, shapeFault } from "./central-fault.ts";
import type { CentralConnection } from "./connection.ts";
import { readJson, saysAbsent, sendWithToken } from "./read-json.ts";

/** An endpoint that has a password to be asked for. */
export interface Guarded {
  readonly id: EndpointId;
  readonly hostname: string;
}

const Page = z.object({
  items: z.array(z.object({ id: z.string(), hostname: z.string().optional() })),
});

/** One endpoint of the tenant whose tamper protection is on, or undefined where there is none. Faults: CENTRAL_*. */
export async function guardedEndpoint(
  connection: CentralConnection,
  tenant: Tenant,
  signal: AbortSignal,
): Promise<Guarded | undefined> {
  const query = { tamperProtectionEnabled: "true", fields: "id,hostname", pageSize: "1" };
  const value = await readJson(
    connection,
    {
      origin: tenant.apiHost,
      path: "/endpoint/v1/endpoints",
      query,
      headers: { "X-Tenant-ID": tenant.id },
      purpose: "endpoints",
    },
    signal,
  );
  const page = Page.safeParse(value);
  const [first] = page.success ? page.data.items : [];
  const id = first === undefined ? undefined : endpointId(first.id);
  if (!page.success || (first !== undefined && id === undefined)) {
    throw shapeFault("a page of endpoints", new URL(tenant.apiHost).host);
  }
  return id === undefined ? undefined : { id, hostname: first?.hostname ?? id };
}

/**
 * Whether the credential may read an endpoint's tamper-protection password: asked once, and what a yes brings is dropped unread.
 * `absent`: Central has none for it. Faults: CENTRAL_* (CENTRAL_FORBIDDEN where it may not), CLOCK_SKEW.
 */
export async function probePassword(
  connection: CentralConnection,
  tenant: Tenant,
  id: EndpointId,
  signal: AbortSignal,
): Promise<"granted" | "absent"> {
  const url = new URL(`/endpoint/v1/endpoints/${id}/tamper-protection`, tenant.apiHost);
  const headers = { "X-Tenant-ID": tenant.id };
  const call = { method: "GET", url, purpose: "tamper", headers, dropsBody: true } as const;
  const answer = await sendWithToken(connection, call, signal);
  invariant(answer.kind !== "too_late", "a read has no deadline");
  if (answer.kind !== "answered") throw faultOf(answer, url.host);
  const skewed = clockFault(answer, url.host);
  if (skewed !== undefined) throw skewed;
  if (answer.status === 200) return "granted";
  if (saysAbsent(answer)) return "absent";
  throw faultOf(answer, url.host);
}
