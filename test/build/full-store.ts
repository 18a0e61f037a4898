// A row in every table, whichever tables there are: what copies a store must not know them by heart.
import { parentsFirst, tablesOf } from "../../src/adapters/postgres/catalogue.ts";
import type { Connection } from "../../src/adapters/postgres/connection.ts";
import type { Param } from "../../src/adapters/postgres/sql.ts";

/** Text that has to be escaped on the way, in whatever format. */
const ODD = "a\tb\\N\nc\r\\ \"'{,}ä\u{1F600}";

const BY_TYPE: Readonly<Record<string, Param>> = {
  text: ODD,
  bigint: 1_790_000_000_123,
  integer: 1,
  boolean: true,
  json: '{"b": "\\u0000\\ud800",  "a": "x\\ty", "a": 1.50}',
  jsonb: '{"a": [1, null, "x\\ty"]}',
  "text[]": [ODD, "", "NULL"],
};

/** What checks and foreign keys ask for. */
const BY_COLUMN: Readonly<Record<string, Param>> = {
  tenant_id: "tenant-1",
  group_id: "group-1",
  sink: "siem",
  case_number: 1,
  newest_number: 1,
  only_row: true,
  source_kind: "tenant",
  coverage_kind: "complete",
  disposition: "retire",
  otherwise: "keep",
  device_class: "server",
  ended_by: "lifted",
  state: "open",
  about: "endpoint",
};

/** What has its rows in other ways. */
const LEFT_OUT: ReadonlySet<string> = new Set(["schema_version", "ledger", "ledger_head", "device_count"]);

/** Puts a row into each table, but for the ledger, whose rows its store writes. Faults of the database are told as they are. */
export async function fillTables(connection: Connection): Promise<void> {
  const generated = new Set(
    (
      await connection.query<{ name: string }>(
        `select a.attrelid::regclass || '.' || a.attname as name from pg_attribute a where a.attidentity <> ''`,
      )
    ).map(({ name }) => name),
  );
  for (const { name, columns, types } of await parentsFirst(connection, await tablesOf(connection))) {
    if (LEFT_OUT.has(name)) continue;
    const given = columns
      .map((column, index) => ({ column, type: types[index] ?? "" }))
      .filter(({ column }) => !generated.has(`rollcall.${name}.${column}`));
    const value = ({ column, type }: { column: string; type: string }): Param => {
      const found = BY_COLUMN[column] ?? BY_TYPE[type];
      if (found === undefined) throw new Error(`no value for ${name}.${column} of type ${type}`);
      return found;
    };
    await connection.query(
      `insert into rollcall.${name} (${given.map(({ column }) => column).join(", ")})
       values (${given.map(({ type }, index) => `$${index + 1}::${type}`).join(", ")})`,
      given.map(value),
    );
  }
}

/** Every row of every table, as the database writes it out, in an order that is the same wherever they lie. */
export async function rowsOf(connection: Connection): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows: Record<string, readonly string[]> = {};
  for (const { name } of await tablesOf(connection)) {
    const found = await connection.query<{ row: string }>(
      `select t::text as row from rollcall.${name} t order by t::text collate "C"`,
    );
    rows[name] = found.map(({ row }) => row);
  }
  return rows;
}
