import { DAY } from "../core/model/instant.ts";
import { FEWEST_INACTIVE_DAYS } from "../core/model/policy.ts";

/** The fewest days that an inactive threshold may have. */
export const FEWEST_DAYS = FEWEST_INACTIVE_DAYS;

/** Thresholds that are tried when nobody asks for others: from the fewest days to a year. */
export const USUAL_DAYS: readonly number[] = [FEWEST_INACTIVE_DAYS, 30, 45, 60, 90, 120, 180, 365];

/** A time as whole days; undefined when it is a part day. */
export const wholeDays = (ms: number): number | undefined => (ms % DAY === 0 ? ms / DAY : undefined);

/** An inactive threshold as whole days; undefined when it is none: a part day, or fewer than FEWEST_DAYS. */
export const inactiveDays = (ms: number): number | undefined =>
  ms >= FEWEST_INACTIVE_DAYS * DAY ? wholeDays(ms) : undefined;
