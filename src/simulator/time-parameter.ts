import { badRequest } from "./envelope.ts";
import type { Query } from "./parameters.ts";
import { text } from "./parameters.ts";

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/;
const DURATION = /^([+-]?)P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1000;

/** RFC 3339 in UTC with a Z (`2019-09-23T12:02:01.700Z`) → epoch milliseconds; anything else is undefined. */
export function parseUtc(value: string): number | undefined {
  const date = DATE_TIME.exec(value)?.[1];
  const ms = date === undefined ? Number.NaN : Date.parse(value);
  // Date.parse lets 30 February roll over into March.
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date ? undefined : ms;
}

/** ISO 8601 duration of days and smaller, signed (`-P90D`, `-P3DT4H5M0S`) → milliseconds; anything else is undefined. */
export function parseDuration(value: string): number | undefined {
  const found = DURATION.exec(value);
  if (found === null) return undefined;
  const [, sign, days, hours, minutes, seconds] = found;
  const ms =
    Number(days ?? 0) * DAY_MS +
    Number(hours ?? 0) * HOUR_MS +
    Number(minutes ?? 0) * MINUTE_MS +
    Number(seconds ?? 0) * SECOND_MS;
  return sign === "-" ? -ms : ms;
}

/** A time parameter in either documented format → epoch milliseconds; refuses anything else (no Z, an offset, a date) with 400. */
export function timeParameter(query: Query, name: string, now: number): number | undefined {
  const value = text(query, name);
  if (value === undefined) return undefined;
  const instant = parseUtc(value);
  if (instant !== undefined) return instant;
  const duration = parseDuration(value);
  if (duration !== undefined) return now + duration;
  throw badRequest(
    `${name} must be a UTC date-time such as 2019-09-23T12:02:01.700Z or a duration such as -P90D`,
  );
}
