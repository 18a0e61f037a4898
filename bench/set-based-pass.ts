import type { Sql } from "../src/adapters/postgres/sql.ts";
import { DAY, type Instant } from "../src/core/model/instant.ts";

/**
 * The set-based limit: what a database needs for a decision of the crudest kind over the same rows, by one statement. It
 * matches by name alone, knows six of the thirty reasons and explains none.
 */
export async function setBasedPass(sql: Sql, now: Instant): Promise<void> {
  await sql.transaction(async (tx) => {
    await tx.script(
      "create temporary table crude (tenant_id text, endpoint_id text, disposition text, reasons text[]) on commit drop",
    );
    await tx.query(
      `insert into crude
       select e.tenant_id, e.endpoint_id,
         case when 'recently_seen' = any (r.reasons) or 'directory_not_retired' = any (r.reasons) then 'keep'
           when cardinality(r.reasons) > 0 then 'review' else 'retire' end,
         r.reasons
       from rollcall.endpoint e
       left join (
         select host_key, count(*) as computers, bool_and(retired_seen_at is not null) as retired,
           max(retired_seen_at) as since
         from rollcall.computer where gone_at is null group by host_key) c using (host_key)
       cross join lateral (select array_remove(array[
         case when e.last_seen_at > $1::bigint - 30 * ${DAY}::bigint then 'recently_seen' end,
         case when e.last_seen_at is null then 'last_seen_unknown' end,
         case when c.computers is null then 'not_in_directory' end,
         case when c.computers > 1 then 'identity_ambiguous' end,
         case when not c.retired then 'directory_not_retired' end,
         case when c.since > $1::bigint - 14 * ${DAY}::bigint then 'retired_too_recently' end], null) as reasons) r
       where e.gone_at is null`,
      [now],
    );
  });
}
