import type { Urgency } from "../core/model/rate-window.ts";

/** One request was taken out of all windows, may be taken in `ms`, or may not for `ms` because Central said so. */
export type Taken =
  | { readonly kind: "taken" }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "refused"; readonly ms: number };

/**
 * Counts what leaves for Sophos Central, over several windows at once and for everybody who shares them. Whoever dies has spent
 * what was taken. Faults: STORE_* where it is shared and its store does not answer; then nothing may be sent.
 */
export interface RateMeter {
  /** Takes one request, or nothing. Bulk is told to wait while only the reserve is left. */
  take(urgency: Urgency): Promise<Taken>;
  /** Nothing is given out for so long. */
  block(ms: number): Promise<void>;
  /** Everybody is refused for so long. */
  refuse(ms: number): Promise<void>;
}
