import { setImmediate } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import type { Log } from "../../ports/log.ts";
import type { Driver, Session } from "./driver.ts";
import { guarded } from "./driver-fault.ts";
import { namingFullDisk } from "./full-disk.ts";
import type { Param } from "./sql.ts";

// PGlite: PostgreSQL in this process, with one connection. It never checkpoints or vacuums by itself, gives timers no turn
// between awaited statements, and stays poisoned after an error inside a transaction until it is rolled back.

/**
 * Write-ahead log is the price of not checkpointing: 1.8 GB of it took 15 s to reopen (measured). 64 Mi characters written
 * make some 200 MB of it.
 */
const CHECKPOINT_AFTER = 64 * 1024 * 1024;

/** Opens PGlite on this thread, which stands still while it works. @param directory its own directory, which must be locked; undefined keeps everything in memory. */
export async function pgliteDriver(directory: string | undefined, log: Log): Promise<Driver> {
  return takingTurns(await openPglite(directory), directory !== undefined, log);
}

/** The one session of a PGlite, and its end. */
export interface Pglite extends Session {
  close(): Promise<void>;
}

/** PGlite itself. Faults: STORE_*. */
export async function openPglite(directory: string | undefined): Promise<Pglite> {
  const naming = async <T>(statement: string, work: () => Promise<T>): Promise<T> =>
    namingFullDisk(directory, async () => guarded(statement, work));
  const database = await naming("open PGlite", async () =>
    directory === undefined ? PGlite.create() : PGlite.create({ dataDir: directory }),
  );
  return {
    ...sessionOf(database, naming),
    close: async () => guarded("close PGlite", async () => database.close()),
  };
}

/** A driver over the one session that there is, whichever thread it is on. @param durable it is kept on a disk */
export function takingTurns(pglite: Pglite, durable: boolean, log: Log): Driver {
  const inTurn = queue();
  let written = 0;
  return {
    withSession: async (work) => inTurn(async () => work(pglite)),
    tidy: async (writtenCharacters) => {
      written += writtenCharacters;
      if (written < CHECKPOINT_AFTER) return;
      written = 0;
      log.debug("store: checkpoint");
      await inTurn(async () => pglite.script("checkpoint"));
    },
    close: async () =>
      inTurn(async () => {
        try {
          if (!durable) return;
          // Dead rows and statistics: there is no autovacuum. Only what has changed is visited.
          if (written > 0) await pglite.script("vacuum (analyze)");
          await pglite.script("checkpoint");
        } finally {
          // On a full disk the checkpoint fails: what was committed stands in the log, and the next to open replays it.
          await pglite.close();
        }
      }),
  };
}

type Guarded = typeof guarded;

function sessionOf(database: PGlite, naming: Guarded): Session {
  const yielding: Guarded = async (statement, work) => {
    const result = await naming(statement, work);
    // Signals and timers have their turn here; awaiting PGlite alone gives them none.
    await setImmediate();
    return result;
  };
  return {
    run: async (text, params) =>
      yielding(text, async () => (await database.query(text, [...(params as Param[])])).rows),
    script: async (text) => {
      await yielding(text, async () => database.exec(text));
    },
    copy: async (table, columns, chunks) => {
      const text = `copy ${table} (${columns.join(", ")}) from '/dev/blob'`;
      await yielding(text, async () => database.query(text, [], { blob: new Blob([...chunks]) }));
    },
  };
}

/** Work one after the other: nothing runs inside somebody else's transaction. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return async (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
