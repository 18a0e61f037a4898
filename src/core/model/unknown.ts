// Unknown is a value: what a source did not say, or said illegibly, is carried as such and never defaulted.

/** Why a value is unknown. `missing`: not sent. `invalid`: sent, but not legible. `unreadable`: could not be asked for. */
export type UnknownWhy = "missing" | "invalid" | "unreadable";

/** What stands in the place of a value that is not known; `raw` keeps what was sent, shortened. */
export interface Unknown {
  readonly unknown: UnknownWhy;
  readonly raw?: string;
}

/** A value that may be unknown. T is never an object with a key `unknown`. */
export type Maybe<T> = T | Unknown;

export const missing: Unknown = { unknown: "missing" };
export const unreadable: Unknown = { unknown: "unreadable" };

/** 80 code points of the raw value are enough to recognise it in a report. */
const RAW_LENGTH = 80;

/** A value that was sent and is not legible. `raw` is cut, and made such that every store and report can hold it. */
export const invalid = (raw: string): Unknown => ({ unknown: "invalid", raw: storable(raw) });

/**
 * The first characters, whole: a cut between two surrogates would leave half of one. PostgreSQL holds no NUL, and UTF-8 no
 * lone surrogate; U+FFFD stands in for either.
 */
function storable(raw: string): string {
  // Taken twice as long at first: a code point is two units at most, and the text may be of any length.
  const start = Array.from(raw.slice(0, 2 * RAW_LENGTH))
    .slice(0, RAW_LENGTH)
    .join("");
  return start.toWellFormed().replaceAll("\0", "\ufffd");
}

export function isKnown<T>(value: Maybe<T>): value is T {
  return !isUnknown(value);
}

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && "unknown" in value;
}
