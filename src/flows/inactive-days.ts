import { DAY } from "../core/model/instant.ts";
import { FEWEST_INACTIVE_DAYS } from "../core/model/policy.ts";

/** The fewest days that an inactive threshold may have. */
export const FEWEST_DAYS = FEWEST_INACTIVE_DAYS;

/** An inactive threshold as whole days; undefined when it is none: a part day, or fewer than FEWEST_DAYS. */
export function inactiveDays(ms: number): number | undefined {
  return ms % DAY === 0 && ms >= FEWEST_INACTIVE_DAYS * DAY ? ms / DAY : undefined;
}
