import { queryOne, type CopyRow, type Sql } from "./sql.ts";
import type { TableShape } from "./catalogue.ts";

// Values go as the text that the database itself writes and reads: nothing is parsed on the way, so nothing can be changed.

/** Characters a batch is to have: as large as a page of endpoints is with ease, small beside the process. */
const BATCH_CHARACTERS = 4 * 1024 * 1024;
/** Batches begin with one row, since a plan alone may be megabytes, and grow by so much. */
const GROWTH = 4;
const MOST_ROWS = 5_000;

/** What a table holds, whatever the order of its rows. */
export interface TableDigest {
  readonly rows: number;
  /** Sum over the first 60 bits of each row's SHA-256. */
  readonly sum: string;
}

/** Counts and digests a table where it is. Faults: STORE_*. */
export const digestOf = async (sql: Sql, { name, columns }: TableShape): Promise<TableDigest> =>
  queryOne<TableDigest>(
    sql,
    `select count(*) as rows,
       coalesce(sum(('x' || left(encode(sha256(convert_to(row(${columns.join(", ")})::text, 'UTF8')), 'hex'), 15))::bit(60)::bigint), 0)::text as sum
     from rollcall.${name}`,
  );

/** Copies all rows from one transaction into another, in flat memory. Faults: STORE_*, CANCELLED. */
export async function copyTable(
  from: Sql,
  into: Sql,
  { name, columns }: TableShape,
  signal: AbortSignal,
): Promise<void> {
  const fields = columns.map((column, index) => `${column}::text as c${index}`);
  await from.script(`declare moving no scroll cursor for select ${fields.join(", ")} from rollcall.${name}`);
  for (let rows = 1; ;) {
    signal.throwIfAborted();
    const batch = await from.query<Readonly<Record<string, string | null>>>(`fetch ${rows} from moving`);
    if (batch.length === 0) break;
    const values = batch.map((row) => columns.map((_, index) => row[`c${index}`] ?? null));
    await into.copyIn(`rollcall.${name}`, columns, values);
    const wanted = Math.floor((batch.length * BATCH_CHARACTERS) / (1 + sizeOf(values)));
    rows = Math.max(1, Math.min(wanted, rows * GROWTH, MOST_ROWS));
  }
  await from.script("close moving");
}

const sizeOf = (rows: readonly CopyRow[]): number =>
  rows.flat().reduce<number>((sum, value) => sum + String(value).length, 0);
