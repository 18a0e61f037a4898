import type { Route, TenantCall } from "./call.ts";
import { findById } from "./call.ts";
import type { Reply } from "./envelope.ts";
import { ok, Refused } from "./envelope.ts";
import type { Json, SimTenant } from "./estate.ts";
import { stringAt } from "./json-path.ts";
import { offsetPage } from "./offset-paging.ts";
import type { Query } from "./parameters.ts";
import { list, oneOf, text, uuids } from "./parameters.ts";
import { withFields } from "./partial-record.ts";
import type { Identified, SortFields } from "./sort-order.ts";
import { sortKeys } from "./sort-order.ts";
import { sameUuid } from "./uuid.ts";

const fieldsOf = (names: readonly string[]): SortFields => ({
  id: (record) => record.id,
  ...Object.fromEntries(names.map((name) => [name, (record: Identified) => stringAt(record, name) ?? null])),
});

const USER_FIELDS = fieldsOf([
  "name",
  "firstName",
  "lastName",
  "email",
  "exchangeLogin",
  "createdAt",
  "updatedAt",
]);
const GROUP_FIELDS = fieldsOf(["name", "createdAt", "updatedAt"]);

/** Most members that a record names itself: `itemsCount` may be less than `total`. */
const SHOWN_MEMBERS = 10;

const memberIds = (tenant: SimTenant, groupId: string): readonly string[] =>
  findById(tenant.userGroupMembers, groupId) ?? [];

const groupsOf = (tenant: SimTenant, userId: string): readonly Identified[] =>
  [...tenant.userGroups.values()].filter((group) =>
    memberIds(tenant, group.id).some((member) => sameUuid(member, userId)),
  );

const usersOf = (tenant: SimTenant, groupId: string): readonly Identified[] =>
  memberIds(tenant, groupId).flatMap((id) => findById(tenant.users, id) ?? []);

function nested(records: readonly Identified[]): Json {
  const items = records
    .slice(0, SHOWN_MEMBERS)
    .map((record) => ({ id: record.id, name: stringAt(record, "name") ?? "" }));
  return { total: records.length, itemsCount: items.length, items };
}

const asUser = (tenant: SimTenant, user: Identified): Identified => ({
  ...user,
  groups: nested(groupsOf(tenant, user.id)),
  tenant: { id: tenant.id },
});

const asGroup = (tenant: SimTenant, group: Identified): Identified => ({
  ...group,
  users: nested(usersOf(tenant, group.id)),
  tenant: { id: tenant.id },
});

/** Tests that users and groups share: ids, the search in `searchFields` (the name if not said), source and domain. */
function common(query: Query, searchable: readonly string[]): (record: Identified) => boolean {
  const ids = uuids(query, "ids");
  const wanted = text(query, "search")?.toLowerCase();
  const fields = oneOf(query, "searchFields", searchable) ?? ["name"];
  const sources = list(query, "sourceType");
  const domain = text(query, "domain")?.toLowerCase();
  return (record) =>
    (ids === undefined || ids.includes(record.id.toLowerCase())) &&
    (wanted === undefined ||
      fields.some((field) => stringAt(record, field)?.toLowerCase().includes(wanted) === true)) &&
    (sources === undefined || sources.includes(stringAt(record, "source", "type") ?? "")) &&
    (domain === undefined || stringAt(record, "domain")?.toLowerCase() === domain);
}

type Show = (tenant: SimTenant, record: Identified) => Identified;

function page(call: TenantCall, records: readonly Identified[], fields: SortFields, show: Show): Reply {
  const { query, faults, tenant } = call;
  const pick = withFields(query);
  const keys = sortKeys(query, fields, "name");
  return ok(offsetPage({ records, keys, query, faults, show: (record) => pick(show(tenant, record)) }));
}

function listUsers(call: TenantCall, among: readonly Identified[]): Reply {
  const test = common(call.query, ["name", "firstName", "lastName", "email", "exchangeLogin"]);
  const group = text(call.query, "groupId");
  const members = group === undefined ? undefined : new Set(usersOf(call.tenant, group));
  const records = among.filter((user) => test(user) && members?.has(user) !== false);
  return page(call, records, USER_FIELDS, asUser);
}

function listGroups(call: TenantCall, among: readonly Identified[]): Reply {
  const test = common(call.query, ["name", "displayName", "description"]);
  const user = text(call.query, "userId");
  const holding = user === undefined ? undefined : new Set(groupsOf(call.tenant, user));
  const records = among.filter((group) => test(group) && holding?.has(group) !== false);
  return page(call, records, GROUP_FIELDS, asGroup);
}

function named(records: ReadonlyMap<string, Identified>, call: TenantCall): Identified {
  const record = findById(records, call.params["id"] ?? "");
  if (record === undefined) throw new Refused(404);
  return record;
}

const get = (path: string, shape: "offsetList" | "other", handle: (call: TenantCall) => Reply): Route => ({
  method: "GET",
  path: `/common/v1/directory${path}`,
  scope: "tenant",
  shape,
  handle,
});

export const DIRECTORY_USER_ROUTES: readonly Route[] = [
  get("/users", "offsetList", (call) => listUsers(call, [...call.tenant.users.values()])),
  get("/users/:id", "other", (call) => ok(asUser(call.tenant, named(call.tenant.users, call)))),
  get("/users/:id/groups", "offsetList", (call) =>
    listGroups(call, groupsOf(call.tenant, named(call.tenant.users, call).id)),
  ),
  get("/user-groups", "offsetList", (call) => listGroups(call, [...call.tenant.userGroups.values()])),
  get("/user-groups/:id", "other", (call) => ok(asGroup(call.tenant, named(call.tenant.userGroups, call)))),
  get("/user-groups/:id/users", "offsetList", (call) =>
    listUsers(call, usersOf(call.tenant, named(call.tenant.userGroups, call).id)),
  ),
];
