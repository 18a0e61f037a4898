import type { EndpointId, TenantId } from "../../core/model/ids.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { MergeFigures, VanishedEndpoint } from "../../ports/inventory-store.ts";
import { wasEverComplete, type OpenCollection } from "./collections.ts";
import { addDevices, dropDevices, refreshDevices } from "./device-rows.ts";
import { NO_HOSTNAME } from "./endpoint-record.ts";
import { queueForChangedEndpoints, queueForSeenEndpoints } from "./rejudge.ts";
import { keepEndedSilences } from "./silences.ts";
import { countWritten, type Sql } from "./sql.ts";
import { joinWhole, keepStatistics } from "./statistics.ts";

// From the staging table into the current one, within one transaction. Unchanged rows are not touched.

/** Merges what was staged of a tenant. The stage holds one row of each id, `staged` of them, and all that were read. */
export async function mergeStagedEndpoints(
  sql: Sql,
  collection: OpenCollection,
  tenant: TenantId,
  staged: number,
  at: Instant,
): Promise<MergeFigures & { readonly vanished: readonly VanishedEndpoint[] }> {
  const merge = { sql, tenant, number: collection.number, at };
  await joinWhole(sql);
  await queueForChangedEndpoints(sql, tenant, collection.number);
  await queueForSeenEndpoints(sql, tenant, collection.number, at);
  await keepEndedSilences(sql, tenant, collection.number, at);
  const vanished = await findVanished(merge);
  if (vanished.length > 0) await markGone(merge);
  const changed = await updateChanged(merge);
  await updateSeen(merge);
  const appeared = await wasEverComplete(sql, { kind: "tenant", tenant });
  const added = await insertAdded(merge, appeared);
  await refreshDevices(sql, tenant, collection.number);
  await addDevices(sql, tenant, collection.number);
  await keepStatistics(sql, "endpoint");
  await keepStatistics(sql, "device");
  return { added, changed, unchanged: staged - added - changed, gone: vanished.length, vanished };
}

interface Merge {
  readonly sql: Sql;
  readonly tenant: TenantId;
  readonly number: number;
  readonly at: Instant;
}

const ABSENT = `e.tenant_id = $1 and e.gone_at is null and not exists (
  select 1 from rollcall.endpoint_stage s where s.collection_number = $2 and s.endpoint_id = e.endpoint_id)`;

const PRESENT = `s.collection_number = $2 and e.tenant_id = $1 and e.endpoint_id = s.endpoint_id`;

/** The current ones that the reading has not. Ours is a deletion sent while the endpoint was last present. */
async function findVanished({ sql, tenant, number }: Merge): Promise<readonly VanishedEndpoint[]> {
  const rows = await sql.query<{ endpoint_id: EndpointId; hostname: string | null; by_us: boolean }>(
    `select e.endpoint_id, e.hostname, exists (
       select 1 from rollcall.removal r
       join rollcall.endpoint_sighting p on p.tenant_id = r.tenant_id and p.endpoint_id = r.endpoint_id
         and p.missed_at is null and r.intended_at >= p.first_at
       where r.tenant_id = e.tenant_id and r.endpoint_id = e.endpoint_id and r.mode = 'enforce'
         and (r.outcome is null or r.outcome in ('retired', 'unconfirmed'))) as by_us
     from rollcall.endpoint e where ${ABSENT} order by e.endpoint_id`,
    [tenant, number],
  );
  return rows.map((row) => ({
    tenant,
    endpoint: row.endpoint_id,
    hostname: row.hostname ?? NO_HOSTNAME,
    byUs: row.by_us,
  }));
}

async function markGone({ sql, tenant, number, at }: Merge): Promise<void> {
  await sql.query(
    `update rollcall.endpoint_sighting p set missed_at = $3::bigint, last_at = greatest(p.first_at, (
       select max(c.finished_at) from rollcall.collection c
       where c.source_kind = 'tenant' and c.source_name = $1 and c.coverage_kind = 'complete'))
     from rollcall.endpoint e
     where p.tenant_id = e.tenant_id and p.endpoint_id = e.endpoint_id and p.missed_at is null and ${ABSENT}`,
    [tenant, number, at],
  );
  // A candidate that went and comes back starts anew.
  await sql.query(
    `update rollcall.assessment a set candidate_since = null from rollcall.endpoint e
     where a.tenant_id = e.tenant_id and a.endpoint_id = e.endpoint_id and a.candidate_since is not null and ${ABSENT}`,
    [tenant, number],
  );
  await sql.query(
    `delete from rollcall.rejudge q using rollcall.endpoint e
     where q.tenant_id = e.tenant_id and q.endpoint_id = e.endpoint_id and ${ABSENT}`,
    [tenant, number],
  );
  await dropDevices(sql, tenant, number);
  await sql.query(`update rollcall.endpoint e set gone_at = $3::bigint where ${ABSENT}`, [
    tenant,
    number,
    at,
  ]);
}

async function updateChanged({ sql, tenant, number, at }: Merge): Promise<number> {
  await sql.query(
    `insert into rollcall.endpoint_sighting (tenant_id, endpoint_id, first_at)
     select e.tenant_id, e.endpoint_id, $3::bigint from rollcall.endpoint e, rollcall.endpoint_stage s
     where ${PRESENT} and e.gone_at is not null`,
    [tenant, number, at],
  );
  return countWritten(
    sql,
    `update rollcall.endpoint e set hostname = s.hostname, host_key = s.host_key, alias_key = s.alias_key,
       serial_key = s.serial_key, hash = s.hash, record = s.record, volatile = s.volatile,
       last_seen_at = s.last_seen_at, gone_at = null
     from rollcall.endpoint_stage s
     where ${PRESENT} and (e.gone_at is not null or e.hash <> s.hash)`,
    [tenant, number],
  );
}

async function updateSeen({ sql, tenant, number }: Merge): Promise<void> {
  await sql.query(
    `update rollcall.endpoint e set volatile = s.volatile, last_seen_at = s.last_seen_at
     from rollcall.endpoint_stage s where ${PRESENT} and e.hash = s.hash and e.volatile <> s.volatile`,
    [tenant, number],
  );
}

/** @param appeared whether the tenant was read whole before: then what is new now came after that. */
async function insertAdded({ sql, tenant, number, at }: Merge, appeared: boolean): Promise<number> {
  const NEW = `from rollcall.endpoint_stage s where s.collection_number = $2 and not exists (
    select 1 from rollcall.endpoint e where e.tenant_id = $1 and e.endpoint_id = s.endpoint_id)`;
  await sql.query(
    `insert into rollcall.endpoint_sighting (tenant_id, endpoint_id, first_at)
     select $1, s.endpoint_id, $3::bigint ${NEW}`,
    [tenant, number, at],
  );
  return countWritten(
    sql,
    `insert into rollcall.endpoint (tenant_id, endpoint_id, hostname, host_key, alias_key, serial_key, hash, record,
       volatile, last_seen_at, first_seen_at, appeared_at)
     select $1, s.endpoint_id, s.hostname, s.host_key, s.alias_key, s.serial_key, s.hash, s.record,
       s.volatile, s.last_seen_at, $3::bigint, $4::bigint ${NEW}`,
    [tenant, number, at, appeared ? at : null],
  );
}
