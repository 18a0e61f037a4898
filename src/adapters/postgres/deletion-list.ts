import { fold } from "../../core/identity/text.ts";
import { endpointId, type EndpointId, type PlanId, type TenantId } from "../../core/model/ids.ts";
import { instant } from "../../core/model/instant.ts";
import type { Outcome } from "../../core/retire/outcome.ts";
import type { DeletionFilter, DeletionList, ListedDeletion } from "../../ports/deletion-list.ts";
import { COUNTED } from "./device-list.ts";
import { allOf, inScope, type Part } from "./device-filter.ts";
import { instantOrNone } from "./instants.ts";
import { queryOne, type Sql } from "./sql.ts";

const ROWS = `from rollcall.removal r
  left join rollcall.tenant t using (tenant_id)
  left join rollcall.endpoint e using (tenant_id, endpoint_id)
  left join rollcall.device_return b using (tenant_id, endpoint_id, plan_id)`;

const FIELDS = `r.number, r.plan_id, r.tenant_id, coalesce(t.name, r.tenant_id) as tenant_name, r.endpoint_id, r.hostname,
  r.intended_at, coalesce(r.outcome, 'unconfirmed') as outcome, r.settled_at, b.returned_at`;

const SENT = "coalesce(r.outcome, 'unconfirmed')";
const INTENDED: Part = () => "r.mode = 'enforce'";

/** Lists of deletions over one connection or transaction. */
export const deletionList = (sql: Sql): DeletionList => ({
  page: async (filter, before, limit) => {
    const conditions = [INTENDED, ...conditionsOf(filter)];
    const all = allOf(conditions);
    const { count } = await queryOne<{ count: number }>(
      sql,
      `select count(*) as count from (select 1 ${ROWS} where ${all.text} limit ${COUNTED + 1}) r`,
      all.params,
    );
    const some = allOf([
      ...conditions,
      ...(before === undefined ? [] : [((bind) => `r.number < ${bind(before)}`) satisfies Part]),
    ]);
    const rows = await sql.query<DeletionRow>(
      `select ${FIELDS} ${ROWS} where ${some.text} order by r.number desc limit ${limit + 1}`,
      some.params,
    );
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(deletionOf),
      next: rows.length > limit ? shown.at(-1)?.number : undefined,
      total: { count: Math.min(count, COUNTED), exact: count <= COUNTED },
    };
  },
  runningOut: async (tenants, since, most) => {
    const { text, params } = allOf([
      INTENDED,
      ...conditionsOf({ tenants, deletedSince: since, returned: false }),
    ]);
    const rows = await sql.query<DeletionRow>(
      `select ${FIELDS} ${ROWS} where ${text} order by r.intended_at, r.number limit ${most}`,
      params,
    );
    return rows.map(deletionOf);
  },
});

function conditionsOf(filter: DeletionFilter): readonly Part[] {
  const { search, outcomes, returned, deletedSince } = filter;
  return [
    ...inScope(filter.tenants, "r"),
    ...(search === undefined || search.trim() === "" ? [] : [searched(search)]),
    ...(outcomes === undefined
      ? []
      : [((bind) => `${SENT} = any (${bind(outcomes)}::text[])`) satisfies Part]),
    ...(returned === undefined
      ? []
      : [(() => `b.returned_at is ${returned ? "not " : ""}null`) satisfies Part]),
    ...(deletedSince === undefined
      ? []
      : [
          ((bind) =>
            `r.intended_at >= ${bind(deletedSince)}::bigint and ${SENT} in ('retired', 'unconfirmed')`) satisfies Part,
        ]),
  ];
}

function searched(search: string): Part {
  const id = endpointId(search);
  return id === undefined
    ? (bind) => `starts_with(e.host_key, ${bind(fold(search))})`
    : (bind) => `r.endpoint_id = ${bind(id)}`;
}

interface DeletionRow {
  readonly number: number;
  readonly plan_id: PlanId;
  readonly tenant_id: TenantId;
  readonly tenant_name: string;
  readonly endpoint_id: EndpointId;
  readonly hostname: string;
  readonly intended_at: number;
  readonly outcome: Outcome;
  readonly settled_at: number | null;
  readonly returned_at: number | null;
}

const deletionOf = (row: DeletionRow): ListedDeletion => ({
  tenant: row.tenant_id,
  tenantName: row.tenant_name,
  endpoint: row.endpoint_id,
  hostname: row.hostname,
  plan: row.plan_id,
  intendedAt: instant(row.intended_at),
  outcome: row.outcome,
  settledAt: instantOrNone(row.settled_at),
  returnedAt: instantOrNone(row.returned_at),
});
