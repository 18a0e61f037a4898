import { DAY, daysBetween, instant, MINUTE, type Instant } from "../model/instant.ts";
import { isKnown, type Maybe } from "../model/unknown.ts";

/** When Central last heard of an endpoint, as far as the value can be believed. */
export type LastSeen =
  | { readonly kind: "seen"; readonly at: Instant; readonly days: number }
  | { readonly kind: "unknown" }
  | { readonly kind: "invalid"; readonly why: "illegible" | "in_the_future" | "too_early" };

/** Clocks may differ by this much; a date further ahead is a wrong one, not a very recent one. */
export const CLOCK_TOLERANCE = 5 * MINUTE;

/** 2010-01-01: Central is younger, so an earlier date is a firmware's seed year or an empty value, not a sighting. */
export const EARLIEST = instant(1_262_304_000_000);

/** Reads lastSeenAt at an instant. A date ahead by no more than the tolerance counts as now. */
export function readLastSeen(lastSeenAt: Maybe<Instant>, now: Instant): LastSeen {
  if (!isKnown(lastSeenAt)) {
    return lastSeenAt.unknown === "invalid" ? { kind: "invalid", why: "illegible" } : { kind: "unknown" };
  }
  if (lastSeenAt > now + CLOCK_TOLERANCE) return { kind: "invalid", why: "in_the_future" };
  if (lastSeenAt < EARLIEST) return { kind: "invalid", why: "too_early" };
  return { kind: "seen", at: lastSeenAt, days: Math.max(0, daysBetween(lastSeenAt, now)) };
}

/**
 * The dates, both included, of endpoints that have been silent for so many days at an instant: what `readLastSeen` says of a date
 * between them is within the bounds.
 */
export function seenWithin(
  silent: { readonly atLeast?: number | undefined; readonly atMost?: number | undefined },
  now: Instant,
): { readonly from: Instant; readonly until: Instant } {
  const { atLeast = 0, atMost } = silent;
  return {
    from: instant(atMost === undefined ? EARLIEST : Math.max(EARLIEST, now - (atMost + 1) * DAY + 1)),
    // Zero days may be a date that is ahead, as far as clocks differ.
    until: instant(atLeast === 0 ? now + CLOCK_TOLERANCE : now - atLeast * DAY),
  };
}

/** A date the directory gives for activity, unless it is unknown or so far ahead that it proves nothing. */
export function provenActivity(at: Maybe<Instant>, now: Instant): Instant | undefined {
  return isKnown(at) && at <= now + CLOCK_TOLERANCE ? at : undefined;
}

/** When a date that is ahead becomes believable: a turning point for whatever rests on it. */
export const believableFrom = (at: Maybe<Instant>): readonly Instant[] =>
  isKnown(at) ? [instant(at - CLOCK_TOLERANCE)] : [];
