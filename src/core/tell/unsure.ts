// Some sinks take entries and may still lose them: a syslog collector that dies has lost what it held in memory, and nothing
// in the protocol tells. What such a sink took last is kept in mind, and sent again when it is found to be in trouble.
import type { Instant } from "../model/instant.ts";

// STORED JSON: add optional fields only.
/** Entries from `seq` on were taken at a time. */
export interface Taken {
  readonly seq: number;
  readonly at: Instant;
}

/** As many batches as are told apart. Beyond, the second newest is forgotten, so that the oldest entry in question is not. */
const MOST = 50;

/** What is unsure after a batch was taken: whatever was taken within `forMs` before. @param forMs 0: the sink vouches for it */
export function stillUnsure(known: readonly Taken[], taken: Taken, forMs: number): readonly Taken[] {
  if (forMs === 0) return [];
  const recent = [...known.filter(({ at }) => taken.at - at < forMs), taken];
  return recent.length > MOST ? recent.toSpliced(-2, 1) : recent;
}

/** Where to begin again after a trouble: at the first entry that is unsure, or where one was. */
export const beginAgainAt = (cursor: number, unsure: readonly Taken[]): number =>
  unsure.reduce((from, { seq }) => Math.min(from, seq - 1), cursor);
