// What the repositories see of the database: one dialect, two engines, every failure a Fault without values.

import { Bug } from "../../core/model/invariant.ts";

type Scalar = string | number | boolean | null;

/**
 * A value bound to a placeholder. Instants go as epoch milliseconds into bigint columns; JSON goes as text and is cast in the
 * statement, because the two drivers disagree on what a JavaScript array means.
 */
export type Param = Scalar | readonly Scalar[];

/** A row as COPY takes it, in the order of the columns named. */
export type CopyRow = readonly Scalar[];

export interface Sql {
  /** Whether statements here run inside a transaction. */
  readonly inTransaction: boolean;
  /** One statement. Rows come with bigint as number and json parsed. Faults: STORE_*. */
  query<Row = never>(text: string, params?: readonly Param[]): Promise<readonly Row[]>;
  /** Several statements without parameters: migrations. Faults: STORE_*. */
  script(text: string): Promise<void>;
  /** Rows by COPY, all or none. Faults: STORE_*. */
  copyIn(table: string, columns: readonly string[], rows: Iterable<CopyRow>): Promise<void>;
  /** All or nothing; rolled back on every error, also one that `work` swallowed. Nested is a Bug. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}

/** Runs work in the transaction that is open, or in one of its own. */
export const atomically = async <T>(sql: Sql, work: (sql: Sql) => Promise<T>): Promise<T> =>
  sql.inTransaction ? work(sql) : sql.transaction(work);

/** The only row of a statement that always gives one. */
export async function queryOne<Row>(sql: Sql, text: string, params: readonly Param[] = []): Promise<Row> {
  const rows = await sql.query<Row>(text, params);
  const [row] = rows;
  if (rows.length !== 1 || row === undefined)
    throw new Bug(`${rows.length} rows from a statement that gives one`);
  return row;
}

/** How many rows a writing statement wrote, without bringing them here. */
export async function countWritten(sql: Sql, statement: string, params: readonly Param[]): Promise<number> {
  const { written } = await queryOne<{ written: number }>(
    sql,
    `with written as (${statement} returning 1) select count(*) as written from written`,
    params,
  );
  return written;
}
