// Who may call the simulated Central, and which tenants there are.

import type { SimCredential } from "../estate.ts";
import { createTenant, type TenantSide } from "./central-tenant.ts";
import { uuid, UUID_KIND } from "./prng.ts";

/** The secret of a client id. The signs in it are those that break a form that was not URL-encoded. */
const secretOf = (clientId: string): string => `${clientId}+secret/%26&=`;

function credential(
  clientId: string,
  kind: SimCredential["kind"],
  id: string,
  role: SimCredential["role"],
  tenants: readonly string[],
): SimCredential {
  return { clientId, clientSecret: secretOf(clientId), kind, id, role, tenants };
}

/** The counted tenants and, when there are three or more, one without a host and one that is not managed: both without devices. */
export function createTenants(
  seed: number,
  count: number,
  start: number,
): { readonly counted: readonly TenantSide[]; readonly troubled: readonly TenantSide[] } {
  const counted = Array.from({ length: count }, (_, index) => createTenant(seed, index, start));
  const troubled =
    count < 3
      ? []
      : [
          createTenant(seed, count, start, { hasApiHost: false }),
          createTenant(seed, count + 1, start, { managed: false }),
        ];
  return { counted, troubled };
}

/**
 * A reader (read-only) and a deleter (management) each for the partner, the organisation and every counted tenant:
 * `partner-reader`, `organization-deleter`, `tenant-1-reader` … The partner's id is in upper case, as whoami has it.
 */
export function createCredentials(
  seed: number,
  counted: readonly TenantSide[],
  troubled: readonly TenantSide[],
): SimCredential[] {
  const all = [...counted, ...troubled].map((side) => side.sim.id);
  const partner = uuid(seed, UUID_KIND.account, 0).toUpperCase();
  const organization = uuid(seed, UUID_KIND.account, 1);
  return [
    credential("partner-reader", "partner", partner, "readOnly", all),
    credential("partner-deleter", "partner", partner, "management", all),
    credential("organization-reader", "organization", organization, "readOnly", all),
    credential("organization-deleter", "organization", organization, "management", all),
    ...counted.flatMap(({ sim: { id } }, i) => [
      credential(`tenant-${i + 1}-reader`, "tenant", id, "readOnly", [id]),
      credential(`tenant-${i + 1}-deleter`, "tenant", id, "management", [id]),
    ]),
  ];
}
