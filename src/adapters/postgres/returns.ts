import type { EndpointId, PlanId, TenantId } from "../../core/model/ids.ts";
import { instant } from "../../core/model/instant.ts";
import type { ReturnSign } from "../../core/retire/return-detection.ts";
import type { DeviceReturn, KnownReturn, ReturnStore } from "../../ports/return-store.ts";
import { storable } from "./copy-text.ts";
import { instantOrNone } from "./instants.ts";
import { lockQueue, queueEndpoint } from "./rejudge.ts";
import { atomically, countWritten, queryOne, type Param, type Sql } from "./sql.ts";
import { SENT, watchedDeletions } from "./watched-deletions.ts";

/** Returns over one connection or transaction. */
export const returnStore = (sql: Sql): ReturnStore => ({
  watched: (since) => watchedDeletions(sql, since),
  watchedTenants: async (since) => {
    const rows = await sql.query<{ tenant_id: TenantId; unread_since: number }>(
      `select r.tenant_id, coalesce(e.read_through, min(r.intended_at)) as unread_since
       from rollcall.removal r left join rollcall.event_reading e using (tenant_id)
       where ${SENT} and r.intended_at >= $1 group by r.tenant_id, e.read_through order by r.tenant_id`,
      [since],
    );
    return rows.map((row) => ({ tenant: row.tenant_id, unreadSince: instant(row.unread_since) }));
  },
  eventsRead: async (through) => {
    if (through.size === 0) return;
    await sql.query(
      `insert into rollcall.event_reading (tenant_id, read_through)
       select * from unnest($1::text[], $2::bigint[])
       on conflict (tenant_id) do update set read_through = greatest(event_reading.read_through, excluded.read_through)`,
      [[...through.keys()], [...through.values()]],
    );
  },
  record: async (found) => atomically(sql, async (tx) => record(tx, found)),
  addLesson: async ({ tenant, endpoint, plan }, lesson) => {
    const written = await countWritten(
      sql,
      "update rollcall.device_return set lesson = $4 where tenant_id = $1 and endpoint_id = $2 and plan_id = $3",
      [tenant, endpoint, plan, storable(lesson)],
    );
    return written === 1;
  },
  list: async (since) =>
    read(sql, "$1::bigint is null or r.deleted_at >= $1", [since === "ever" ? null : since]),
  of: async ({ tenant, endpoint, plan }) => {
    const [known] = await read(sql, "r.tenant_id = $1 and r.endpoint_id = $2 and r.plan_id = $3", [
      tenant,
      endpoint,
      plan,
    ]);
    return known;
  },
  deletionsSince: async (since) => {
    const { count } = await queryOne<{ count: number }>(
      sql,
      `select count(*) as count from rollcall.removal r where ${SENT} and r.intended_at >= $1`,
      [since],
    );
    return count;
  },
  vanishedSince: async (since) => {
    const rows = await sql.query<{ tenant_id: TenantId; gone_at: number; last_seen_at: number | null }>(
      `select e.tenant_id, e.gone_at, e.last_seen_at from rollcall.endpoint e
       where e.gone_at >= $1 and not exists (select 1 from rollcall.removal r
         where r.tenant_id = e.tenant_id and r.endpoint_id = e.endpoint_id and ${SENT})`,
      [since],
    );
    return rows.map((row) => ({
      tenant: row.tenant_id,
      goneAt: instant(row.gone_at),
      lastSeenAt: instantOrNone(row.last_seen_at),
    }));
  },
});

async function record(sql: Sql, found: DeviceReturn): Promise<boolean> {
  await lockQueue(sql);
  const written = await countWritten(
    sql,
    `insert into rollcall.device_return (plan_id, tenant_id, endpoint_id, hostname, deleted_at, returned_at, noticed_at, signs,
       new_endpoint_id, lesson)
     values ($1, $2, $3, $4, $5, $6, $7, string_to_array($8, ','), $9, $10) on conflict do nothing`,
    [
      found.plan,
      found.tenant,
      found.endpoint,
      storable(found.hostname),
      found.deletedAt,
      found.returnedAt,
      found.noticedAt,
      found.signs.join(","),
      found.as ?? null,
      found.lesson === undefined ? null : storable(found.lesson),
    ],
  );
  if (written === 0) return false;
  for (const endpoint of new Set([found.endpoint, found.as].filter((id) => id !== undefined))) {
    await sql.query(
      `insert into rollcall.return_seen (tenant_id, endpoint_id, returned_at) values ($1, $2, $3)
       on conflict (tenant_id, endpoint_id) do update
         set returned_at = greatest(return_seen.returned_at, excluded.returned_at)`,
      [found.tenant, endpoint, found.noticedAt],
    );
    await queueEndpoint(sql, found.tenant, endpoint);
  }
  return true;
}

async function read(sql: Sql, which: string, params: readonly Param[]): Promise<readonly KnownReturn[]> {
  const rows = await sql.query<{
    plan_id: PlanId;
    tenant_id: TenantId;
    tenant_name: string;
    endpoint_id: EndpointId;
    hostname: string;
    deleted_at: number;
    returned_at: number;
    noticed_at: number;
    signs: string;
    new_endpoint_id: EndpointId | null;
    lesson: string | null;
  }>(
    `select r.plan_id, r.tenant_id, coalesce(t.name, r.tenant_id) as tenant_name, r.endpoint_id, r.hostname, r.deleted_at,
       r.returned_at, r.noticed_at, array_to_string(r.signs, ',') as signs, r.new_endpoint_id, r.lesson
     from rollcall.device_return r left join rollcall.tenant t using (tenant_id)
     where ${which} order by r.noticed_at desc, r.tenant_id, r.endpoint_id`,
    params,
  );
  return rows.map((row) => ({
    plan: row.plan_id,
    tenant: row.tenant_id,
    tenantName: row.tenant_name,
    endpoint: row.endpoint_id,
    hostname: row.hostname,
    deletedAt: instant(row.deleted_at),
    returnedAt: instant(row.returned_at),
    noticedAt: instant(row.noticed_at),
    signs: row.signs.split(",") as readonly ReturnSign[],
    as: row.new_endpoint_id ?? undefined,
    lesson: row.lesson ?? undefined,
  }));
}
