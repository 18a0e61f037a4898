import type { KnownComputer } from "../../core/assess/evidence.ts";
import type { Finding } from "../../core/assess/finding.ts";
import type { Instant } from "../../core/model/instant.ts";
import { knownComputer, type StoredComputer } from "./computer-record.ts";
import type { Sql } from "./sql.ts";

/** Computers a batch. */
const BATCH = 1_000;

/** Current, not deleted computers that no current endpoint shares a host key or alias with, in batches. */
export async function* computersWithoutEndpoint(sql: Sql): AsyncGenerator<readonly KnownComputer[]> {
  let after = ["", ""];
  for (;;) {
    const rows = await sql.query<StoredComputer>(
      `select c.directory, c.computer_id, c.record, c.retired_seen_at, c.gone_at from rollcall.computer c
       where (c.directory, c.computer_id) > ($1, $2) and c.gone_at is null and not c.deleted
         and not exists (select 1 from rollcall.endpoint e where e.host_key = c.host_key and e.gone_at is null)
         and not exists (select 1 from rollcall.endpoint e where e.alias_key = c.alias_key and e.gone_at is null)
       order by c.directory, c.computer_id limit ${BATCH}`,
      after,
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(knownComputer);
    after = [last.directory, last.computer_id];
  }
}

/** Replaces the findings about computers as a whole, in a transaction. */
export async function saveComputerFindings(
  sql: Sql,
  findings: readonly { readonly computer: KnownComputer; readonly finding: Finding }[],
  at: Instant,
): Promise<void> {
  await sql.query("delete from rollcall.computer_finding");
  await sql.copyIn(
    "rollcall.computer_finding",
    ["directory", "computer_id", "code", "evidence", "found_at"],
    findings.map(({ computer: { computer }, finding }) => [
      computer.directory,
      computer.id,
      finding.code,
      JSON.stringify(finding.evidence),
      at,
    ]),
  );
}
