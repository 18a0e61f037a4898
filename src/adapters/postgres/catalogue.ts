import { invariant } from "../../core/model/invariant.ts";
import { queryOne, type Sql } from "./sql.ts";

// What there is in the schema, asked of the database itself: a table that a later migration makes cannot be forgotten.

export interface TableShape {
  readonly name: string;
  /** Quoted where need be, in their order; without those that the database computes. */
  readonly columns: readonly string[];
  readonly types: readonly string[];
}

/** A counter of the schema, and the number that it gives next. */
export interface Sequence {
  readonly name: string;
  readonly next: number;
}

/** Every table of Rollcall's schema, by name; none where there is no schema. */
export const tablesOf = async (sql: Sql): Promise<readonly TableShape[]> =>
  sql.query<TableShape>(`
    select quote_ident(c.relname) as name,
      array_agg(quote_ident(a.attname) order by a.attnum) as columns,
      array_agg(format_type(a.atttypid, a.atttypmod) order by a.attnum) as types
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = to_regnamespace('rollcall') and c.relkind = 'r'
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`);

/** Every counter of Rollcall's schema, by name. */
export async function sequencesOf(sql: Sql): Promise<readonly Sequence[]> {
  const known = await sql.query<{ name: string; step: number }>(`
    select quote_ident(sequencename) as name, increment_by as step
    from pg_sequences where schemaname = 'rollcall' order by sequencename`);
  const found: Sequence[] = [];
  // Asked of itself: the view tells of one that was restarted where it began at first.
  for (const { name, step } of known) {
    const text = `select case when is_called then last_value + $1::bigint else last_value end as next from rollcall.${name}`;
    found.push({ name, ...(await queryOne<{ next: number }>(sql, text, [step])) });
  }
  return found;
}

/** Tables in an order in which each comes after those that its foreign keys point to. */
export async function parentsFirst(sql: Sql, tables: readonly TableShape[]): Promise<readonly TableShape[]> {
  const keys = await sql.query<{ child: string; parent: string }>(`
    select quote_ident(c.relname) as child, quote_ident(p.relname) as parent
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
    where k.contype = 'f' and k.connamespace = to_regnamespace('rollcall') and k.conrelid <> k.confrelid`);
  const placed: TableShape[] = [];
  let left = tables;
  while (left.length > 0) {
    const waiting = new Set(left.map(({ name }) => name));
    const free = left.filter(
      ({ name }) => !keys.some(({ child, parent }) => child === name && waiting.has(parent)),
    );
    invariant(free.length > 0, "tables point to each other in a ring");
    placed.push(...free);
    left = left.filter((table) => !free.includes(table));
  }
  return placed;
}
