import type { Fact, LedgerEntry } from "../core/ledger/fact.ts";
import type { Digest } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";

/** The append-only, hash-chained record. */
export interface LedgerStore {
  /** Appends facts in order; the head row is locked, so that two writers cannot fork the chain. */
  append(facts: readonly Fact[], at: Instant): Promise<readonly LedgerEntry[]>;
  /** Entries from seq on, in order, in batches. */
  entries(fromSeq: number): AsyncGenerator<readonly LedgerEntry[]>;
  /** At most so many entries below a number, the newest first. */
  below(seq: number, most: number): Promise<readonly LedgerEntry[]>;
  newest(count: number): Promise<readonly LedgerEntry[]>;
  count(): Promise<number>;
  /** The entries of these numbers that there are, in order. */
  bySeq(seqs: readonly number[]): Promise<readonly LedgerEntry[]>;
  /** The head as it is kept beside the entries, which shows an end that was cut off; 0 and 64 zeros while there is none. */
  head(): Promise<{ readonly seq: number; readonly hash: Digest }>;
}
