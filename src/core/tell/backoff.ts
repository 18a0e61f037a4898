import { DAY, HOUR, MINUTE } from "../model/instant.ts";

const FIRST = MINUTE;
const LONGEST = 6 * HOUR;
/** A sink may ask for longer than we would wait, but not for ever. */
const LONGEST_ASKED = DAY;

/** How long a sink is left alone after so many failures in a row, in ms; at least as long as it asked for. */
export function backoff(failures: number, askedMs: number | undefined): number {
  const grown = Math.min(LONGEST, FIRST * 2 ** (failures - 1));
  return Math.max(grown, Math.min(askedMs ?? 0, LONGEST_ASKED));
}
