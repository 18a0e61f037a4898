// Active Directory's own encodings (MS-DTYP, MS-ADTS 3.1.1.3.1 and 2.2.16).
import { instant, MINUTE, parseInstant, type Instant } from "../../core/model/instant.ts";
import { invalid, isKnown, isUnknown, missing, type Maybe } from "../../core/model/unknown.ts";

/** Clocks of a domain may differ by 5 minutes (the Kerberos tolerance); what lies further ahead is no date. */
export const CLOCK_TOLERANCE = 5 * MINUTE;

/** objectGUID: the first three groups are little-endian. Lower case. */
export function guidOf(value: Buffer | undefined): Maybe<string> {
  if (value === undefined) return missing;
  if (value.length !== 16) return invalid(value.toString("hex"));
  const group = (from: number, to: number): Buffer => Buffer.from(value.subarray(from, to));
  const groups = [
    group(0, 4).reverse(),
    group(4, 6).reverse(),
    group(6, 8).reverse(),
    group(8, 10),
    group(10, 16),
  ];
  return groups.map((bytes) => bytes.toString("hex")).join("-");
}

/** objectSid as `S-1-5-…`: authority big-endian, sub-authorities little-endian. */
export function sidOf(value: Buffer | undefined): Maybe<string> {
  if (value === undefined) return missing;
  const count = value[1];
  if (count === undefined || value.length !== 8 + 4 * count) return invalid(value.toString("hex"));
  const parts = Array.from({ length: count }, (_, i) => value.readUInt32LE(8 + 4 * i));
  return ["S", value.readUInt8(0), value.readUIntBE(2, 6), ...parts].join("-");
}

const notAhead = (at: Maybe<Instant>, raw: string, now: Instant): Maybe<Instant> =>
  isKnown(at) && at > now + CLOCK_TOLERANCE ? invalid(raw) : at;

/** 100-ns steps from 1601-01-01 to 1970-01-01. */
const FILETIME_EPOCH = 116_444_736_000_000_000n;
/** 2^63 − 1: never. */
const FILETIME_NEVER = 9_223_372_036_854_775_807n;
/** Active Directory is no older than Windows 2000. */
const OLDEST = instant(Date.UTC(2000, 0, 1));

/**
 * A FILETIME in decimal. 0 and the largest value stand for never: `missing`. Negative, before 2000 or in the future:
 * `invalid`.
 */
export function fileTimeOf(text: Maybe<string>, now: Instant): Maybe<Instant> {
  if (isUnknown(text)) return text;
  if (!/^-?\d{1,19}$/.test(text)) return invalid(text);
  const steps = BigInt(text);
  if (steps === 0n || steps === FILETIME_NEVER) return missing;
  const at = instant(Number((steps - FILETIME_EPOCH) / 10_000n));
  return at < OLDEST ? invalid(text) : notAhead(at, text, now);
}

const GENERALIZED = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,]\d+)?Z$/;

/** A generalized time in UTC, such as `20261124030823.0Z`; one in the future is `invalid`. */
export function generalizedTimeOf(text: Maybe<string>, now: Instant): Maybe<Instant> {
  if (isUnknown(text)) return text;
  const parts = GENERALIZED.exec(text);
  if (parts === null) return invalid(text);
  const [, year, month, day, hour, minute, second] = parts;
  const at = parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return isKnown(at) ? notAhead(at, text, now) : invalid(text);
}

/** A 32-bit integer, such as userAccountControl. */
export function integerOf(text: Maybe<string>): Maybe<number> {
  if (isUnknown(text)) return text;
  return /^-?\d{1,10}$/.test(text) ? Number(text) : invalid(text);
}

/** An update sequence number. */
export function usnOf(text: Maybe<string>): Maybe<bigint> {
  if (isUnknown(text)) return text;
  return /^\d{1,19}$/.test(text) ? BigInt(text) : invalid(text);
}

/** userAccountControl, MS-ADTS 2.2.16. */
export const UAC = {
  ACCOUNTDISABLE: 0x2,
  SERVER_TRUST_ACCOUNT: 0x2000,
  PARTIAL_SECRETS_ACCOUNT: 0x400_0000,
} as const;

export const hasFlag = (value: number, flag: number): boolean => (value & flag) !== 0;
