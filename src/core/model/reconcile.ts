import type { Gap } from "./coverage.ts";

/** What a walk counted against what the source itself said, on its first and on its last page. */
export interface WalkCounts {
  /** Distinct ids read: a record that came twice counts once. */
  readonly distinct: number;
  readonly expectedFirst: number | undefined;
  readonly expectedLast: number | undefined;
}

/**
 * Proves a walk over a live collection whole, or says why not. The last page's own count is the measure: a device
 * deleted in mid-walk explains a shorter list only if the source's count fell with it. A device that was registered
 * behind the cursor makes the reading short by one, so the walk has to be repeated: better than to guess.
 */
export function reconcile({ distinct, expectedFirst, expectedLast }: WalkCounts): readonly Gap[] {
  if (expectedFirst === undefined || expectedLast === undefined) {
    return [
      { code: "count_unknown", detail: `read ${distinct}, and the source did not say how many there are` },
    ];
  }
  if (distinct >= expectedLast) return [];
  return [{ code: "count_mismatch", detail: `read ${distinct} of ${expectedLast}` }];
}
