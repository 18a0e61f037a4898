import type { Instant } from "../core/model/instant.ts";
import type { Store } from "./store.ts";

/** A table that is the same on both sides, by its count and by a digest of its rows. */
export interface CopiedTable {
  readonly name: string;
  readonly rows: number;
}

/** Why a store is not moved. */
export interface MoveRefusal {
  readonly kind: "refused";
  readonly code:
    | "source_not_embedded"
    | "source_absent"
    | "target_not_postgresql"
    | "target_not_empty"
    | "target_older";
  /** One sentence for a person. */
  readonly detail: string;
}

/** What an embedded store says of itself once it was moved: then it is opened no more. */
export interface MovedMark {
  /** As `store` of a configuration names it; no secret. */
  readonly to: string;
  /** The database's own name. */
  readonly database: string;
  readonly at: Instant;
  readonly by: string;
}

/** A whole copy, and where it is. */
export interface StoreCopy {
  readonly kind: "copied";
  readonly tables: readonly CopiedTable[];
  /** The database's own name. */
  readonly database: string;
}

/** What is done with a whole copy before it counts. */
export type Finish = (store: Store, copy: StoreCopy) => Promise<"keep" | "take_back">;

/** An embedded store that this process has to itself, and the database that it is to be copied into. */
export interface StoreMove {
  readonly source: Store;
  /**
   * Copies every table in one transaction of the target: a copy that breaks off, or that `finish` takes back, leaves nothing
   * there. `told` hears of each table once it was compared. Faults: STORE_* of either side, CANCELLED, and those of `finish`.
   */
  copy(
    finish: Finish,
    told: (table: CopiedTable) => void,
    signal: AbortSignal,
  ): Promise<StoreCopy | MoveRefusal>;
  /** Durable when it returns. Fault: OUTPUT_UNWRITABLE. */
  mark(mark: MovedMark): Promise<void>;
  close(): Promise<void>;
}
