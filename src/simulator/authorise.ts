import { findById } from "./call.ts";
import { Refused } from "./envelope.ts";
import type { SimCredential, SimEstate, SimTenant } from "./estate.ts";
import type { Tokens } from "./token.ts";
import { isUuid, sameUuid } from "./uuid.ts";

/** The access token of an Authorization header. */
export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];

/** Whose token it is; a missing, unknown, revoked or expired one is refused with 401. */
export function authenticate(bearer: string | undefined, tokens: Tokens, now: number): SimCredential {
  const credential = bearer === undefined ? undefined : tokens.holder(bearer, now);
  if (credential === undefined) throw new Refused(401);
  return credential;
}

/**
 * The tenant that a credential may reach on this regional host. 401 without X-Tenant-ID; 403 for a tenant that it does not
 * cover, that is not managed, or that lives in another region.
 */
export function authoriseTenant(
  credential: SimCredential,
  tenantId: string | undefined,
  estate: SimEstate,
  region: string,
): SimTenant {
  if (tenantId === undefined || tenantId === "") throw new Refused(401);
  const covered = isUuid(tenantId) && credential.tenants.some((id) => sameUuid(id, tenantId));
  const tenant = covered ? findById(estate.tenants, tenantId) : undefined;
  if (tenant === undefined || !tenant.managed || tenant.region !== region) throw new Refused(403);
  return tenant;
}
