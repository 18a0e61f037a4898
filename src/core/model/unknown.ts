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

/** 80 characters of the raw value are enough to recognise it in a report. */
const RAW_LENGTH = 80;

export const invalid = (raw: string): Unknown => ({ unknown: "invalid", raw: raw.slice(0, RAW_LENGTH) });

export function isKnown<T>(value: Maybe<T>): value is T {
  return !isUnknown(value);
}

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && "unknown" in value;
}
