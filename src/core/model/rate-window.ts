/** In any stretch of `ms`, wherever it begins, at most `max` requests leave. */
export interface RateWindow {
  readonly max: number;
  readonly ms: number;
}

/** `urgent`: a deletion or a person waits for it. `bulk`: collecting, which has hours. */
export type Urgency = "bulk" | "urgent";

/** What collecting leaves of each window: verifying and deleting one device are four or five requests. */
const RESERVE = 0.05;

/** How many requests of an urgency a window lets out, counting those of both. Of one a window, collecting may have that one. */
export function roomFor({ max }: RateWindow, urgency: Urgency): number {
  if (urgency === "urgent" || max === 1) return max;
  return max - Math.max(1, Math.floor(max * RESERVE));
}

/** Whether it lets at least one request out: unlimited cannot be written, and 0 is not it. */
export const isRateWindow = ({ max, ms }: RateWindow): boolean =>
  Number.isSafeInteger(max) && max > 0 && Number.isSafeInteger(ms) && ms > 0;
