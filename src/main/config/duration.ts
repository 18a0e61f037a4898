import { Temporal } from "temporal-polyfill";
import { DAY, HOUR, MINUTE, SECOND } from "../../core/model/instant.ts";

/** Why a text is no duration that Rollcall takes. */
export type DurationRefusal = "no_duration" | "unknown_length" | "negative";

// ISO 8601 as people write it; Temporal itself also takes lower case, fractions and signs.
const ISO_DURATION = /^[+-]?P(?=.)[\dYMWDTHS.,-]+$/;

/**
 * An ISO 8601 duration in milliseconds; a day is 86,400 s. Years and months are refused: how long they are depends on
 * when they begin.
 */
export function parseDuration(text: string): number | DurationRefusal {
  if (!ISO_DURATION.test(text)) return "no_duration";
  const duration = readDuration(text);
  if (duration === undefined) return "no_duration";
  if (duration.years !== 0 || duration.months !== 0) return "unknown_length";
  if (duration.sign < 0) return "negative";
  return (
    (duration.weeks * 7 + duration.days) * DAY +
    duration.hours * HOUR +
    duration.minutes * MINUTE +
    duration.seconds * SECOND +
    duration.milliseconds
  );
}

function readDuration(text: string): Temporal.Duration | undefined {
  try {
    return Temporal.Duration.from(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // what Temporal prescribes for a text that is none
    throw error;
  }
}
