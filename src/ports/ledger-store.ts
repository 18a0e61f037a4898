import type { Fact, LedgerEntry } from "../core/ledger/fact.ts";
import type { Instant } from "../core/model/instant.ts";

/** The append-only, hash-chained record. */
export interface LedgerStore {
  /** Appends facts in order; the head row is locked, so that two writers cannot fork the chain. */
  append(facts: readonly Fact[], at: Instant): Promise<readonly LedgerEntry[]>;
  /** Entries from seq on, in order, in batches. */
  entries(fromSeq: number): AsyncGenerator<readonly LedgerEntry[]>;
  newest(count: number): Promise<readonly LedgerEntry[]>;
  count(): Promise<number>;
}
