import { z } from "zod";
import { tenantId } from "../../core/model/ids.ts";
import type { TenantListing } from "../../ports/endpoint-source.ts";
import { shapeFault } from "./central-fault.ts";
import type { CentralConnection } from "./connection.ts";
import { readJson } from "./read-json.ts";

/** Who the credential is; a tenant's own has its region's host with it. */
export interface Identity {
  readonly kind: TenantListing["credential"]["kind"];
  /** UUID in lower case. */
  readonly id: string;
  /** The same as Central spells it, for the header that has to name it. */
  readonly sentId: string;
  /** As sent; undefined for partners and organizations, and wherever Central leaves it out. */
  readonly dataRegion: string | undefined;
}

const Whoami = z.object({
  // A tenant's, partner's and organization's id are UUIDs alike, in whatever case.
  id: z.string(),
  idType: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["tenant", "partner", "organization"])),
  apiHosts: z.object({ dataRegion: z.string().nullish() }).nullish(),
});

/** Asks Central who the credential is. Faults: CENTRAL_*, CLOCK_SKEW, CANCELLED. */
export async function whoami(
  connection: CentralConnection,
  signal: AbortSignal | undefined,
): Promise<Identity> {
  const value = await readJson(
    connection,
    { origin: connection.apiUrl, path: "/whoami/v1", purpose: "whoami" },
    signal,
  );
  const parsed = Whoami.safeParse(value);
  const id = parsed.success ? tenantId(parsed.data.id) : undefined;
  if (!parsed.success || id === undefined)
    throw shapeFault("a tenant, partner or organization id", new URL(connection.apiUrl).host);
  const { id: sentId, idType, apiHosts } = parsed.data;
  return { kind: idType, id, sentId: sentId.trim(), dataRegion: apiHosts?.dataRegion ?? undefined };
}
