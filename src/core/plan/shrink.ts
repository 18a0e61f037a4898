/**
 * With how many days a reading is compared: a week has every kind of day, and four days of a smaller inventory are its
 * majority, so that one which is right becomes the measure by itself in a working week.
 */
export const DAYS_COMPARED = 7;

/**
 * How much smaller a source has become, 0 to 1: against the median of its last days, so that a slow leak adds up, or against
 * the reading right before, where that was larger: a loss after growth is a loss. Of two middle days the larger counts.
 * @param size of the newest complete reading
 * @param before sizes of the complete readings before it, the newest first, each without what we deleted since
 */
export function shrinkOf(size: number, before: readonly number[]): number {
  const [last] = before;
  // Nothing came before the first.
  if (last === undefined) return 0;
  const bySize = [...before].sort((a, b) => a - b);
  const median = bySize[Math.floor(bySize.length / 2)] ?? last;
  const measure = Math.max(last, median);
  // Nothing can be smaller than an empty one.
  return measure <= 0 ? 0 : Math.max(0, 1 - size / measure);
}
