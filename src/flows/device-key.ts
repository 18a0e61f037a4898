import { endpointId, tenantId, type EndpointId, type TenantId } from "../core/model/ids.ts";

/** One endpoint within its tenant, by their ids; undefined for what is no such id: a name never stands for a device here. */
export function deviceKey(asked: {
  readonly tenant: string;
  readonly endpoint: string;
}): { readonly tenant: TenantId; readonly endpoint: EndpointId } | undefined {
  const [tenant, endpoint] = [tenantId(asked.tenant), endpointId(asked.endpoint)];
  return tenant === undefined || endpoint === undefined ? undefined : { tenant, endpoint };
}
