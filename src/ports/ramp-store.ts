import type { KeptRamp, RampDay, Setback } from "../core/plan/ramp.ts";
import type { Instant } from "../core/model/instant.ts";

/** Where the ramp stands, what moves it, and what of its day is used: shared by every process. */
export interface RampStore {
  /**
   * The state as it was kept last; undefined before the first. In a transaction its row stays locked to the end, so that a
   * setback and a step up at the same time cannot overwrite each other.
   */
  kept(): Promise<KeptRamp | undefined>;
  keep(kept: KeptRamp): Promise<void>;
  /** Every UTC day after this one on which something was retired in enforce or the ramp was set back. */
  daysAfter(day: number): Promise<readonly RampDay[]>;
  setBack(cause: Setback, at: Instant): Promise<void>;
  /** Attempts of the UTC day, over all tenants. */
  attemptsOn(now: Instant): Promise<number>;
}
