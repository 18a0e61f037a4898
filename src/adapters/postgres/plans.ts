import { instant } from "../../core/model/instant.ts";
import type { Mode, Plan } from "../../core/plan/plan.ts";
import type { PlanStore } from "../../ports/plan-store.ts";
import { readCandidates, readDirectoryShrinks, readTenantFigures } from "./candidates.ts";
import { readItemEnds, readPlanPage } from "./plan-page.ts";
import { removals } from "./removals.ts";
import { countWritten, type Sql } from "./sql.ts";

/** Plans and what became of them, over one connection or transaction. */
export const planStore = (sql: Sql): PlanStore => ({
  candidates: async () => readCandidates(sql),
  tenantFigures: async (now) => readTenantFigures(sql, now),
  directoryShrinks: async () => readDirectoryShrinks(sql),
  save: async (plan) => {
    await sql.query("insert into rollcall.plan (plan_id, record) values ($1, $2::json)", [
      plan.id,
      JSON.stringify(plan),
    ]);
  },
  find: async (id) => {
    const [row] = await sql.query<{ record: Plan }>("select record from rollcall.plan where plan_id = $1", [
      id,
    ]);
    return row?.record;
  },
  newest: async () => {
    const [row] = await sql.query<{ record: Plan }>(
      "select record from rollcall.plan order by number desc limit 1",
    );
    return row?.record;
  },
  page: async (before, most) => readPlanPage(sql, before, most),
  endsOf: async (plans) => readItemEnds(sql, plans),
  ...removals(sql),
  recordRun: async (policyHash, mode, at) => {
    await sql.query(
      `insert into rollcall.run_record (policy_hash, mode, completed_at) values ($1, $2, $3)
       on conflict (policy_hash, mode) do update
         set completed_at = greatest(run_record.completed_at, excluded.completed_at)`,
      [policyHash, mode, at],
    );
  },
  putInForce: async (policyHash, at) => {
    await sql.query(
      `insert into rollcall.policy_in_force (policy_hash, since_at) values ($1, $2)
       on conflict (only_row) do update set policy_hash = excluded.policy_hash, since_at = excluded.since_at
         where policy_in_force.policy_hash <> excluded.policy_hash`,
      [policyHash, at],
    );
  },
  saidToForesee: async (mode, digest) =>
    (await countWritten(
      sql,
      `insert into rollcall.foreseen (mode, digest) values ($1, $2)
       on conflict (mode) do update set digest = excluded.digest where foreseen.digest <> excluded.digest`,
      [mode, digest],
    )) === 1,
  rehearsedAt: async (policyHash) => {
    const [row] = await sql.query<{ completed_at: number }>(
      `select r.completed_at from rollcall.run_record r join rollcall.policy_in_force f using (policy_hash)
       where r.policy_hash = $1 and r.mode = 'dry-run' and r.completed_at >= f.since_at`,
      [policyHash],
    );
    return row === undefined ? undefined : instant(row.completed_at);
  },
  lastRun: async (policyHash, mode) => {
    const [row] = await sql.query<{ completed_at: number }>(
      "select completed_at from rollcall.run_record where policy_hash = $1 and mode = $2",
      [policyHash, mode],
    );
    return row === undefined ? undefined : instant(row.completed_at);
  },
  lastRuns: async () => {
    const rows = await sql.query<{ mode: Mode; at: number }>(
      "select mode, max(completed_at) as at from rollcall.run_record group by mode order by mode",
    );
    return rows.map(({ mode, at }) => ({ mode, completedAt: instant(at) }));
  },
});
