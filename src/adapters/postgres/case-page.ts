import { hostnameKey } from "../../core/identity/keys.ts";
import { instant } from "../../core/model/instant.ts";
import type { CasePageQuery, CasePlace, KnownCase } from "../../ports/case-store.ts";
import { CASE_FIELDS, caseOf, type StoredCase } from "./case-record.ts";
import { queryOne, type Param, type Sql } from "./sql.ts";

/** What a page is narrowed to; $1 to $7. */
const WHERE = `($1::text[] is null or c.tenant_id = any ($1)) and ($2::text[] is null or c.state = any ($2))
  and ($3::text is null or $3 = any (c.reason_codes)) and ($4::text is null or c.tenant_id = $4)
  and ($5::text is null or c.assignee = $5) and ($6::text is null or starts_with(lower(c.hostname), lower($6)))`;

const RISK = `case when $7::text[] is null then 0 when c.cause <> 'review' then 0 when c.reason_codes && $7 then 1 else 2 end`;

/** A page of cases by keyset: what is asked, risk first where that is wanted, then the longest asked. */
export async function readCasePage(
  sql: Sql,
  query: CasePageQuery,
): Promise<{
  readonly items: readonly { readonly one: KnownCase; readonly place: CasePlace }[];
  readonly total: number;
}> {
  const { tenants, states, reason, tenant, assignee, search, riskyFirst, after, most } = query;
  const params: Param[] = [
    tenants === "all" ? null : tenants,
    states ?? null,
    reason ?? null,
    tenant ?? null,
    assignee ?? null,
    search === undefined ? null : (hostnameKey(search)?.host ?? search),
  ];
  // By age alone it is a walk along an index; the risk of each has to be worked out.
  const order = riskyFirst === undefined ? "asked_at, number" : "risk, asked_at, number";
  const mark = riskyFirst === undefined ? "$9::bigint, $10::bigint" : "$8::bigint, $9::bigint, $10::bigint";
  const rows = await sql.query<StoredCase & { readonly risk: number }>(
    `select * from (
       select ${CASE_FIELDS}, ${RISK} as risk
       from rollcall.review_case c left join rollcall.tenant t using (tenant_id) where ${WHERE}) p
     where $8::bigint is null or (${order}) > (${mark})
     order by ${order} limit $11::integer`,
    [...params, riskyFirst ?? null, after?.risk ?? null, after?.askedAt ?? null, after?.number ?? null, most],
  );
  const { total } = await queryOne<{ total: number }>(
    sql,
    `select count(*) as total from rollcall.review_case c where ${WHERE}`,
    params,
  );
  const items = rows.map((row) => ({
    one: caseOf(row),
    place: { risk: row.risk, askedAt: instant(row.asked_at), number: row.number },
  }));
  return { items, total };
}
