import type { Disposition, ReasonCode } from "../../core/assess/reason.ts";
import type { AssessmentTotals } from "../../ports/assessment-store.ts";
import { queryOne, type Sql } from "./sql.ts";

const CURRENT = `rollcall.assessment a join rollcall.endpoint e using (tenant_id, endpoint_id)`;

/** Totals over all current endpoints; findings about computers count too. */
export async function assessmentTotals(sql: Sql): Promise<AssessmentTotals> {
  const { endpoints } = await queryOne<{ endpoints: number }>(
    sql,
    "select count(*) as endpoints from rollcall.endpoint where gone_at is null",
  );
  const dispositions: Partial<Record<Disposition, number>> = await counts(
    sql,
    `select a.disposition as name, count(*) as count from ${CURRENT} where e.gone_at is null group by 1`,
  );
  const byReason: Partial<Record<ReasonCode, number>> = await counts(
    sql,
    `select code as name, count(*) as count from ${CURRENT} cross join unnest(a.reasons) code
     where e.gone_at is null group by 1 order by 1`,
  );
  const findings = await counts<string>(
    sql,
    `select code as name, count(*) as count from (
       select code from ${CURRENT} cross join unnest(a.findings) code where e.gone_at is null
       union all select code from rollcall.computer_finding) f group by 1 order by 1`,
  );
  return { endpoints, byDisposition: { keep: 0, review: 0, retire: 0, ...dispositions }, byReason, findings };
}

async function counts<Name extends string>(sql: Sql, text: string): Promise<Record<Name, number>> {
  const rows = await sql.query<{ name: Name; count: number }>(text);
  return Object.fromEntries(rows.map((row) => [row.name, row.count])) as Record<Name, number>;
}
