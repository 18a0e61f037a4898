import type { Route, TenantCall } from "./call.ts";
import { findById } from "./call.ts";
import { endpointView } from "./endpoint-view.ts";
import type { Reply } from "./envelope.ts";
import { badRequest, ok, Refused } from "./envelope.ts";
import type { SimEndpoint } from "./estate.ts";
import { isUuid } from "./uuid.ts";

/** The endpoint that the path names: 400 for what is no UUID, 404 for one that is not there. */
export function namedEndpoint({ tenant, params }: TenantCall): SimEndpoint {
  const id = params["id"] ?? "";
  if (!isUuid(id)) throw badRequest("the endpoint id is not a UUID");
  const endpoint = findById(tenant.endpoints, id);
  if (endpoint === undefined) throw new Refused(404, "Can't find endpoint");
  return endpoint;
}

/** One endpoint, as a list item would show it. */
const readEndpoint = (call: TenantCall): Reply => ok(endpointView(call.query)(namedEndpoint(call)));

export const ENDPOINT_READ_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/endpoint/v1/endpoints/:id",
    scope: "tenant",
    shape: "other",
    handle: readEndpoint,
  },
];
