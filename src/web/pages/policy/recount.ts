import type * as z from "zod";
import type { readSilence } from "../../../api/policy.ts";

type Cell = z.output<typeof readSilence.response>["cells"][number];
export interface Thresholds {
  readonly computerDays: number;
  readonly serverDays: number;
}
export type Counts = Readonly<Record<"keep" | "review" | "retire", number>>;

/**
 * Recounts every disposition for other thresholds. A device that was seen within its threshold is kept; any other is what the rest of
 * its reasons come to. Of which it is not known when it was seen, no threshold changes anything.
 */
export function recount(cells: readonly Cell[], { computerDays, serverDays }: Thresholds): Counts {
  const counts = { keep: 0, review: 0, retire: 0 };
  // Of what class a device is, is not always known: then the longer one counts.
  const thresholdOf = {
    computer: computerDays,
    server: serverDays,
    unknown: Math.max(computerDays, serverDays),
  };
  for (const { deviceClass, days, rest, devices } of cells) {
    const threshold = thresholdOf[deviceClass];
    counts[days !== undefined && days < threshold ? "keep" : rest] += devices;
  }
  return counts;
}
