import type { Digest, Hash } from "../model/ids.ts";
import type { Instant } from "../model/instant.ts";
import { entryHash, GENESIS } from "./chain.ts";
import type { LedgerEntry } from "./fact.ts";

// The ledger is verified as it streams by: the state is as small for ten million entries as for one.

/** Where a verification stands. */
export interface ChainState {
  /** Number of the last good entry; 0 before the first. */
  readonly seq: number;
  /** Hash of the last good entry; GENESIS before the first. */
  readonly head: Digest;
  readonly at: Instant | undefined;
}

/** What is wrong where the chain breaks. */
export type ChainFlaw =
  | "seq_gap" // another number than the next one: something was removed, added or swapped
  | "previous_mismatch" // it does not follow the entry before it
  | "hash_mismatch" // it was changed after it was written
  | "head_mismatch"; // the end is not the head that is known from elsewhere: the tail was cut off or rewritten

export interface ChainBreak {
  readonly kind: "broken";
  /** The number the broken entry should have. */
  readonly seq: number;
  readonly flaw: ChainFlaw;
  readonly expected: string;
  readonly found: string;
}

/** Not a break: a machine's clock may be set back, and an honest ledger says so. */
export interface ChainWarning {
  readonly code: "time_backwards";
  readonly seq: number;
  readonly byMs: number;
}

export type ChainStep =
  | { readonly kind: "ok"; readonly state: ChainState; readonly warning: ChainWarning | undefined }
  | ChainBreak;

/** The end of the chain as somebody noted it down elsewhere (the store's head row, an export, a mail to the auditor). */
export interface ExpectedHead {
  readonly seq: number;
  readonly hash: Digest;
}

/** The state before the first entry. */
export const startVerification = (): ChainState => ({ seq: 0, head: GENESIS, at: undefined });

/** Checks that an entry follows; on a break nothing after it can be trusted, so verification ends there. */
export function verifyNext(state: ChainState, entry: LedgerEntry, hash: Hash): ChainStep {
  const seq = state.seq + 1;
  const broken = (flaw: ChainFlaw, expected: string, found: string): ChainBreak => ({
    kind: "broken",
    seq,
    flaw,
    expected,
    found,
  });
  if (entry.seq !== seq) return broken("seq_gap", String(seq), String(entry.seq));
  if (entry.previous !== state.head) return broken("previous_mismatch", state.head, entry.previous);
  const computed = entryHash(entry, hash);
  if (entry.hash !== computed) return broken("hash_mismatch", computed, entry.hash);
  const warning: ChainWarning | undefined =
    state.at !== undefined && entry.at < state.at
      ? { code: "time_backwards", seq, byMs: state.at - entry.at }
      : undefined;
  return { kind: "ok", state: { seq, head: entry.hash, at: entry.at }, warning };
}

/**
 * Ends a verification. A chain that lost its newest entries still holds by itself: only a head that is known from elsewhere
 * shows it, which is why the caller must say `undefined` when it has none.
 */
export function endVerification(
  state: ChainState,
  expectedHead: ExpectedHead | undefined,
): { readonly kind: "whole"; readonly entries: number; readonly head: Digest } | ChainBreak {
  if (expectedHead !== undefined && (expectedHead.seq !== state.seq || expectedHead.hash !== state.head))
    return {
      kind: "broken",
      seq: expectedHead.seq === state.seq ? state.seq : Math.min(expectedHead.seq, state.seq) + 1,
      flaw: "head_mismatch",
      expected: `${expectedHead.seq} ${expectedHead.hash}`,
      found: `${state.seq} ${state.head}`,
    };
  return { kind: "whole", entries: state.seq, head: state.head };
}
