import type { Brand } from "./brand.ts";
import { invalid, missing, type Maybe } from "./unknown.ts";

/** A moment: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Brand<number, "Instant">;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

// RFC 3339 with Z: Central sends fractions of any length or none at all.
const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?Z$/;

export const instant = (epochMs: number): Instant => epochMs as Instant;

/**
 * Reads an RFC 3339 instant in UTC (`2019-09-23T12:02:01.700Z`, fraction optional).
 * An absent value is `missing`; anything else that is not such an instant, a local time included, is `invalid`.
 */
export function parseInstant(value: unknown): Maybe<Instant> {
  if (value === undefined || value === null || value === "") return missing;
  if (typeof value !== "string") return invalid(JSON.stringify(value) ?? typeof value);
  const parts = RFC3339.exec(value);
  if (parts === null) return invalid(value);
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC rolls 31 February over into March: a date that does not survive the round trip was never one.
  if (new Date(ms).toISOString().slice(0, 19) !== value.slice(0, 19)) return invalid(value);
  return instant(ms + Math.floor(Number(parts[7] ?? 0) * 1_000));
}

/** The instant as RFC 3339 with milliseconds and Z. */
export const formatInstant = (at: Instant): string => new Date(at).toISOString();

/** Whole days from one instant to a later one, 86,400 s each, floored; negative when the second is earlier. */
export const daysBetween = (from: Instant, to: Instant): number => Math.floor((to - from) / DAY);
