import { queryOne, type Sql } from "./sql.ts";

// The planner without statistics takes `gone_at is null` for one row in 200, and walks through a table for every row of
// another. Autovacuum comes up to a minute after the first load, which is too late for the first run; in PGlite never.

type Table = "endpoint" | "computer" | "device";

/** By so much a table may outgrow its statistics: each is then measured a few times in its life, not at each merge. */
const GROWTH = 2;

/** Measures a table that has outgrown what the planner knows of it, also inside the transaction that filled it. */
export async function keepStatistics(sql: Sql, table: Table): Promise<void> {
  const { outgrown } = await queryOne<{ outgrown: boolean }>(
    sql,
    `select c.reltuples < 0
       or pg_relation_size(c.oid) > ${GROWTH} * c.relpages::bigint * current_setting('block_size')::bigint as outgrown
     from pg_class c where c.oid = 'rollcall.${table}'::regclass`,
  );
  if (outgrown) await sql.query(`analyze rollcall.${table}`);
}

/**
 * Forbids nested loops until the transaction ends. A merge fills the very table that its statements are planned against:
 * measured small (another tenant's first reading, or none), it is joined by walking through it for each staged row while it
 * grows, which never ended at 100,000. A merge is about whole sets; whatever they are, hashing them is linear.
 */
export async function joinWhole(sql: Sql): Promise<void> {
  await sql.query("set local enable_nestloop = off");
}
