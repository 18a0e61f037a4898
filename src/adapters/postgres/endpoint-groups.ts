import type { NamedGroup } from "../../core/model/endpoint.ts";
import type { EndpointId, TenantId } from "../../core/model/ids.ts";
import { instant, type Instant } from "../../core/model/instant.ts";
import { missing, unreadable, type Maybe } from "../../core/model/unknown.ts";
import type { GroupMembers } from "../../ports/endpoint-source.ts";
import type { GroupStore, KnownGroups } from "../../ports/group-store.ts";
import { lockQueue, queueAll, queueEndpoints, type EndpointKey } from "./rejudge.ts";
import { atomically, type Sql } from "./sql.ts";

/** Groups and their members over one connection or transaction. */
export const groupStore = (sql: Sql): GroupStore => ({
  save: async (tenant, groups, at) =>
    atomically(sql, async (tx) => {
      await lockQueue(tx);
      await (groups === "unreadable" ? saveUnreadable(tx, tenant, at) : saveGroups(tx, tenant, groups, at));
    }),
  forgetBut: async (tenants) =>
    atomically(sql, async (tx) => {
      await lockQueue(tx);
      const forgotten = await tx.query<{ tenant_id: TenantId }>(
        "delete from rollcall.group_reading where tenant_id <> all ($1::text[]) returning tenant_id",
        [tenants],
      );
      for (const { tenant_id: tenant } of forgotten) await queueAll(tx, tenant);
    }),
  known: async () => knownGroups(sql),
});

async function saveUnreadable(sql: Sql, tenant: TenantId, at: Instant): Promise<void> {
  // Memberships go with their groups. Whoever was told that there is none is judged again, and so may be any of the tenant.
  await sql.query("delete from rollcall.endpoint_group where tenant_id = $1", [tenant]);
  if ((await noteReading(sql, tenant, at, false)) !== false) await queueAll(sql, tenant);
}

/** Writes down that there was a try; tells whether the one before could be read, undefined where there was none. */
async function noteReading(
  sql: Sql,
  tenant: TenantId,
  at: Instant,
  readable: boolean,
): Promise<boolean | undefined> {
  const [before] = await sql.query<{ readable: boolean }>(
    "select readable from rollcall.group_reading where tenant_id = $1",
    [tenant],
  );
  await sql.query(
    `insert into rollcall.group_reading (tenant_id, read_at, readable) values ($1, $2, $3)
     on conflict (tenant_id) do update set read_at = excluded.read_at, readable = excluded.readable`,
    [tenant, at, readable],
  );
  return before?.readable;
}

async function saveGroups(
  sql: Sql,
  tenant: TenantId,
  groups: readonly GroupMembers[],
  at: Instant,
): Promise<void> {
  if ((await noteReading(sql, tenant, at, true)) !== true) await queueAll(sql, tenant);
  else await queueMoved(sql, tenant, groups);
  const ids = groups.map(({ id }) => id);
  await sql.query(
    "delete from rollcall.endpoint_group where tenant_id = $1 and group_id <> all ($2::text[])",
    [tenant, ids],
  );
  await sql.query(
    `insert into rollcall.endpoint_group (tenant_id, group_id, name)
     select $1, group_id, name from unnest($2::text[], $3::text[]) n (group_id, name)
     on conflict (tenant_id, group_id) do update set name = excluded.name where endpoint_group.name <> excluded.name`,
    [tenant, ids, groups.map(({ name }) => name)],
  );
  const { params } = membersOf(tenant, groups);
  await sql.query(
    `delete from rollcall.group_member m where tenant_id = $1 and not exists (
       select 1 from ${READ} where n.endpoint_id = m.endpoint_id and n.group_id = m.group_id)`,
    params,
  );
  await sql.query(
    `insert into rollcall.group_member (tenant_id, endpoint_id, group_id)
     select $1, endpoint_id, group_id from ${READ} on conflict do nothing`,
    params,
  );
}

const READ = "unnest($2::text[], $3::text[]) n (endpoint_id, group_id)";

function membersOf(tenant: TenantId, groups: readonly GroupMembers[]) {
  const pairs = groups.flatMap(({ id, members }) => members.map((member) => [member, id] as const));
  return { params: [tenant, pairs.map(([member]) => member), pairs.map(([, group]) => group)] };
}

/** Queues whoever joined or left a group, or is in one that has another name now. */
async function queueMoved(sql: Sql, tenant: TenantId, groups: readonly GroupMembers[]): Promise<void> {
  const { params } = membersOf(tenant, groups);
  const moved = await sql.query<EndpointKey>(
    `with fresh as (
       select n.endpoint_id, n.group_id, g.name from ${READ}
       join unnest($4::text[], $5::text[]) g (group_id, name) using (group_id)),
     known as (
       select m.endpoint_id, m.group_id, g.name from rollcall.group_member m
       join rollcall.endpoint_group g using (tenant_id, group_id) where m.tenant_id = $1)
     select $1 as tenant_id, endpoint_id from (
       (select * from fresh except select * from known) union (select * from known except select * from fresh)) moved
     group by endpoint_id`,
    [...params, groups.map(({ id }) => id), groups.map(({ name }) => name)],
  );
  if (moved.length > 0) await queueEndpoints(sql, moved);
}

async function knownGroups(sql: Sql): Promise<readonly KnownGroups[]> {
  const readings = await sql.query<{ tenant_id: TenantId; read_at: number; readable: boolean }>(
    "select tenant_id, read_at, readable from rollcall.group_reading order by tenant_id",
  );
  const rows = await sql.query<{ tenant_id: TenantId; group_id: string; name: string }>(
    "select tenant_id, group_id, name from rollcall.endpoint_group order by tenant_id, group_id",
  );
  const groups = new Map<TenantId, NamedGroup[]>(readings.map(({ tenant_id: tenant }) => [tenant, []]));
  for (const { tenant_id: tenant, group_id: id, name } of rows) groups.get(tenant)?.push({ id, name });
  return readings.map(({ tenant_id: tenant, read_at: readAt, readable }) => ({
    tenant,
    readAt: instant(readAt),
    groups: readable ? (groups.get(tenant) ?? []) : "unreadable",
  }));
}

/** Of each of these endpoints, the groups that have it as a member: `missing` where nobody asked for its tenant's. */
export async function memberships(
  sql: Sql,
  keys: readonly EndpointKey[],
): Promise<(tenant: TenantId, endpoint: EndpointId) => Maybe<readonly NamedGroup[]>> {
  const readings = await sql.query<{ tenant_id: TenantId; readable: boolean }>(
    "select tenant_id, readable from rollcall.group_reading where tenant_id = any ($1::text[])",
    [[...new Set(keys.map((key) => key.tenant_id))]],
  );
  if (readings.length === 0) return () => missing;
  const rows = await sql.query<EndpointKey & { readonly group_id: string; readonly name: string }>(
    `select m.tenant_id, m.endpoint_id, m.group_id, g.name
     from unnest($1::text[], $2::text[]) k (tenant_id, endpoint_id)
     join rollcall.group_member m using (tenant_id, endpoint_id)
     join rollcall.endpoint_group g using (tenant_id, group_id)
     order by m.group_id`,
    [keys.map((key) => key.tenant_id), keys.map((key) => key.endpoint_id)],
  );
  const readable = new Map(readings.map((row) => [row.tenant_id, row.readable]));
  const groups = new Map<string, NamedGroup[]>();
  for (const row of rows) {
    const key = `${row.tenant_id}/${row.endpoint_id}`;
    const of = groups.get(key) ?? [];
    of.push({ id: row.group_id, name: row.name });
    groups.set(key, of);
  }
  return (tenant, endpoint) => {
    const asked = readable.get(tenant);
    if (asked === undefined) return missing;
    return asked ? (groups.get(`${tenant}/${endpoint}`) ?? []) : unreadable;
  };
}
