import type { EndpointId, TenantId } from "../model/ids.ts";
import { formatInstant, instant, parseInstant, type Instant } from "../model/instant.ts";
import { isKnown } from "../model/unknown.ts";

/** "Do not touch until a date, for a reason, says somebody." It expires into review, never into deletion. */
export interface Hold {
  readonly tenant: TenantId;
  readonly endpoint: EndpointId;
  /** The first instant at which it no longer holds. */
  readonly until: Instant;
  readonly reason: string;
  /** Who answers for it: a person or a team, not the account that typed it. */
  readonly owner: string;
}

/** Why a hold cannot be had as it was asked for. */
export type HoldRefusalCode = "reason_unusable" | "owner_unusable" | "end_not_ahead" | "end_too_far";

/** A reason stands on one line of a list and in the ledger for good: a longer story belongs into a ticket. */
export const LONGEST_HOLD_TEXT = 500;

/**
 * Why a hold with this text and end may not be added now, or undefined when it may. Without an end that comes, a hold would
 * be a protect rule that nobody sees: at most a year ahead, and today's date of next year counts whole (product rule).
 */
export function refuseHold(
  { until, reason, owner }: Pick<Hold, "until" | "reason" | "owner">,
  now: Instant,
): { readonly code: HoldRefusalCode; readonly detail: string } | undefined {
  if (!isUsable(reason)) return { code: "reason_unusable", detail: unusable("reason") };
  if (!isUsable(owner)) return { code: "owner_unusable", detail: unusable("owner") };
  // Written so that an end that is no number is refused.
  if (!(until > now))
    return {
      code: "end_not_ahead",
      detail: "A hold must end in the future: this one would not hold at all.",
    };
  const latest = latestHoldEnd(now);
  return until <= latest
    ? undefined
    : {
        code: "end_too_far",
        detail: `A hold lasts a year at most, here until ${formatInstant(latest)}: whoever still needs it then says so again.`,
      };
}

/** Whether a text can be the reason or the owner of a hold, or the reason why one is lifted. */
export const isUsable = (text: string): boolean => text.trim() !== "" && text.length <= LONGEST_HOLD_TEXT;

export const unusable = (what: string): string =>
  `The ${what} must say something, in at most ${LONGEST_HOLD_TEXT} characters.`;

/** The end of today's date a year ahead, UTC: 29 February has its end on 1 March. */
export function latestHoldEnd(now: Instant): Instant {
  const today = new Date(now);
  return instant(Date.UTC(today.getUTCFullYear() + 1, today.getUTCMonth(), today.getUTCDate() + 1));
}

const DAY_ALONE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The end in a text: an instant in UTC (`2027-03-01T12:00:00Z`), or a day (`2027-03-01`), which is held to its end, UTC.
 * Undefined when the text is neither, or a date that does not exist.
 */
export function readHoldEnd(text: string): Instant | undefined {
  if (!DAY_ALONE.test(text)) return known(text);
  const begin = known(`${text}T00:00:00Z`);
  if (begin === undefined) return undefined;
  const day = new Date(begin);
  return instant(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 1));
}

function known(text: string): Instant | undefined {
  const at = parseInstant(text);
  return isKnown(at) ? at : undefined;
}
