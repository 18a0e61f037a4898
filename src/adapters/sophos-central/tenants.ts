import { z } from "zod";
import { tenantId } from "../../core/model/ids.ts";
import type { NotCoveredTenant, Tenant } from "../../core/model/tenant.ts";
import { isKnown } from "../../core/model/unknown.ts";
import type { TenantListing } from "../../ports/endpoint-source.ts";
import type { CentralConnection } from "./connection.ts";
import { textOf } from "./decode.ts";
import { hostAllowed, httpsOrigin } from "./host-allow-list.ts";
import { wholeListing, type Listing } from "./offset-listing.ts";
import { whoami, type Identity } from "./whoami.ts";

/** What may be missing is unknown here, so that one odd tenant does not cost the others. */
const Item = z.object({
  id: z.unknown().optional(),
  name: z.unknown().optional(),
  showAs: z.unknown().optional(),
  dataRegion: z.unknown().optional(),
  apiHost: z.unknown().optional(),
});

const LISTING = {
  partner: { path: "/partner/v1/tenants", header: "X-Partner-ID" },
  organization: { path: "/organization/v1/tenants", header: "X-Organization-ID" },
} as const;

/**
 * The tenants a credential covers, and those it does not, with the reason. A listing that does not reconcile with its
 * own count is a fault, never a shorter list. A tenant's own credential covers that tenant, whose name Central does not
 * tell: its id stands for it. Faults: CENTRAL_*, CLOCK_SKEW, CANCELLED.
 */
export async function listTenants(
  connection: CentralConnection,
  signal: AbortSignal | undefined,
): Promise<TenantListing> {
  const identity = await whoami(connection, signal);
  const credential = { kind: identity.kind, id: identity.id };
  const items =
    identity.kind === "tenant"
      ? [{ id: identity.id, name: identity.id, apiHost: identity.dataRegion }]
      : await wholeListing(connection, listingOf(connection, identity.kind, identity), signal);
  const tenants: Tenant[] = [];
  const notCovered: NotCoveredTenant[] = [];
  for (const item of items) {
    const judged = judge(item, connection.wire.allowedHosts);
    if ("code" in judged) notCovered.push(judged);
    else tenants.push(judged);
  }
  return { credential, tenants, notCovered };
}

const listingOf = (
  { apiUrl }: CentralConnection,
  kind: keyof typeof LISTING,
  { sentId }: Identity,
): Listing => ({
  reading: {
    origin: apiUrl,
    path: LISTING[kind].path,
    headers: { [LISTING[kind].header]: sentId },
    purpose: "tenants",
  },
  what: "tenants",
  idOf,
});

function idOf(item: unknown): string | undefined {
  const parsed = Item.safeParse(item);
  return parsed.success && typeof parsed.data.id === "string" ? tenantId(parsed.data.id) : undefined;
}

/** A text that can be stored and shown, or nothing. */
function text(value: unknown): string {
  const legible = textOf(255)(value);
  return isKnown(legible) ? legible : "";
}

function judge(item: unknown, allowedHosts: readonly string[]): Tenant | NotCoveredTenant {
  const parsed = Item.safeParse(item);
  const raw = parsed.success ? parsed.data : {};
  const sentId = text(raw.id);
  const name = text(raw.name) || text(raw.showAs) || sentId;
  const id = tenantId(sentId);
  if (id === undefined) {
    return { id: sentId, name, code: "id_malformed", detail: "Central sent no legible id for this tenant" };
  }
  const apiHost = text(raw.apiHost);
  if (apiHost === "") {
    return { id: sentId, name, code: "no_api_host", detail: "Central names no API host for this tenant" };
  }
  const origin = httpsOrigin(apiHost);
  if (origin === undefined || !hostAllowed(new URL(origin), allowedHosts)) {
    const detail = `its API host ${apiHost} is not among sophos.allowedHosts`;
    return { id: sentId, name, code: "host_not_allowed", detail };
  }
  return { id, name, apiHost: origin, dataRegion: text(raw.dataRegion) || undefined };
}
