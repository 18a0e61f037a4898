import { apiHostOf } from "./api-host.ts";
import type { CredentialCall, Route } from "./call.ts";
import { findById, header } from "./call.ts";
import type { Reply } from "./envelope.ts";
import { ok, Refused } from "./envelope.ts";
import type { SimTenant } from "./estate.ts";
import { offsetPage } from "./offset-paging.ts";
import { withFields } from "./partial-record.ts";
import type { Identified } from "./sort-order.ts";
import { sameUuid } from "./uuid.ts";

type Owner = "partner" | "organization";

const HEADER = { partner: "x-partner-id", organization: "x-organization-id" } as const;

/** 401 without the owner's id header, 403 with another's, or with a credential of another kind. */
function demandOwner(call: CredentialCall, owner: Owner): void {
  const id = header(call, HEADER[owner]);
  if (id === undefined || id === "") throw new Refused(401);
  if (call.credential.kind !== owner || !sameUuid(id, call.credential.id)) throw new Refused(403);
}

function record(tenant: SimTenant, call: CredentialCall, owner: Owner): Identified {
  const apiHost = apiHostOf(tenant, call.context.urls, call.faults);
  return {
    id: tenant.id,
    showAs: tenant.name,
    name: tenant.name,
    dataGeography: tenant.geography,
    dataRegion: tenant.region,
    billingType: tenant.billingType,
    [owner]: { id: call.credential.id },
    ...(apiHost === undefined ? {} : { apiHost }),
    status: "active",
  };
}

/** The tenants of the credential, also those that are not managed: their calls answer 403. */
function covered(call: CredentialCall): readonly SimTenant[] {
  return call.credential.tenants.flatMap((id) => findById(call.context.estate.tenants, id) ?? []);
}

const listTenants =
  (owner: Owner) =>
  (call: CredentialCall): Reply => {
    demandOwner(call, owner);
    return ok(
      offsetPage({
        records: covered(call).map((tenant) => record(tenant, call, owner)),
        query: call.query,
        faults: call.faults,
        show: owner === "partner" ? withFields(call.query) : (tenant) => tenant, // an organization has no `fields`
      }),
    );
  };

const oneTenant =
  (owner: Owner) =>
  (call: CredentialCall): Reply => {
    demandOwner(call, owner);
    const tenant = covered(call).find(({ id }) => sameUuid(id, call.params["id"] ?? ""));
    if (tenant === undefined) throw new Refused(404);
    return ok(record(tenant, call, owner));
  };

const routesOf = (owner: Owner): readonly Route[] => [
  {
    method: "GET",
    path: `/${owner}/v1/tenants`,
    scope: "credential",
    shape: "tenantList",
    handle: listTenants(owner),
  },
  {
    method: "GET",
    path: `/${owner}/v1/tenants/:id`,
    scope: "credential",
    shape: "other",
    handle: oneTenant(owner),
  },
];

export const TENANT_ROUTES: readonly Route[] = [...routesOf("partner"), ...routesOf("organization")];
