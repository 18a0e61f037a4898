import type { Source } from "../../core/model/coverage.ts";
import type { CollectionId } from "../../core/model/ids.ts";
import { invariant } from "../../core/model/invariant.ts";
import { Fault } from "../../ports/fault.ts";
import type { ComputerRow, EndpointRow } from "../../ports/inventory-store.ts";
import { lockCollection, type OpenCollection } from "./collections.ts";
import { COMPUTER_STAGE_COLUMNS, computerStageRow } from "./computer-record.ts";
import { STAGE_COLUMNS, stageRow } from "./endpoint-record.ts";
import { queryOne, type CopyRow, type Sql } from "./sql.ts";

// Staging tables are unlogged: fast, and empty after a crash of the server. So the collection's own row counts what was
// staged, and a merge of fewer rows is refused: lost rows must never look like devices that are gone.

type Stage = "endpoint" | "computer";

const stageOf = (kind: Source["kind"]): Stage => (kind === "tenant" ? "endpoint" : "computer");

/** One page of endpoints into the staging table, all or none. */
export async function stageEndpoints(
  sql: Sql,
  id: CollectionId,
  rows: readonly EndpointRow[],
): Promise<void> {
  const { number, source } = await lockCollection(sql, id, "tenant", "share");
  invariant(
    rows.every((row) => source.kind === "tenant" && row.endpoint.tenant === source.tenant),
    "an endpoint of another tenant was staged",
  );
  await stage(
    sql,
    number,
    "endpoint",
    STAGE_COLUMNS,
    rows.map((row) => stageRow(number, row)),
  );
}

/** One batch of computers into the staging table, all or none. */
export async function stageComputers(
  sql: Sql,
  id: CollectionId,
  rows: readonly ComputerRow[],
): Promise<void> {
  const { number, source } = await lockCollection(sql, id, "directory", "share");
  invariant(
    rows.every((row) => source.kind === "directory" && row.computer.directory === source.directory),
    "a computer of another directory was staged",
  );
  await stage(
    sql,
    number,
    "computer",
    COMPUTER_STAGE_COLUMNS,
    rows.map((row) => computerStageRow(number, row)),
  );
}

async function stage(
  sql: Sql,
  number: number,
  kind: Stage,
  columns: readonly string[],
  rows: readonly CopyRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql.copyIn(`rollcall.${kind}_stage`, columns, rows);
  await sql.query("update rollcall.collection set staged_rows = staged_rows + $2 where number = $1", [
    number,
    rows.length,
  ]);
}

/** Distinct ids staged so far. Faults: STORE_UNAVAILABLE when staged rows were lost. */
export async function stagedCount(sql: Sql, collection: OpenCollection): Promise<number> {
  return (await countWhole(sql, collection)).distinct;
}

/** Distinct ids that are in the stage, lost ones or not: for a collection that is thrown away. */
export const countLeft = async (sql: Sql, collection: OpenCollection): Promise<number> =>
  (await countStaged(sql, collection)).distinct;

/** Makes sure that every staged row is there, and leaves one of each id, the last that came. Gives how many those are. */
export async function settleStage(sql: Sql, collection: OpenCollection): Promise<number> {
  const { rows, distinct } = await countWhole(sql, collection);
  if (rows > distinct) {
    const kind = stageOf(collection.source.kind);
    await sql.query(
      `delete from rollcall.${kind}_stage s using (
         select ${kind}_id, max(line) as last from rollcall.${kind}_stage
         where collection_number = $1 group by ${kind}_id having count(*) > 1) d
       where s.collection_number = $1 and s.${kind}_id = d.${kind}_id and s.line < d.last`,
      [collection.number],
    );
  }
  return distinct;
}

async function countWhole(sql: Sql, collection: OpenCollection): Promise<{ rows: number; distinct: number }> {
  const counts = await countStaged(sql, collection);
  if (counts.rows !== collection.stagedRows) {
    throw new Fault("STORE_UNAVAILABLE", "The database lost staged rows: it was restarted. Collect again.", {
      staged: collection.stagedRows,
      found: counts.rows,
    });
  }
  return counts;
}

async function countStaged(
  sql: Sql,
  collection: OpenCollection,
): Promise<{ rows: number; distinct: number }> {
  const kind = stageOf(collection.source.kind);
  return queryOne<{ rows: number; distinct: number }>(
    sql,
    `select count(*) as rows, count(distinct ${kind}_id) as distinct
     from rollcall.${kind}_stage where collection_number = $1`,
    [collection.number],
  );
}
