import { canonical } from "../model/canonical.ts";
import type { Digest, Hash } from "../model/ids.ts";
import type { Instant } from "../model/instant.ts";
import { invariant } from "../model/invariant.ts";
import type { Fact, LedgerEntry } from "./fact.ts";

/** What stands in `previous` of the first entry: 64 zeros, which no SHA-256 of ours will be. */
export const GENESIS = "0".repeat(64) as Digest;

/**
 * The digest an entry must carry: over every field but `hash` itself, canonically encoded. Whatever else somebody adds to
 * an entry is hashed too, so that nothing can be slipped in beside the known fields.
 */
export function entryHash(entry: Omit<LedgerEntry, "hash">, hash: Hash): Digest {
  const { hash: _own, ...hashed } = entry as LedgerEntry;
  return hash(canonical(hashed));
}

/** Makes the entry that follows the one whose hash is `previous`; the first is number 1 and follows GENESIS. */
export function chainEntry(
  previous: Digest,
  seq: number,
  at: Instant,
  actor: string,
  fact: Fact,
  hash: Hash,
): LedgerEntry {
  invariant(Number.isSafeInteger(seq) && seq >= 1, "a ledger entry is numbered from 1");
  invariant((seq === 1) === (previous === GENESIS), "only the first ledger entry follows GENESIS");
  const entry = { seq, at, actor, fact, previous };
  return { ...entry, hash: entryHash(entry, hash) };
}
