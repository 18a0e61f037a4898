import { AsyncLocalStorage } from "node:async_hooks";
import { Bug, invariant } from "../../core/model/invariant.ts";
import { copyText, storable } from "./copy-text.ts";
import type { Driver, Session } from "./driver.ts";
import type { CopyRow, Param, Sql } from "./sql.ts";

// The one wrapper around both drivers. Its promises: every error is rolled back; a transaction with a failed statement
// never looks committed; nobody's statement runs inside somebody else's transaction.

export interface Connection extends Sql {
  close(): Promise<void>;
}

/** A transaction that is open, as the code inside it carries it along. */
interface Open {
  active: boolean;
  failure: { readonly error: unknown } | undefined;
  written: number;
}

/** Wraps a driver. */
export function connect(driver: Driver): Connection {
  // Who awaits the outer connection inside its own transaction would wait for ever on PGlite and split the work on PostgreSQL.
  const current = new AsyncLocalStorage<Open>();
  const alone = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    invariant(current.getStore()?.active !== true, "the store was used beside the transaction that is open");
    return driver.withSession(async (session) => {
      try {
        return await work(session);
      } catch (error) {
        await rollBack(session);
        throw error;
      }
    });
  };

  return {
    inTransaction: false,
    query: async <Row>(text: string, params: readonly Param[] = []) => {
      const rows = await alone(async (session) => session.run(text, params.map(bindable)));
      await driver.tidy(sizeOf(params));
      return rows as readonly Row[];
    },
    script: async (text) => alone(async (session) => session.script(text)),
    copyIn: async (table, columns, rows) => {
      const counter = { characters: 0 };
      await alone(async (session) => session.copy(table, columns, counted(rows, counter)));
      await driver.tidy(counter.characters);
    },
    transaction: async (work) => {
      const open: Open = { active: true, failure: undefined, written: 0 };
      const result = await alone(async (session) => inTransaction(session, open, current, work));
      await driver.tidy(open.written);
      return result;
    },
    close: async () => {
      invariant(current.getStore()?.active !== true, "the store was closed inside a transaction");
      await driver.close();
    },
  };
}

async function inTransaction<T>(
  session: Session,
  open: Open,
  current: AsyncLocalStorage<Open>,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  await session.script("begin");
  try {
    const result = await current.run(open, async () => work(bound(session, open)));
    // A statement that failed and was swallowed has aborted everything: COMMIT would answer as if nothing were amiss.
    if (open.failure !== undefined) throw open.failure.error;
    open.active = false;
    await session.script("commit");
    return result;
  } finally {
    open.active = false;
  }
}

/**
 * After every error: PGlite's one connection refuses everything until it is rolled back. A rollback that cannot be sent has
 * happened already: the session is gone, and the first error says why.
 */
async function rollBack(session: Session): Promise<void> {
  try {
    await session.script("rollback");
  } catch {
    // Told by the error that made us roll back; the driver drops the session of a work that failed.
  }
}

/** The view from inside a transaction. */
function bound(session: Session, open: Open): Sql {
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    invariant(open.active, "a transaction was used after its end");
    try {
      return await work();
    } catch (error) {
      open.failure ??= { error };
      throw error;
    }
  };
  return {
    inTransaction: true,
    query: async <Row>(text: string, params: readonly Param[] = []) => {
      open.written += sizeOf(params);
      return (await run(async () => session.run(text, params.map(bindable)))) as readonly Row[];
    },
    script: async (text) => run(async () => session.script(text)),
    copyIn: async (table, columns, rows) => {
      const counter = { characters: 0 };
      await run(async () => session.copy(table, columns, counted(rows, counter)));
      open.written += counter.characters;
    },
    transaction: async () => Promise.reject(new Bug("a transaction inside a transaction")),
  };
}

function* counted(rows: Iterable<CopyRow>, counter: { characters: number }): Generator<string> {
  for (const chunk of copyText(rows)) {
    counter.characters += chunk.length;
    yield chunk;
  }
}

const storableScalar = <T>(value: T): T | string => (typeof value === "string" ? storable(value) : value);

const bindable = (param: Param): Param =>
  typeof param === "object" && param !== null ? param.map(storableScalar) : storableScalar(param);

/** Characters in lists, which is how bulk goes into a statement; the rest is too little to count. */
function sizeOf(params: readonly Param[]): number {
  let size = 0;
  for (const param of params) {
    if (typeof param !== "object" || param === null) continue;
    for (const value of param) size += typeof value === "string" ? value.length : 8;
  }
  return size;
}
