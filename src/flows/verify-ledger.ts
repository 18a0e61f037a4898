import {
  endVerification,
  startVerification,
  verifyNext,
  type ChainBreak,
} from "../core/ledger/verify-chain.ts";
import type { Digest, Hash } from "../core/model/ids.ts";
import { Fault } from "../ports/fault.ts";
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
  // Others may append while this reads: what was the head before must be passed, and what is the head after not exceeded.
  const before = await ledger.head();
  for await (const batch of ledger.entries(1)) {
    for (const entry of batch) {
      const step = verifyNext(state, entry, hash);
      if (step.kind === "broken") return result(step);
      state = step.state;
      if (step.warning !== undefined) timeBackwards.push(step.warning.seq);
      if (state.seq !== before.seq) continue;
      const passed = endVerification(state, before);
      if (passed.kind === "broken") return result(passed);
    }
  }
  const after = state.seq < before.seq ? before : await ledger.head();
  const appendedSince = after !== before && after.seq > state.seq;
  const end = endVerification(state, appendedSince ? undefined : after);
  return result(end.kind === "broken" ? end : undefined);
}

/**
 * Lets nothing be done on a record that cannot be trusted. Faults: LEDGER_BROKEN with the entry, STORE_*.
 */
export async function demandWholeLedger(ledger: LedgerStore, hash: Hash): Promise<void> {
  const { broken } = await verifyLedger(ledger, hash);
  if (broken === undefined) return;
  const { seq, flaw } = broken;
  throw new Fault(
    "LEDGER_BROKEN",
    `The ledger does not hold at entry ${seq} (${flaw}): nothing is deleted.`,
    {
      seq,
      flaw,
    },
  );
}
