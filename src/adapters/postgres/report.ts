import type { Assessment } from "../../core/assess/assessment.ts";
import type { FindingCode } from "../../core/assess/finding.ts";
import type { ReasonEvidence } from "../../core/assess/reason.ts";
import type { EndpointId, PlanId, TenantId } from "../../core/model/ids.ts";
import { instant } from "../../core/model/instant.ts";
import type { CaseState } from "../../core/review/case.ts";
import type { Outcome } from "../../core/retire/outcome.ts";
import type {
  ReportedComputerFinding,
  ReportedDeletion,
  ReportedDevice,
  ReportStore,
} from "../../ports/report-store.ts";
import { knownComputer, type StoredComputer } from "./computer-record.ts";
import { endpointOf, type StoredEndpoint } from "./endpoint-record.ts";
import { instantOrNone } from "./instants.ts";
import type { Param, Sql } from "./sql.ts";

/** Rows a batch: some 3 MB of records. */
const BATCH = 1_000;

/** Long lists over one connection, each walked along its key. */
export const reportStore = (sql: Sql): ReportStore => ({
  devices: (which) => devices(sql, which),
  computerFindings: () => computerFindings(sql),
  deletions: () => deletions(sql),
});

/** Rows batch by batch: `next` is where the batch after this one begins. */
async function* batches<Row, Item>(
  sql: Sql,
  text: string,
  first: readonly Param[],
  next: (last: Row) => readonly Param[],
  item: (row: Row) => Item,
): AsyncGenerator<readonly Item[]> {
  let after = first;
  for (;;) {
    const rows = await sql.query<Row>(text, after);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(item);
    after = next(last);
  }
}

interface DeviceRow extends StoredEndpoint {
  readonly tenant_name: string;
  readonly assessment: Assessment | null;
  readonly assessed_at: number | null;
  readonly candidate_since: number | null;
  readonly case_number: number | null;
  readonly case_state: CaseState | null;
}

const devices = (sql: Sql, which: "all" | "with_findings"): AsyncGenerator<readonly ReportedDevice[]> =>
  batches<DeviceRow, ReportedDevice>(
    sql,
    `select e.tenant_id, e.endpoint_id, e.record, e.volatile, t.name as tenant_name, a.record as assessment,
       a.assessed_at, a.candidate_since, c.number as case_number, c.state as case_state
     from rollcall.endpoint e join rollcall.tenant t using (tenant_id)
       left join rollcall.assessment a using (tenant_id, endpoint_id)
       left join rollcall.review_case c using (tenant_id, endpoint_id)
     where (e.tenant_id, e.endpoint_id) > ($1, $2) and e.gone_at is null
       ${which === "all" ? "" : "and a.findings <> '{}'"}
     order by e.tenant_id, e.endpoint_id limit ${BATCH}`,
    ["", ""],
    (last) => [last.tenant_id, last.endpoint_id],
    (row) => ({
      tenantName: row.tenant_name,
      endpoint: endpointOf(row),
      assessment: row.assessment ?? undefined,
      assessedAt: instantOrNone(row.assessed_at),
      candidateSince: instantOrNone(row.candidate_since),
      case:
        row.case_number === null || row.case_state === null
          ? undefined
          : { number: row.case_number, state: row.case_state },
    }),
  );

interface FindingRow extends StoredComputer {
  readonly code: FindingCode;
  readonly evidence: ReasonEvidence;
  readonly found_at: number;
}

const computerFindings = (sql: Sql): AsyncGenerator<readonly ReportedComputerFinding[]> =>
  batches<FindingRow, ReportedComputerFinding>(
    sql,
    `select f.code, f.evidence, f.found_at, c.directory, c.computer_id, c.record, c.retired_seen_at, c.gone_at
     from rollcall.computer_finding f join rollcall.computer c using (directory, computer_id)
     where (f.directory, f.computer_id, f.code) > ($1, $2, $3)
     order by f.directory, f.computer_id, f.code limit ${BATCH}`,
    ["", "", ""],
    (last) => [last.directory, last.computer_id, last.code],
    (row) => ({
      computer: knownComputer(row).computer,
      code: row.code,
      evidence: row.evidence,
      foundAt: instant(row.found_at),
    }),
  );

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
}

/** A tenant that is no longer known is told by its id. An intent without an end is what it is: unconfirmed. */
const deletions = (sql: Sql): AsyncGenerator<readonly ReportedDeletion[]> =>
  batches<DeletionRow, ReportedDeletion>(
    sql,
    `select r.number, r.plan_id, r.tenant_id, coalesce(t.name, r.tenant_id) as tenant_name, r.endpoint_id, r.hostname,
       r.intended_at, coalesce(r.outcome, 'unconfirmed') as outcome, r.settled_at
     from rollcall.removal r left join rollcall.tenant t using (tenant_id)
     where r.mode = 'enforce' and r.number < $1
     order by r.number desc limit ${BATCH}`,
    [Number.MAX_SAFE_INTEGER],
    (last) => [last.number],
    (row) => ({
      tenant: row.tenant_id,
      tenantName: row.tenant_name,
      endpoint: row.endpoint_id,
      hostname: row.hostname,
      plan: row.plan_id,
      intendedAt: instant(row.intended_at),
      outcome: row.outcome,
      settledAt: instantOrNone(row.settled_at),
    }),
  );
