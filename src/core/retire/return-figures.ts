import type { Instant } from "../model/instant.ts";

/** How often deletions turn out wrong, over the undo window. */
export interface ReturnFigures {
  /** Deletions that were carried out, or may have been. */
  readonly deletions: number;
  readonly returns: number;
  /** Returns of deletions, 0 to 1; undefined while there is no deletion. */
  readonly returnRate: number | undefined;
  /** Half of them were back sooner; undefined while none is. */
  readonly medianTimeToRestoreMs: number | undefined;
}

/** Counts the returns of so many deletions. */
export function returnFigures(
  deletions: number,
  returns: readonly { readonly deletedAt: Instant; readonly returnedAt: Instant }[],
): ReturnFigures {
  const times = returns.map(({ deletedAt, returnedAt }) => returnedAt - deletedAt).sort((a, b) => a - b);
  return {
    deletions,
    returns: returns.length,
    returnRate: deletions === 0 ? undefined : returns.length / deletions,
    medianTimeToRestoreMs: times[Math.floor((times.length - 1) / 2)],
  };
}
