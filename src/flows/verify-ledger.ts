import {
  endVerification,
  startVerification,
  verifyNext,
  type ChainBreak,
} from "../core/ledger/verify-chain.ts";
import type { Digest, Hash } from "../core/model/ids.ts";
import type { LedgerStore } from "../ports/ledger-store.ts";

/** Whether the chain holds from its first entry to its head. */
export interface LedgerVerification {
  readonly ok: boolean;
  /** Good entries. */
  readonly entries: number;
  /** Hash of the last good entry: note it elsewhere, it shows later whether the tail was cut off. */
  readonly head: Digest;
  readonly broken: ChainBreak | undefined;
  /** Entries whose clock stands before the entry before them: told, not a break. */
  readonly timeBackwards: readonly number[];
}

/** Reads the whole ledger, in flat memory, and checks every link. Faults: STORE_*. */
export async function verifyLedger(ledger: LedgerStore, hash: Hash): Promise<LedgerVerification> {
  const timeBackwards: number[] = [];
  let state = startVerification();
  const result = (broken: ChainBreak | undefined): LedgerVerification => ({
    ok: broken === undefined,
    entries: state.seq,
    head: state.head,
    broken,
    timeBackwards,
  });
  for await (const batch of ledger.entries(1)) {
    for (const entry of batch) {
      const step = verifyNext(state, entry, hash);
      if (step.kind === "broken") return result(step);
      state = step.state;
      if (step.warning !== undefined) timeBackwards.push(step.warning.seq);
    }
  }
  const end = endVerification(state, await ledger.head());
  return result(end.kind === "broken" ? end : undefined);
}
