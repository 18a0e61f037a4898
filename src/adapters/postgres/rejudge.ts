import type { Digest, EndpointId, TenantId } from "../../core/model/ids.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Sql } from "./sql.ts";

// The queue of endpoints that must be judged again. Merges put into it whom a change concerns, before they apply it: the
// changed rows themselves, and the current endpoints that share a key, old or new, with them.
//
//   queued ──pending reads its evidence──▶ taken ──save──▶ off the queue
//     ▲                                      │
//     └────────────── changes again ─────────┘     save leaves it: the decision was about older evidence

/**
 * A serial number on more endpoints than this is a placeholder that nobody has listed yet; identity ignores it from far
 * fewer on. One more device with it concerns nobody, and would otherwise queue all of them each day.
 */
export const SERIAL_CROWD = 50;

// Any number; it has only to be the same in every Rollcall, and another one than the migrations'.
const QUEUE_LOCK = 0x726f6c6d;

/**
 * Whoever writes to the queue does so alone until its transaction ends, and takes this lock before the head of the ledger:
 * merges and savers touch the same rows in different orders, which would be deadlocks.
 */
export async function lockQueue(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock($1::bigint)", [QUEUE_LOCK]);
}

const INSERT = `insert into rollcall.rejudge (tenant_id, endpoint_id)`;
const AGAIN = `on conflict (tenant_id, endpoint_id) do update set taken = false`;

const CROWDED = `select serial_key from rollcall.endpoint
  where tenant_id = $1 and gone_at is null and serial_key is not null
  group by serial_key having count(*) > ${SERIAL_CROWD}`;

/** Current endpoints of tenant $1 that share a host or a usable serial key with a row of the CTE named. */
const sharersOf = (cte: string): string => `
  select e.endpoint_id from rollcall.endpoint e
  where e.tenant_id = $1 and e.gone_at is null and e.host_key in (select host_key from ${cte})
  union
  select e.endpoint_id from rollcall.endpoint e
  where e.tenant_id = $1 and e.gone_at is null and e.serial_key in (
    select serial_key from ${cte} except select serial_key from crowded)`;

/** Queues whom the added, changed and gone endpoints of a staged collection concern. */
export async function queueForChangedEndpoints(
  sql: Sql,
  tenant: TenantId,
  collection: number,
): Promise<void> {
  await sql.query(
    `with crowded as (${CROWDED}),
     altered as (
       select s.endpoint_id, s.host_key, s.serial_key, e.host_key as old_host_key, e.serial_key as old_serial_key
       from rollcall.endpoint_stage s
       left join rollcall.endpoint e on e.tenant_id = $1 and e.endpoint_id = s.endpoint_id
       where s.collection_number = $2
         and (e.endpoint_id is null or e.gone_at is not null or e.hash <> s.hash)),
     moved as (
       select host_key, serial_key from altered
       union all select old_host_key, old_serial_key from altered
       union all
       select e.host_key, e.serial_key from rollcall.endpoint e
       where e.tenant_id = $1 and e.gone_at is null and not exists (
         select 1 from rollcall.endpoint_stage s
         where s.collection_number = $2 and s.endpoint_id = e.endpoint_id))
     ${INSERT}
     select $1, endpoint_id from (select endpoint_id from altered union ${sharersOf("moved")}) concerned
     ${AGAIN}`,
    [tenant, collection],
  );
}

/**
 * Queues whom endpoints concern that are as they were but for lastSeenAt or online. Nobody, as a rule: an endpoint that is
 * kept for having been seen recently, among others like it, is kept all the more. But a date that is unknown, goes back or
 * lies in the future says something else.
 */
export async function queueForSeenEndpoints(
  sql: Sql,
  tenant: TenantId,
  collection: number,
  at: Instant,
): Promise<void> {
  await sql.query(
    `with crowded as (${CROWDED}),
     seen as (
       select e.endpoint_id, e.host_key, e.serial_key,
         coalesce(s.last_seen_at >= e.last_seen_at and s.last_seen_at <= $3::bigint, false) as forward
       from rollcall.endpoint_stage s
       join rollcall.endpoint e on e.tenant_id = $1 and e.endpoint_id = s.endpoint_id
       where s.collection_number = $2 and e.gone_at is null and e.hash = s.hash and e.volatile <> s.volatile),
     restless as (
       select e.endpoint_id, e.host_key, e.serial_key from rollcall.endpoint e
       left join rollcall.assessment a using (tenant_id, endpoint_id)
       where e.tenant_id = $1 and e.gone_at is null and a.recently_seen is not true),
     loud as (
       select * from seen where not forward
         or endpoint_id in (select endpoint_id from restless)
         or host_key in (select host_key from restless)
         or serial_key in (select serial_key from restless except select serial_key from crowded))
     ${INSERT}
     select $1, endpoint_id from (select endpoint_id from loud union ${sharersOf("loud")}) concerned
     ${AGAIN}`,
    [tenant, collection, at],
  );
}

/** Queues the endpoints, of any tenant, that share a host or alias key with a row of the query: columns host_key, alias_key. */
export async function queueSharingKeys(
  sql: Sql,
  keys: string,
  params: readonly (string | number)[],
): Promise<void> {
  await sql.query(
    `with moved as (${keys})
     ${INSERT}
     select tenant_id, endpoint_id from rollcall.endpoint
     where gone_at is null and host_key in (select host_key from moved)
     union
     select tenant_id, endpoint_id from rollcall.endpoint
     where gone_at is null and alias_key in (select alias_key from moved)
     ${AGAIN}`,
    params,
  );
}

/** Queues one endpoint, if it is current: one that is gone is queued when it comes back. */
export async function queueEndpoint(sql: Sql, tenant: TenantId, endpoint: EndpointId): Promise<void> {
  await sql.query(
    `${INSERT}
     select tenant_id, endpoint_id from rollcall.endpoint
     where tenant_id = $1 and endpoint_id = $2 and gone_at is null
     ${AGAIN}`,
    [tenant, endpoint],
  );
}

/** Queues these endpoints, as far as they are current. */
export async function queueEndpoints(sql: Sql, keys: readonly EndpointKey[]): Promise<void> {
  await sql.query(
    `${INSERT}
     select e.tenant_id, e.endpoint_id from unnest($1::text[], $2::text[]) k (tenant_id, endpoint_id)
     join rollcall.endpoint e using (tenant_id, endpoint_id)
     where e.gone_at is null
     ${AGAIN}`,
    [keys.map((key) => key.tenant_id), keys.map((key) => key.endpoint_id)],
  );
}

/** Queues every current endpoint: of one tenant, or of all. */
export async function queueAll(sql: Sql, tenant?: TenantId): Promise<void> {
  await sql.query(
    `${INSERT}
     select tenant_id, endpoint_id from rollcall.endpoint
     where gone_at is null and ($1::text is null or tenant_id = $1)
     ${AGAIN}`,
    [tenant ?? null],
  );
}

/** Queues the current endpoints that were never judged, were judged by another policy, or whose date has come. */
export async function queueDue(sql: Sql, policyHash: Digest, now: Instant): Promise<void> {
  await sql.query(
    `${INSERT}
     select e.tenant_id, e.endpoint_id from rollcall.endpoint e
     left join rollcall.assessment a using (tenant_id, endpoint_id)
     where e.gone_at is null
       and (a.endpoint_id is null or a.policy_hash <> $1 or a.review_at <= $2::bigint)
     on conflict do nothing`,
    [policyHash, now],
  );
}

/** One endpoint of the queue, by its key. */
export interface EndpointKey {
  readonly tenant_id: string;
  readonly endpoint_id: string;
}

/** Marks the next of the queue after a key as taken, in order of tenant and id. */
export async function takeNext(sql: Sql, after: EndpointKey, count: number): Promise<readonly EndpointKey[]> {
  // Ordered by the database, whose collation may not be ours: the last row is where the next call goes on.
  return sql.query<EndpointKey>(
    `with next as (
       select tenant_id, endpoint_id from rollcall.rejudge
       where (tenant_id, endpoint_id) > ($1, $2) order by tenant_id, endpoint_id limit $3::integer),
     taken as (
       update rollcall.rejudge q set taken = true from next
       where q.tenant_id = next.tenant_id and q.endpoint_id = next.endpoint_id)
     select tenant_id, endpoint_id from next order by tenant_id, endpoint_id`,
    [after.tenant_id, after.endpoint_id, count],
  );
}
