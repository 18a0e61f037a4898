import type { Route, TenantCall } from "./call.ts";
import { endpointFilter } from "./endpoint-filter.ts";
import { endpointSort } from "./endpoint-sort.ts";
import { endpointView } from "./endpoint-view.ts";
import type { Reply } from "./envelope.ts";
import { ok } from "./envelope.ts";
import { keyPage, requestedKey } from "./key-paging.ts";

/** Default and most of `pageSize`: real answers carry maxSize 500. */
const USUAL_SIZE = 50;
export const MAX_ENDPOINT_PAGE = 500;

/** One page of a tenant's endpoints: filtered, ordered and shown as the query says. */
function listEndpoints({ context, tenant, query, now, faults }: TenantCall): Reply {
  const keys = endpointSort(query);
  const matches = endpointFilter(query, now, context.behaviour);
  const page = keyPage({
    records: [...tenant.endpoints.values()].filter(matches),
    keys,
    query,
    usualSize: USUAL_SIZE,
    maxSize: MAX_ENDPOINT_PAGE,
    lastKey: context.behaviour.lastKey,
    faults,
    show: endpointView(query),
  });
  context.onPage?.(tenant, requestedKey(query, keys).page);
  return ok(page);
}

export const ENDPOINT_LIST_ROUTES: readonly Route[] = [
  { method: "GET", path: "/endpoint/v1/endpoints", scope: "tenant", shape: "keyList", handle: listEndpoints },
];
