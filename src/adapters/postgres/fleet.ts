import type { TenantId } from "../../core/model/ids.ts";
import { DAY, type Instant } from "../../core/model/instant.ts";
import type { Scope } from "../../ports/device-list.ts";
import type { FleetCounts, FleetStore, Waiting } from "../../ports/fleet-store.ts";
import { BY_DEVICE, readTenantFigures, utcDay } from "./candidates.ts";
import { DISPOSITIONS, UNJUDGED } from "./device-rows.ts";
import { queryOne, type Sql } from "./sql.ts";

/** Kept counts over one connection or transaction. */
export const fleetStore = (sql: Sql): FleetStore => ({
  counts: async (tenants) => {
    const rows = await sql.query<{ tenant_id: TenantId } & FleetCounts>(
      `select tenant_id,
         coalesce(sum(devices) filter (where label = 'keep'), 0)::bigint as keep,
         coalesce(sum(devices) filter (where label = 'review'), 0)::bigint as review,
         coalesce(sum(devices) filter (where label = 'retire'), 0)::bigint as retire,
         coalesce(sum(devices) filter (where label = 'unjudged'), 0)::bigint as unjudged
       from rollcall.device_count
       where label in (${DISPOSITIONS})
         and ($1::text[] is null or tenant_id = any ($1::text[]))
       group by tenant_id having sum(devices) > 0`,
      [tenants === "all" ? null : tenants],
    );
    return new Map(rows.map(({ tenant_id, ...counts }) => [tenant_id, counts]));
  },
  waiting: async (tenants, soon) => waiting(sql, tenants, soon),
  tenantFigures: async (now) => readTenantFigures(sql, now, BY_DEVICE),
  remember: async ({ keep, review, retire }, at) => {
    await sql.query(
      `insert into rollcall.fleet_day (day, keep, review, retire) values ($1, $2, $3, $4)
       on conflict (day) do update set keep = excluded.keep, review = excluded.review, retire = excluded.retire`,
      [utcDay(at), keep, review, retire],
    );
  },
  days: async (since) => {
    const rows = await sql.query<{
      day: number;
      keep: number;
      review: number;
      retire: number;
      deleted: number;
    }>(
      `select f.day, f.keep, f.review, f.retire, count(r.number) as deleted
       from rollcall.fleet_day f
       left join rollcall.removal r on r.mode = 'enforce' and r.outcome = 'retired'
         and r.intended_at >= f.day::bigint * ${DAY} and r.intended_at < (f.day::bigint + 1) * ${DAY}
       where f.day >= $1::integer group by f.day order by f.day`,
      [utcDay(since)],
    );
    return rows.map(({ day, keep, review, retire, deleted }) => ({
      day,
      counts: { keep, review, retire },
      deleted,
    }));
  },
});

const SCOPE = "($1::text[] is null or tenant_id = any ($1::text[]))";
const OVER = "('retired', 'closed')";
const IN_REVIEW = "d.labels && array['review']";

/**
 * Of those in review almost all are queued, so the others are counted: they have a case that is not over, or are to be judged
 * again. A quarantine without an end asks for a person, too.
 */
async function waiting(sql: Sql, tenants: Scope, soon: Instant): Promise<Waiting> {
  return queryOne<Waiting>(
    sql,
    `with own as (select * from rollcall.review_case where ${SCOPE}),
       taken as (
         select tenant_id, endpoint_id from own where state not in ${OVER}
         union select tenant_id, endpoint_id from rollcall.rejudge where ${SCOPE})
     select
       (select count(*) from own where state = 'open') as open,
       (select count(*) from own where state = 'approved') as approved,
       (select count(*) from own where state = 'expired') as expired,
       (select count(*) from own where state in ('open', 'approved') and until_at <= $2::bigint) as soon,
       (select coalesce(sum(devices), 0)::bigint from rollcall.device_count where label = 'review' and ${SCOPE})
         - (select count(*) from taken join rollcall.device d using (tenant_id, endpoint_id) where ${IN_REVIEW})
         + (select count(*) from rollcall.quarantine q join rollcall.device d using (tenant_id, endpoint_id)
            where q.until_at is null and ${SCOPE} and not ${IN_REVIEW} and d.labels[2] <> '${UNJUDGED}'
              and not exists (select 1 from taken t where t.tenant_id = d.tenant_id and t.endpoint_id = d.endpoint_id)) as queued`,
    [tenants === "all" ? null : tenants, soon],
  );
}
