import type { Route, TenantCall } from "./call.ts";
import { findById } from "./call.ts";
import type { Reply } from "./envelope.ts";
import { ok, Refused } from "./envelope.ts";
import type { Json, SimEndpoint, SimTenant } from "./estate.ts";
import { stringAt } from "./json-path.ts";
import { keyPage } from "./key-paging.ts";
import { offsetPage } from "./offset-paging.ts";
import { oneOf, text, uuids } from "./parameters.ts";
import type { Identified, SortFields } from "./sort-order.ts";
import { sortKeys } from "./sort-order.ts";
import { sameUuid } from "./uuid.ts";

const FIELDS: SortFields = {
  id: (group) => group.id,
  name: (group) => stringAt(group, "name") ?? null,
  createdAt: (group) => stringAt(group, "createdAt") ?? null,
  updatedAt: (group) => stringAt(group, "updatedAt") ?? null,
};

/** Most endpoints that a group's own record names; the rest is paged. */
const SHOWN_ENDPOINTS = 50;
const USUAL_SIZE = 50;
const MAX_SIZE = 500;

const groupIdOf = ({ hiddenGroups }: SimTenant, endpoint: SimEndpoint): string | undefined =>
  stringAt(endpoint, "group", "id") ?? hiddenGroups?.get(endpoint.id);

const membersOf = (tenant: SimTenant, groupId: string): readonly SimEndpoint[] =>
  [...tenant.endpoints.values()].filter((endpoint) => sameUuid(groupIdOf(tenant, endpoint) ?? "", groupId));

const brief = (tenant: SimTenant) => (group: Identified) => ({
  id: group.id,
  name: stringAt(group, "name") ?? "",
  type: stringAt(group, "type") ?? "computer",
  tenant: { id: tenant.id },
});

function listGroups({ tenant, query, faults }: TenantCall): Reply {
  const types = oneOf(query, "groupType", ["computer", "server"]);
  const ids = uuids(query, "ids");
  const endpointIds = uuids(query, "endpointIds");
  const wanted = text(query, "search")?.toLowerCase();
  const holding =
    endpointIds === undefined
      ? undefined
      : new Set(
          endpointIds.map((id) => {
            const endpoint = findById(tenant.endpoints, id);
            return endpoint === undefined ? undefined : groupIdOf(tenant, endpoint)?.toLowerCase();
          }),
        );
  const records = [...tenant.groups.values()].filter(
    (group) =>
      (types === undefined || types.includes(brief(tenant)(group).type)) &&
      (ids === undefined || ids.includes(group.id.toLowerCase())) &&
      (holding === undefined || holding.has(group.id.toLowerCase())) &&
      (wanted === undefined || brief(tenant)(group).name.toLowerCase().includes(wanted)),
  );
  return ok(
    offsetPage({ records, keys: sortKeys(query, FIELDS, "name"), query, faults, show: brief(tenant) }),
  );
}

function namedGroup({ tenant, params }: TenantCall): Identified {
  const group = findById(tenant.groups, params["id"] ?? "");
  if (group === undefined) throw new Refused(404);
  return group;
}

function readGroup(call: TenantCall): Reply {
  const group = namedGroup(call);
  const members = membersOf(call.tenant, group.id);
  const items: readonly Json[] = members.slice(0, SHOWN_ENDPOINTS).map(({ id }) => ({ id }));
  return ok({ ...group, endpoints: { total: members.length, itemsCount: items.length, items } });
}

function listMembers(call: TenantCall): Reply {
  return ok(
    keyPage({
      records: membersOf(call.tenant, namedGroup(call).id),
      keys: sortKeys(new URLSearchParams(), { id: (endpoint) => endpoint.id }, "id"), // sorting is suspended here
      query: call.query,
      usualSize: USUAL_SIZE,
      maxSize: MAX_SIZE,
      lastKey: call.context.behaviour.lastKey,
      faults: call.faults,
      show: ({ id }) => ({ id }),
    }),
  );
}

const PATH = "/endpoint/v1/endpoint-groups";

export const GROUP_ROUTES: readonly Route[] = [
  { method: "GET", path: PATH, scope: "tenant", shape: "offsetList", handle: listGroups },
  { method: "GET", path: `${PATH}/:id`, scope: "tenant", shape: "other", handle: readGroup },
  { method: "GET", path: `${PATH}/:id/endpoints`, scope: "tenant", shape: "keyList", handle: listMembers },
];
