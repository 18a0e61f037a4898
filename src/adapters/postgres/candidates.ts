import type { Assessment } from "../../core/assess/assessment.ts";
import type { Candidate, TenantFigures } from "../../core/plan/build-plan.ts";
import type { Digest, DirectoryName, TenantId } from "../../core/model/ids.ts";
import { DAY, instant, type Instant } from "../../core/model/instant.ts";
import { shrinkOf } from "../../core/plan/shrink.ts";
import { DISPOSITIONS } from "./device-rows.ts";
import { NO_HOSTNAME } from "./endpoint-record.ts";
import { instantOrNone } from "./instants.ts";
import { sizesBefore } from "./sizes.ts";
import type { Sql } from "./sql.ts";

/** Removals that were intended in enforce on a UTC day: they count as attempts even where the budget's row was lost. */
export const intendedOn = (day: string): string =>
  `mode = 'enforce' and intended_at >= ${day}::bigint * ${DAY} and intended_at < (${day}::bigint + 1) * ${DAY}`;

/** The UTC day an instant lies in, as days since 1970-01-01. */
export const utcDay = (at: Instant): number => Math.floor(at / DAY);

/**
 * Every current endpoint of a covered tenant whose assessment is `retire` and stands: one that is queued again has
 * evidence that nobody has judged.
 */
export async function readCandidates(sql: Sql): Promise<readonly Candidate[]> {
  const rows = await sql.query<{
    record: Assessment;
    tenant_name: string;
    hostname: string | null;
    last_seen_at: number;
    policy_hash: Digest;
    candidate_since: number;
    runs: number;
    deleted_before: boolean;
    failures: number | null;
    until_at: number | null;
  }>(
    `select a.record, t.name as tenant_name, e.hostname, e.last_seen_at, a.policy_hash, a.candidate_since,
       1 + (select count(*) from rollcall.collection c
            where c.source_kind = 'tenant' and c.source_name = a.tenant_id and c.coverage_kind = 'complete'
              and c.started_at > a.candidate_since) as runs,
       exists (select 1 from rollcall.removal r
               where r.tenant_id = a.tenant_id and r.endpoint_id = a.endpoint_id
                 and (r.outcome is null or r.outcome in ('retired', 'unconfirmed'))) as deleted_before,
       x.failures, x.until_at
     from rollcall.assessment a
     join rollcall.endpoint e using (tenant_id, endpoint_id)
     join rollcall.tenant t using (tenant_id)
     left join rollcall.rejudge q using (tenant_id, endpoint_id)
     left join rollcall.quarantine x using (tenant_id, endpoint_id)
     where a.disposition = 'retire' and a.candidate_since is not null and e.gone_at is null and t.covered
       and q.endpoint_id is null and e.last_seen_at is not null
     order by a.tenant_id, a.endpoint_id`,
  );
  return rows.map((row) => ({
    assessment: row.record,
    tenantName: row.tenant_name,
    hostname: row.hostname ?? NO_HOSTNAME,
    lastSeenAt: instant(row.last_seen_at),
    policyHash: row.policy_hash,
    candidateSince: instant(row.candidate_since),
    runs: row.runs,
    deletedBefore: row.deleted_before,
    quarantine:
      row.failures === null ? undefined : { failures: row.failures, until: instantOrNone(row.until_at) },
  }));
}

/** What we deleted ourselves between a reading `w` of a tenant and its collection `c`: that is no shrinking. */
const DELETED_SINCE = `(select count(*) from rollcall.removal r
  where r.tenant_id = c.source_name and r.outcome = 'retired'
    and r.intended_at >= w.finished_at and r.settled_at <= c.started_at)`;

/** Each tenant's current endpoints, and those seen within a day: by their own rows, which a plan goes by. */
const BY_ENDPOINT = `
  select tenant_id, count(*) as endpoints,
    count(*) filter (where last_seen_at > $1::bigint - ${DAY} and last_seen_at <= $1::bigint) as seen
  from rollcall.endpoint where gone_at is null group by tenant_id`;

/** The same by what lists are made of: to be shown, in a small part of the time. Those that were not seen are counted, being few. */
export const BY_DEVICE = `
  select tenant_id, endpoints, endpoints - coalesce(silent, 0) as seen from (
    select tenant_id, sum(devices)::bigint as endpoints from rollcall.device_count
    where label in (${DISPOSITIONS}) group by tenant_id) c
  left join (
    select tenant_id, count(*) as silent from (
      select tenant_id from rollcall.device where last_seen_at <= $1::bigint - ${DAY}
      union all select tenant_id from rollcall.device where last_seen_at > $1::bigint
      union all select tenant_id from rollcall.device where last_seen_at is null) s group by tenant_id) d using (tenant_id)`;

/** What caps and breakers need to know of each covered tenant. A date in the future is no sighting. */
export async function readTenantFigures(
  sql: Sql,
  now: Instant,
  living = BY_ENDPOINT,
): Promise<readonly TenantFigures[]> {
  const rows = await sql.query<{
    tenant_id: TenantId;
    endpoints: number;
    seen: number;
    attempts: number;
    complete: boolean;
    counted: number;
    sizes_before: readonly number[];
  }>(
    `select t.tenant_id, coalesce(e.endpoints, 0) as endpoints, coalesce(e.seen, 0) as seen,
       greatest(coalesce(b.attempts, 0), i.intended) as attempts, coalesce(c.coverage_kind = 'complete', false) as complete,
       coalesce(c.counted, 0) as counted,
       case when c.number is null then '[]'::json else ${sizesBefore(DELETED_SINCE)} end as sizes_before
     from rollcall.tenant t
     left join (${living}) e using (tenant_id)
     left join rollcall.source s on s.source_kind = 'tenant' and s.source_name = t.tenant_id
     left join rollcall.collection c on c.number = s.newest_number
     left join rollcall.attempt_budget b on b.tenant_id = t.tenant_id and b.day = $2::integer
     cross join lateral (
       select count(*) as intended from rollcall.removal where tenant_id = t.tenant_id and ${intendedOn("$2")}) i
     where t.covered order by t.tenant_id`,
    [now, utcDay(now)],
  );
  return rows.map((row) => ({
    tenant: row.tenant_id,
    endpoints: row.endpoints,
    seenLastDay: row.seen,
    shrink: shrinkOf(row.counted, row.sizes_before),
    complete: row.complete,
    attemptsToday: row.attempts,
  }));
}

/** How much smaller each directory is than it was, of those whose newest collection is complete. */
export async function readDirectoryShrinks(
  sql: Sql,
): Promise<readonly { readonly directory: DirectoryName; readonly shrink: number }[]> {
  const rows = await sql.query<{ directory: DirectoryName; size: number; sizes_before: readonly number[] }>(
    `select s.source_name as directory, c.size, ${sizesBefore("0")} as sizes_before
     from rollcall.source s join rollcall.collection c on c.number = s.newest_number
     where s.source_kind = 'directory' and c.coverage_kind = 'complete' and c.size is not null
     order by s.source_name`,
  );
  return rows.map((row) => ({ directory: row.directory, shrink: shrinkOf(row.size, row.sizes_before) }));
}
