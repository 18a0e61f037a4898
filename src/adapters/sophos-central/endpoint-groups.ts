import { z } from "zod";
import type { NamedGroup } from "../../core/model/endpoint.ts";
import { endpointId, type EndpointId } from "../../core/model/ids.ts";
import type { Tenant } from "../../core/model/tenant.ts";
import type { GroupMembers } from "../../ports/endpoint-source.ts";
import { shapeFault } from "./central-fault.ts";
import type { CentralConnection } from "./connection.ts";
import { probeListing, wholeListing, type Listing } from "./offset-listing.ts";
import { urgently } from "./rate-budget.ts";
import { readJson } from "./read-json.ts";

// Which devices are in which group: the route that Central supports, while the filters by group on its list of endpoints are
// suspended. A device is in one group at most; a group names its direct members.

/** A text of the API, and one that every store can hold. */
const text = z
  .string()
  .max(512)
  .refine((value) => !/[\0\p{Surrogate}]/u.test(value));
const Group = z.object({
  // It becomes part of a path.
  id: z.string().regex(/^[\w-]{1,100}$/),
  name: text,
  tenant: z.looseObject({ id: z.string() }).nullish(),
});
const Members = z.object({
  items: z.array(z.object({ id: z.string() })),
  pages: z.object({ nextKey: z.string().max(4096).nullish(), items: z.int().nonnegative().optional() }),
});

/** What every list of Central takes; no document says how much more this one would. */
const PAGE_SIZE = "100";
/** A member that comes or goes between two pages; the second walk has, as a rule, settled. */
const WALKS = 2;
/** So many groups are asked for one device where the filter does not hold: two seconds of the recommended rate. */
const MOST_ASKED = 20;

/** One request of the smallest kind: whether the credential may read a tenant's groups. Faults as below. */
export async function probeGroups(
  connection: CentralConnection,
  tenant: Tenant,
  signal: AbortSignal | undefined,
): Promise<void> {
  await probeListing(connection, groupsOf(tenant, {}), signal);
}

/**
 * Every group of a tenant with its direct members; an empty one too. All or a fault: a listing that is cut, loops or falls short
 * of its own count is CENTRAL_SHAPE. One request for each 100 groups, and one for each 100 members of a group or part thereof.
 * Faults: CENTRAL_*, CLOCK_SKEW, CANCELLED.
 */
export async function endpointGroups(
  connection: CentralConnection,
  tenant: Tenant,
  signal: AbortSignal | undefined,
): Promise<readonly GroupMembers[]> {
  const found: GroupMembers[] = [];
  for (const group of await namedGroups(connection, groupsOf(tenant, {}), tenant, signal))
    found.push({ ...group, members: [...(await membersOf(connection, tenant, group, signal))] });
  return found;
}

/**
 * The groups that one endpoint is a direct member of, live. Central may ignore a filter, and then lists every group: of more than
 * one, the members are asked, and of more than MOST_ASKED it is CENTRAL_SHAPE. A single group that it should not have listed only
 * makes the device be in one group more, which keeps. Faults as above.
 */
export async function groupsOfEndpoint(
  shared: CentralConnection,
  tenant: Tenant,
  id: EndpointId,
  signal: AbortSignal | undefined,
): Promise<readonly NamedGroup[]> {
  // A deletion waits for it, while reading the groups of a tenant is collecting.
  const connection = { ...shared, wire: { ...shared.wire, budget: urgently(shared.wire.budget) } };
  const listed = await namedGroups(connection, groupsOf(tenant, { endpointIds: id }), tenant, signal);
  if (listed.length <= 1) return listed;
  if (listed.length > MOST_ASKED) throw shapeFault("the group of one endpoint", new URL(tenant.apiHost).host);
  const holding: NamedGroup[] = [];
  for (const group of listed)
    if ((await membersOf(connection, tenant, group, signal)).has(id)) holding.push(group);
  return holding;
}

async function namedGroups(
  connection: CentralConnection,
  listing: Listing,
  tenant: Tenant,
  signal: AbortSignal | undefined,
): Promise<readonly NamedGroup[]> {
  const groups = await wholeListing(connection, listing, signal);
  return groups.map((item) => {
    const { data } = Group.safeParse(item);
    const foreign = data?.tenant != null && data.tenant.id.toLowerCase() !== tenant.id;
    if (data === undefined || foreign)
      throw shapeFault("groups of the tenant with legible ids and names", new URL(tenant.apiHost).host);
    return { id: data.id, name: data.name };
  });
}

async function membersOf(
  connection: CentralConnection,
  tenant: Tenant,
  group: NamedGroup,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<EndpointId>> {
  for (let walks = 1; ; walks++) {
    const { members, expected } = await walkMembers(connection, tenant, group, signal);
    if (expected === undefined || members.size === expected) return members;
    if (walks >= WALKS)
      throw shapeFault("all the members of a group that it counted", new URL(tenant.apiHost).host);
  }
}

async function walkMembers(
  connection: CentralConnection,
  tenant: Tenant,
  group: NamedGroup,
  signal: AbortSignal | undefined,
): Promise<{ readonly members: ReadonlySet<EndpointId>; readonly expected: number | undefined }> {
  const { host } = new URL(tenant.apiHost);
  const members = new Set<EndpointId>();
  const keys = new Set<string>();
  for (let key = ""; ;) {
    const query = { pageSize: PAGE_SIZE, pageTotal: "true", ...(key !== "" && { pageFromKey: key }) };
    const reading = readingFor(tenant, `${PATH}/${group.id}/endpoints`);
    const parsed = Members.safeParse(await readJson(connection, { ...reading, query }, signal));
    if (!parsed.success) throw shapeFault("a page of a group's members", host);
    const { items, pages } = parsed.data;
    for (const item of items) {
      const id = endpointId(item.id);
      if (id === undefined) throw shapeFault("members of groups with legible ids", host);
      members.add(id);
    }
    const next = pages.nextKey ?? "";
    if (next === "") return { members, expected: pages.items };
    if (keys.has(next) || items.length === 0) throw shapeFault("an end to a group's members", host);
    keys.add(next);
    key = next;
  }
}

const PATH = "/endpoint/v1/endpoint-groups";

const groupsOf = (tenant: Tenant, query: Readonly<Record<string, string>>): Listing => ({
  reading: { ...readingFor(tenant, PATH), query: { sort: "id:asc", ...query } },
  what: "endpoint groups",
  idOf: (item) => Group.safeParse(item).data?.id,
});

const readingFor = (tenant: Tenant, path: string): Listing["reading"] => ({
  origin: tenant.apiHost,
  path,
  headers: { "X-Tenant-ID": tenant.id },
  purpose: "groups",
});
