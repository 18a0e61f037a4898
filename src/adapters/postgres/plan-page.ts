import { instant } from "../../core/model/instant.ts";
import type { EndpointId, PlanId, TenantId } from "../../core/model/ids.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { Outcome } from "../../core/retire/outcome.ts";
import type { ItemEnd } from "../../ports/plan-store.ts";
import { queryOne, type Sql } from "./sql.ts";

/** Plans by keyset, the newest first. */
export async function readPlanPage(
  sql: Sql,
  before: number | undefined,
  most: number,
): Promise<{
  readonly items: readonly { readonly plan: Plan; readonly place: number }[];
  readonly total: number;
}> {
  const rows = await sql.query<{ number: number; record: Plan }>(
    `select number, record from rollcall.plan where $1::bigint is null or number < $1
     order by number desc limit $2::integer`,
    [before ?? null, most],
  );
  const { total } = await queryOne<{ total: number }>(sql, "select count(*) as total from rollcall.plan");
  return { items: rows.map(({ number, record }) => ({ plan: record, place: number })), total };
}

/** The last removal of each item of some plans. */
export async function readItemEnds(sql: Sql, plans: readonly PlanId[]): Promise<readonly ItemEnd[]> {
  const rows = await sql.query<{
    plan_id: PlanId;
    tenant_id: TenantId;
    endpoint_id: EndpointId;
    outcome: Outcome | null;
    at: number;
  }>(
    `select distinct on (plan_id, tenant_id, endpoint_id)
       plan_id, tenant_id, endpoint_id, outcome, coalesce(settled_at, intended_at) as at
     from rollcall.removal where plan_id = any ($1::text[])
     order by plan_id, tenant_id, endpoint_id, number desc`,
    [plans],
  );
  return rows.map(({ plan_id: plan, tenant_id: tenant, endpoint_id: endpoint, outcome, at }) => ({
    plan,
    tenant,
    endpoint,
    outcome: outcome ?? undefined,
    at: instant(at),
  }));
}
