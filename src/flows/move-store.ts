import type { Digest, Hash } from "../core/model/ids.ts";
import type { Clock } from "../ports/clock.ts";
import { Fault } from "../ports/fault.ts";
import type { CopiedTable, MoveRefusal, StoreCopy, StoreMove } from "../ports/store-move.ts";
import { demandWholeLedger, verifyLedger } from "./verify-ledger.ts";

export interface MoveParts {
  readonly move: StoreMove;
  readonly clock: Clock;
  readonly hash: Hash;
  /** The account and host this process runs as. */
  readonly by: string;
  /** The embedded store's folder. */
  readonly from: string;
  /** The new store as the configuration is to name it; no secret. */
  readonly to: string;
}

/** A store that was moved, or would have been: all of its rows are the same there, and the ledger holds. */
export interface MovedStore extends StoreCopy {
  readonly dryRun: boolean;
  /** The ledger that was moved: its entries, and the hash of the last. */
  readonly ledger: { readonly entries: number; readonly head: Digest };
  /** Deletions whose end is not known. They move along, and are settled by reading as after any interruption. */
  readonly openIntents: number;
}

/**
 * Moves a store: copies it whole, verifies the copy's ledger against the store's, marks the store as moved, and only then lets
 * the copy count. A crash in between leaves a marked store and no copy: nobody deletes anything until a person has looked. A
 * dry run is the same without its end: the copy is taken back, and nothing is marked.
 * Faults: LEDGER_BROKEN, STORE_*, OUTPUT_UNWRITABLE, CANCELLED.
 */
export async function moveStore(
  { move, clock, hash, by, from, to }: MoveParts,
  { dryRun }: { readonly dryRun: boolean },
  told: (table: CopiedTable) => void,
  signal: AbortSignal,
): Promise<MovedStore | MoveRefusal> {
  const { source } = move;
  await demandWholeLedger(source.ledger, hash);
  const { seq: entries, hash: head } = await source.ledger.head();
  const openIntents = (await source.plans.openIntents()).length;
  let marked = false;
  try {
    const copy = await move.copy(
      async (store, { database, tables }) => {
        const found = await verifyLedger(store.ledger, hash);
        if (!found.ok || found.entries !== entries || found.head !== head) {
          throw new Fault("STORE_DAMAGED", "The copy's ledger is not that of the store: nothing was moved.");
        }
        if (dryRun) return "take_back";
        const rows = tables.reduce((sum, table) => sum + table.rows, 0);
        const at = clock.now();
        const fact = { kind: "store_moved", from, to: database, tables: tables.length, rows } as const;
        await store.ledger.append([fact], at);
        // Where it lies from now on; otherwise it would be taken for a backup that was restored.
        await store.home.settle(at);
        signal.throwIfAborted();
        await move.mark({ to, database, at, by });
        marked = true;
        return "keep";
      },
      told,
      signal,
    );
    return copy.kind === "refused" ? copy : { ...copy, dryRun, ledger: { entries, head }, openIntents };
  } catch (error) {
    if (!marked) throw error;
    throw new Fault(
      "STORE_UNAVAILABLE",
      "The new database did not confirm the copy, and the store is marked as moved: if rollcall ledger verify holds there, go on with it; if nothing is there, remove moved.json beside the store and move it again.",
      { to },
      error,
    );
  }
}
