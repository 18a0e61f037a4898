import type { EndpointId, PlanId, TenantId } from "../../core/model/ids.ts";
import { instant, type Instant } from "../../core/model/instant.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { Mode } from "../../core/plan/plan.ts";
import type { FailureClass } from "../../core/retire/failure-class.ts";
import type { Outcome, RemovalAnswer } from "../../core/retire/outcome.ts";
import type { OpenIntent, PlanStore } from "../../ports/plan-store.ts";
import { reserveAttempt } from "./day-budget.ts";
import { atomically, countWritten, type Sql } from "./sql.ts";

// One row an attempt: opened before the call, settled after it. An open one forbids another for the same endpoint.

const OPEN = "intended_at is not null and (outcome is null or outcome = 'unconfirmed')";

type Removals = Pick<
  PlanStore,
  "reserveAttempt" | "openIntent" | "settle" | "openIntents" | "close" | "history"
>;

/** The day's budget, intents and outcomes over one connection or transaction. */
export const removals = (sql: Sql): Removals => ({
  reserveAttempt: async (tenant, now, perTenantPerDay, perDay) =>
    atomically(sql, async (tx) => reserveAttempt(tx, tenant, now, perTenantPerDay, perDay)),
  openIntent: async (intent, mode) => openIntent(sql, intent, mode),
  settle: async (intent, outcome, answer, at, failure) => settle(sql, intent, outcome, answer, at, failure),
  openIntents: async () => openIntents(sql),
  close: async ({ plan, tenant, endpoint, hostname }, outcome, at) => {
    await sql.query(
      `insert into rollcall.removal (plan_id, tenant_id, endpoint_id, hostname, outcome, settled_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [plan, tenant, endpoint, hostname, outcome, at],
    );
  },
  history: async (tenant, endpoint) => history(sql, tenant, endpoint),
});

async function openIntent(sql: Sql, intent: OpenIntent, mode: Mode): Promise<void> {
  const opened = await countWritten(
    sql,
    `insert into rollcall.removal (plan_id, tenant_id, endpoint_id, hostname, mode, intended_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [intent.plan, intent.tenant, intent.endpoint, intent.hostname, mode, intent.intendedAt],
  );
  invariant(
    opened === 1,
    "a removal was intended while one of the same endpoint is open: it could be sent twice",
  );
}

async function settle(
  sql: Sql,
  intent: Pick<OpenIntent, "plan" | "tenant" | "endpoint">,
  outcome: Outcome,
  answer: RemovalAnswer["kind"] | undefined,
  at: Instant,
  failure: FailureClass | undefined,
): Promise<void> {
  const settled = await countWritten(
    sql,
    `update rollcall.removal set outcome = $4, answer = coalesce($5, answer), settled_at = $6, failure = $7
     where plan_id = $1 and tenant_id = $2 and endpoint_id = $3 and ${OPEN}`,
    [intent.plan, intent.tenant, intent.endpoint, outcome, answer ?? null, at, failure ?? null],
  );
  invariant(settled === 1, "a removal was settled that is not open");
}

async function openIntents(sql: Sql): ReturnType<PlanStore["openIntents"]> {
  const rows = await sql.query<{
    plan_id: PlanId;
    tenant_id: TenantId;
    endpoint_id: EndpointId;
    hostname: string;
    intended_at: number;
    mode: Mode;
    failure: FailureClass | null;
  }>(
    `select plan_id, tenant_id, endpoint_id, hostname, intended_at, mode, failure from rollcall.removal
     where ${OPEN} order by number`,
  );
  return rows.map((row) => ({
    plan: row.plan_id,
    tenant: row.tenant_id,
    endpoint: row.endpoint_id,
    hostname: row.hostname,
    intendedAt: instant(row.intended_at),
    mode: row.mode,
    failure: row.failure ?? undefined,
  }));
}

/** An intent whose end is not recorded is told as what it is: unconfirmed. */
async function history(sql: Sql, tenant: TenantId, endpoint: EndpointId) {
  const rows = await sql.query<{ plan_id: PlanId; outcome: Outcome; at: number }>(
    `select plan_id, coalesce(outcome, 'unconfirmed') as outcome, coalesce(settled_at, intended_at) as at
     from rollcall.removal where tenant_id = $1 and endpoint_id = $2 order by number desc`,
    [tenant, endpoint],
  );
  return rows.map((row) => ({ plan: row.plan_id, outcome: row.outcome, at: instant(row.at) }));
}
