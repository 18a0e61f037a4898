import type { DeviceClass } from "../../core/assess/device-class.ts";
import { CLOCK_TOLERANCE, EARLIEST } from "../../core/assess/last-seen.ts";
import type { Disposition } from "../../core/assess/reason.ts";
import type { TenantId } from "../../core/model/ids.ts";
import { DAY, instant, type Instant } from "../../core/model/instant.ts";
import { FEWEST_INACTIVE_DAYS } from "../../core/model/policy.ts";
import type { Silence, SilentDevice, WatchedTenant } from "../../core/plan/backtest.ts";
import type { SilenceStore } from "../../ports/silence-store.ts";
import type { Sql } from "./sql.ts";

// One row a silence that ended, written when the reading that ends it is merged: the cost is that of what changed.

/** Shorter ones are met by no threshold. */
const SHORTEST = FEWEST_INACTIVE_DAYS * DAY;

const NOT_ONLINE = `(e.volatile::json ->> 'online') is distinct from 'true'`;

/** The last complete reading that had the endpoint, before the one that is merged now. */
const WATCHED = `case when e.gone_at is null then (
    select max(c.finished_at) from rollcall.collection c
    where c.source_kind = 'tenant' and c.source_name = $1 and c.coverage_kind = 'complete')
  else (
    select max(p.last_at) from rollcall.endpoint_sighting p
    where p.tenant_id = e.tenant_id and p.endpoint_id = e.endpoint_id) end`;

/** Writes the silences that a staged collection ends, before it is applied. */
export async function keepEndedSilences(
  sql: Sql,
  tenant: TenantId,
  collection: number,
  at: Instant,
): Promise<void> {
  await sql.query(
    `insert into rollcall.silence_watch (tenant_id, since_at) values ($1, $2::bigint) on conflict do nothing`,
    [tenant, at],
  );
  await sql.query(
    `with ended as (
       select e.endpoint_id, e.last_seen_at as from_at, s.last_seen_at as until_at, ${WATCHED} as watched_at
       from rollcall.endpoint e join rollcall.endpoint_stage s on s.collection_number = $2 and s.endpoint_id = e.endpoint_id
       where e.tenant_id = $1 and e.last_seen_at between ${EARLIEST} and $3::bigint - ${SHORTEST}
         and s.last_seen_at > e.last_seen_at and s.last_seen_at <= $3::bigint + ${CLOCK_TOLERANCE} and ${NOT_ONLINE})
     insert into rollcall.silence (tenant_id, endpoint_id, from_at, until_at, watched_at, otherwise)
     select $1, d.endpoint_id, d.from_at, d.until_at, d.watched_at, a.otherwise
     from ended d left join rollcall.assessment a on a.tenant_id = $1 and a.endpoint_id = d.endpoint_id
     where d.watched_at - d.from_at >= ${SHORTEST}
     on conflict (tenant_id, endpoint_id, from_at) do update set
       until_at = excluded.until_at, watched_at = greatest(silence.watched_at, excluded.watched_at),
       otherwise = excluded.otherwise`,
    [tenant, collection, at],
  );
}

/** Silences over one connection or transaction. */
export const silenceStore = (sql: Sql): SilenceStore => ({
  watched: async (tenants) => watched(sql, tenants),
  devices: (tenants) => devices(sql, tenants),
});

async function watched(
  sql: Sql,
  tenants: readonly TenantId[] | undefined,
): Promise<readonly WatchedTenant[]> {
  const rows = await sql.query<{ tenant_id: TenantId; since_at: number; until_at: number }>(
    `select w.tenant_id, w.since_at, coalesce(max(c.finished_at), w.since_at) as until_at
     from rollcall.silence_watch w
     left join rollcall.collection c
       on c.source_kind = 'tenant' and c.source_name = w.tenant_id and c.coverage_kind = 'complete'
     where $1::text[] is null or w.tenant_id = any ($1::text[])
     group by w.tenant_id, w.since_at order by w.tenant_id`,
    [tenants ?? null],
  );
  return rows.map((row) => ({
    tenant: row.tenant_id,
    sinceAt: instant(row.since_at),
    untilAt: instant(row.until_at),
  }));
}

interface StoredDevice {
  readonly tenant_id: TenantId;
  readonly device_class: DeviceClass | null;
  readonly otherwise: Disposition | null;
  /** Of the silence that no report ended; null when there is none that is long enough. */
  readonly from_at: number | null;
  readonly watched_at: number | null;
  readonly gone: boolean;
  readonly returned: boolean;
  readonly ended: readonly {
    readonly from_at: number;
    readonly watched_at: number;
    readonly otherwise: Disposition | null;
  }[];
}

/** Endpoints of the tenants $1, each last read whole at the instant of $2, that were silent for long enough. */
const DEVICES = `
  with watched as (
    select e.tenant_id, e.endpoint_id, e.gone_at is not null as gone,
      case when e.last_seen_at >= ${EARLIEST} and ${NOT_ONLINE} then e.last_seen_at end as from_at,
      case when e.gone_at is null then r.finished_at else (
        select max(p.last_at) from rollcall.endpoint_sighting p
        where p.tenant_id = e.tenant_id and p.endpoint_id = e.endpoint_id) end as watched_at
    from unnest($1::text[], $2::bigint[]) r (tenant_id, finished_at) join rollcall.endpoint e using (tenant_id)),
  ended as (
    select s.tenant_id, s.endpoint_id, json_agg(json_build_object('from_at', s.from_at, 'watched_at', s.watched_at,
      'otherwise', s.otherwise) order by s.from_at) as silences
    from rollcall.silence s where s.tenant_id = any ($1::text[]) group by s.tenant_id, s.endpoint_id)
  select w.tenant_id, w.gone, w.watched_at, case when w.watched_at - w.from_at >= ${SHORTEST} then w.from_at end as from_at,
    a.device_class, a.otherwise, coalesce(d.silences, '[]') as ended,
    exists (select 1 from rollcall.device_return b
      where b.tenant_id = w.tenant_id and b.endpoint_id = w.endpoint_id) as returned
  from watched w
  left join ended d using (tenant_id, endpoint_id)
  left join rollcall.assessment a using (tenant_id, endpoint_id)
  where w.watched_at - w.from_at >= ${SHORTEST} or d.silences is not null
  order by w.tenant_id, w.endpoint_id`;

/** Tenants a statement: one for each of thousands would take as many times longer. */
const CHUNK = 100;

async function* devices(
  sql: Sql,
  tenants: readonly TenantId[] | undefined,
): AsyncGenerator<readonly SilentDevice[]> {
  const readings = await watched(sql, tenants);
  for (let from = 0; from < readings.length; from += CHUNK) {
    const chunk = readings.slice(from, from + CHUNK);
    const rows = await sql.query<StoredDevice>(DEVICES, [
      chunk.map((one) => one.tenant),
      chunk.map((one) => one.untilAt),
    ]);
    if (rows.length > 0) yield rows.map(deviceOf);
  }
}

const deviceOf = (row: StoredDevice): SilentDevice => ({
  tenant: row.tenant_id,
  // Never judged: as little is known of its class as of one that no source tells.
  deviceClass: row.device_class ?? "unknown",
  silences: [
    ...row.ended.map((one): Silence => ({
      fromAt: instant(one.from_at),
      watchedAt: instant(one.watched_at),
      end: "reported_again",
      otherwise: one.otherwise ?? undefined,
    })),
    ...lastOf(row),
  ],
});

/** The silence that no report of this endpoint ended. One of ours that came back did so under another id. */
function lastOf(row: StoredDevice): readonly Silence[] {
  if (row.from_at === null || row.watched_at === null) return [];
  const end = row.gone ? (row.returned ? "reported_again" : "left") : "lasts";
  return [
    {
      fromAt: instant(row.from_at),
      watchedAt: instant(row.watched_at),
      end,
      otherwise: row.otherwise ?? undefined,
    },
  ];
}
