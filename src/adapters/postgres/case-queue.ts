import type { Assessment } from "../../core/assess/assessment.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Sighting } from "../../core/review/tend-case.ts";
import type { CaseStore, CaseSubject } from "../../ports/case-store.ts";
import { CASE_FIELDS, caseOf, type StoredCase } from "./case-record.ts";
import { NO_HOSTNAME } from "./endpoint-record.ts";
import type { Sql } from "./sql.ts";

// What asks for a case, and which cases something new is known of: found by the database, for any number of endpoints.

/** Current endpoints in review or in a quarantine without an end, judged on what is known, about which nobody is asked. */
export const UNASKED = `from (
    select tenant_id, endpoint_id from rollcall.assessment where disposition = 'review'
    union select tenant_id, endpoint_id from rollcall.quarantine where until_at is null) x
  join rollcall.assessment a using (tenant_id, endpoint_id)
  join rollcall.endpoint e using (tenant_id, endpoint_id)
  left join rollcall.review_case c using (tenant_id, endpoint_id)
  left join rollcall.rejudge q using (tenant_id, endpoint_id)
  where e.gone_at is null and q.endpoint_id is null
    and (c.number is null or c.state in ('retired', 'closed'))`;

// Central is younger: an earlier date is no date, and must not come before everyone's.
const BELIEVABLE_FROM = Date.UTC(2010, 0, 1);

export async function readSubjects(sql: Sql, most: number, now: Instant): Promise<readonly CaseSubject[]> {
  // Keys first: the records are large, and most of them only wait.
  const rows = await sql.query<
    { record: Assessment; device: string | null; exhausted: boolean } & Nullable<StoredCase>
  >(
    `with first as (
       select a.tenant_id, a.endpoint_id, row_number() over () as place from (
         select a.tenant_id, a.endpoint_id ${UNASKED}
         order by case when e.last_seen_at between ${BELIEVABLE_FROM} and $2::bigint then e.last_seen_at end, a.tenant_id, a.endpoint_id
         limit $1::integer) a)
     select a.record, e.hostname as device, w.endpoint_id is not null as exhausted, ${CASE_FIELDS}
     from first
     join rollcall.assessment a using (tenant_id, endpoint_id)
     join rollcall.endpoint e using (tenant_id, endpoint_id)
     left join rollcall.review_case c using (tenant_id, endpoint_id)
     left join rollcall.tenant t on t.tenant_id = c.tenant_id
     left join rollcall.quarantine w
       on w.tenant_id = first.tenant_id and w.endpoint_id = first.endpoint_id and w.until_at is null
     order by first.place`,
    [most, now],
  );
  return rows.map(({ record, device, exhausted, ...stored }) => ({
    cause: exhausted ? "quarantine" : "review",
    hostname: device ?? NO_HOSTNAME,
    assessment: record,
    over: isStored(stored) ? caseOf(stored) : undefined,
  }));
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

const isStored = (row: Nullable<StoredCase>): row is StoredCase => row.number !== null;

/** Cases a batch. */
const BATCH = 1_000;

export async function* readStirring(sql: Sql, now: Instant): ReturnType<CaseStore["stirring"]> {
  let after = 0;
  for (;;) {
    const rows = await sql.query<StoredStir>(
      `select ${CASE_FIELDS}, case when q.endpoint_id is null and e.gone_at is null then a.record end as assessment,
         case when q.endpoint_id is null then a.assessed_at end as assessed_at,
         e.endpoint_id is null or e.gone_at is not null as gone, coalesce(r.settled_at >= c.asked_at, false) as by_us,
         h.until_at as hold_until, w.endpoint_id is not null as exhausted
       from rollcall.review_case c
       left join rollcall.tenant t using (tenant_id)
       left join rollcall.endpoint e on e.tenant_id = c.tenant_id and e.endpoint_id = c.endpoint_id
       left join rollcall.assessment a on a.tenant_id = c.tenant_id and a.endpoint_id = c.endpoint_id
       left join rollcall.rejudge q on q.tenant_id = c.tenant_id and q.endpoint_id = c.endpoint_id
       left join rollcall.hold h on h.tenant_id = c.tenant_id and h.endpoint_id = c.endpoint_id and h.ended_at is null
       left join rollcall.quarantine w
         on w.tenant_id = c.tenant_id and w.endpoint_id = c.endpoint_id and w.until_at is null
       left join lateral (
         select max(settled_at) as settled_at from rollcall.removal r
         where r.tenant_id = c.tenant_id and r.endpoint_id = c.endpoint_id and r.outcome = 'retired') r on true
       where c.number > $1::bigint and c.state not in ('retired', 'closed')
         and (e.endpoint_id is null or e.gone_at is not null or r.settled_at >= c.asked_at
           or c.until_at <= $2::bigint
           or c.cause = 'quarantine' and w.endpoint_id is null
           or c.state = 'held' and (h.until_at is null or h.until_at <= $2::bigint)
           or q.endpoint_id is null and (a.assessed_at is distinct from c.looked_at or a.evidence_hash <> c.evidence_hash))
       order by c.number limit ${BATCH}`,
      [after, now],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.number;
    yield rows.map((row) => ({ one: caseOf(row), seen: sightingOf(row, now) }));
    await sql.query(
      `update rollcall.review_case c set looked_at = seen.assessed_at
       from unnest($1::bigint[], $2::bigint[]) seen (number, assessed_at)
       where c.number = seen.number and seen.assessed_at is not null`,
      [rows.map(({ number }) => number), rows.map(({ assessed_at }) => assessed_at)],
    );
  }
}

interface StoredStir extends StoredCase {
  readonly assessment: Assessment | null;
  readonly assessed_at: number | null;
  readonly gone: boolean;
  readonly by_us: boolean;
  readonly hold_until: number | null;
  readonly exhausted: boolean;
}

const sightingOf = (row: StoredStir, now: Instant): Sighting => ({
  gone: row.by_us ? "by_us" : row.gone ? "by_others" : "no",
  assessment: row.assessment ?? undefined,
  hold: row.hold_until === null ? "none" : row.hold_until > now ? "holds" : "expired",
  quarantined: row.exhausted,
});
