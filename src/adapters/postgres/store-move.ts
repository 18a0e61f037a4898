import { existsSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../ports/fault.ts";
import type { CopiedTable, Finish, MoveRefusal, StoreCopy, StoreMove } from "../../ports/store-move.ts";
import { parentsFirst, sequencesOf, tablesOf, type TableShape } from "./catalogue.ts";
import { connect, type Connection } from "./connection.ts";
import { copyTable, digestOf } from "./copy-table.ts";
import { migrateIn, schemaVersion, storedSchema } from "./migrate.ts";
import { markMoved } from "./moved-mark.ts";
import { embeddedDirectory, isShared, openConnection, type StoreOptions } from "./open.ts";
import { poolDriver } from "./pool-driver.ts";
import { queryOne, type Sql } from "./sql.ts";
import { storeOn, storeWithin } from "./store.ts";

/** Every new store has rows in these: its version, and the head of an empty ledger. */
const NEVER_EMPTY: ReadonlySet<string> = new Set(["schema_version", "ledger_head"]);

/**
 * Locks and opens an embedded store, and connects to the database that it is to go to.
 * Faults: STORE_LOCKED while another process has it, STORE_MOVED, STORE_*.
 */
export async function openStoreMove(
  from: string,
  to: string,
  options: StoreOptions,
): Promise<StoreMove | MoveRefusal> {
  const directory = embeddedDirectory(from);
  if (directory === undefined) {
    return refused("source_not_embedded", "The store is no pglite:DIRECTORY, and only such a one is moved.");
  }
  if (!isShared(to)) {
    return refused(
      "target_not_postgresql",
      "The new store is no postgres://…, and a store only moves there.",
    );
  }
  if (!existsSync(join(directory, "pgdata"))) {
    return refused("source_absent", `There is no store in ${directory}: check store in the configuration.`);
  }
  const source = await openConnection(from, options);
  const target = connect(poolDriver(to, options.log));
  return {
    source: storeOn(source, options),
    copy: async (finish, told, signal) => copyStore(source, target, options, { finish, told, signal }),
    mark: async (mark) => markMoved(directory, mark),
    close: async () => {
      await target.close();
      await source.close();
    },
  };
}

interface CopyWork {
  readonly finish: Finish;
  readonly told: (table: CopiedTable) => void;
  readonly signal: AbortSignal;
}

/** Thrown to take back what was written, and nothing else. */
class TakenBack extends Error {
  override readonly name = "TakenBack";
  readonly outcome: StoreCopy | MoveRefusal;
  constructor(outcome: StoreCopy | MoveRefusal) {
    super();
    this.outcome = outcome;
  }
}

/**
 * The source's transaction ends within the target's: what marks the source comes to stand before the copy does, so that no
 * crash leaves two stores that are both used.
 */
async function copyStore(
  source: Connection,
  target: Connection,
  options: StoreOptions,
  { finish, told, signal }: CopyWork,
): Promise<StoreCopy | MoveRefusal> {
  try {
    return await target.transaction(async (into) => {
      const refusal = await prepareTarget(into, options.clock.now());
      if (refusal !== undefined) throw new TakenBack(refusal);
      const tables = await source.transaction(async (from) => {
        await from.script("set transaction isolation level repeatable read, read only");
        return copyTables(from, into, told, signal);
      });
      const { database } = await queryOne<{ database: string }>(
        into,
        "select current_database() as database",
      );
      const copy: StoreCopy = { kind: "copied", tables, database };
      if ((await finish(storeWithin(into, options), copy)) === "take_back") throw new TakenBack(copy);
      return copy;
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.outcome;
    throw error;
  }
}

/** Gives the target its tables, keeps everybody else away from them, and sees that they are empty. */
async function prepareTarget(into: Sql, at: number): Promise<MoveRefusal | undefined> {
  const version = await storedSchema(into);
  const present = await tablesOf(into);
  if (version === undefined && present.length > 0) {
    const names = present.map(({ name }) => name).join(", ");
    return refused(
      "target_not_empty",
      `The new database has a schema rollcall that is not ours, with ${names}.`,
    );
  }
  if (version !== undefined && version < schemaVersion) {
    return refused(
      "target_older",
      `The new database is of version ${version} of the schema, and this Rollcall of ${schemaVersion}: it was in use before.`,
    );
  }
  await migrateIn(into, at);
  const tables = await tablesOf(into);
  await into.script(
    `lock table ${tables.map(({ name }) => `rollcall.${name}`).join(", ")} in access exclusive mode`,
  );
  const full: string[] = [];
  for (const { name } of tables) {
    if (NEVER_EMPTY.has(name)) continue;
    const { rows } = await queryOne<{ rows: number }>(into, `select count(*) as rows from rollcall.${name}`);
    if (rows > 0) full.push(`${name} (${rows})`);
  }
  return full.length === 0
    ? undefined
    : refused("target_not_empty", `The new database is in use: there are rows in ${full.join(", ")}.`);
}

/** Copies, compares and measures one table after the other; a difference is a fault. */
async function copyTables(
  from: Sql,
  into: Sql,
  told: CopyWork["told"],
  signal: AbortSignal,
): Promise<readonly CopiedTable[]> {
  const tables = await parentsFirst(into, await tablesOf(into));
  demandSame("the tables", await tablesOf(from), await tablesOf(into));
  const copied: CopiedTable[] = [];
  // They would count devices that are counted already, and refuse what is written for the first time.
  await eachTable(into, tables, (name) => `alter table rollcall.${name} disable trigger user`);
  // Children first: what a new store has of its own gives way to what the source has.
  await eachTable(into, tables.toReversed(), (name) => `delete from rollcall.${name}`);
  for (const table of tables) {
    const before = await digestOf(from, table);
    await copyTable(from, into, table, signal);
    demandSame(`the rows of ${table.name}`, before, await digestOf(into, table));
    await into.script(`analyze rollcall.${table.name}`);
    const one = { name: table.name, rows: before.rows };
    copied.push(one);
    told(one);
  }
  await eachTable(into, tables, (name) => `alter table rollcall.${name} enable trigger user`);
  const counters = await sequencesOf(from);
  // `restart` is taken back with the transaction, unlike setval.
  for (const { name, next } of counters)
    await into.script(`alter sequence rollcall.${name} restart with ${next}`);
  demandSame("the counters", counters, await sequencesOf(into));
  return copied;
}

async function eachTable(
  sql: Sql,
  tables: readonly TableShape[],
  statement: (name: string) => string,
): Promise<void> {
  await sql.script(tables.map(({ name }) => `${statement(name)};`).join("\n"));
}

function demandSame(what: string, expected: unknown, found: unknown): void {
  if (JSON.stringify(expected) === JSON.stringify(found)) return;
  throw new Fault(
    "STORE_DAMAGED",
    `In the new database ${what} are not those of the store: nothing was moved.`,
    { what },
  );
}

const refused = (code: MoveRefusal["code"], detail: string): MoveRefusal => ({
  kind: "refused",
  code,
  detail,
});
