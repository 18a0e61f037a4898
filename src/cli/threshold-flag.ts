import { FEWEST_DAYS, inactiveDays, wholeDays } from "../flows/inactive-days.ts";
import type { App } from "./app.ts";
import { UsageError } from "./usage-error.ts";

/** Whole days of an inactive threshold, as a flag gives it. Thrown: UsageError. */
export function thresholdDays(app: App, flag: string, text: string): number {
  const ms = app.durationMs(text);
  const days = ms === undefined ? undefined : inactiveDays(ms);
  if (days === undefined) {
    throw new UsageError(
      `${flag} ${text}: must be an ISO 8601 duration of whole days, at least P${FEWEST_DAYS}D`,
    );
  }
  return days;
}

/** Whole days, as a flag gives them. Thrown: UsageError. */
export function daysOf(app: App, flag: string, text: string): number {
  const ms = app.durationMs(text);
  const days = ms === undefined ? undefined : wholeDays(ms);
  if (days === undefined) {
    throw new UsageError(`${flag} ${text}: must be an ISO 8601 duration of whole days, such as P14D`);
  }
  return days;
}
