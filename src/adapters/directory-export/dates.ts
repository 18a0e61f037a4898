// Every way an export writes a moment. A date that its reader would have to guess at is refused, never guessed.
import { instant, type Instant } from "../../core/model/instant.ts";
import { invalid, missing, type Maybe } from "../../core/model/unknown.ts";
import { textOf, type EntryValue } from "./export-entry.ts";
import { ExportProblem, shown } from "./export-problem.ts";

/** FILETIME counts 100 ns from 1601-01-01 (MS-DTYP 2.3.3): that date in our epoch, in milliseconds. */
const FILETIME_EPOCH_MS = -11_644_473_600_000;
const TICKS_PER_MS = 10_000n;
const NEVER = 0x7fff_ffff_ffff_ffffn;

const GENERALIZED = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:[.,](\d+))?(Z|[+-]\d{2}(?:\d{2})?)$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))? ?(Z|[+-]\d{2}:?\d{2})$/;
const INTEGER = /^-?\d+$/;
// The digits are UTC whatever offset follows them (JavaScriptSerializer).
const JSON_DATE = /^\/Date\((-?\d{1,17})(?:[+-]\d{4})?\)\/$/;

/** FILETIME as a moment. 0 and the largest value stand for never; negative ones mean nothing. */
function fromFiletime(text: string): Maybe<Instant> {
  const ticks = BigInt(text);
  if (ticks === 0n || ticks === NEVER) return missing;
  // 16 digits and fewer lie before 1633: a number, but no date of a directory.
  if (ticks < 10n ** 16n || ticks > NEVER) return invalid(text);
  return fromEpochMs(Number(ticks / TICKS_PER_MS) + FILETIME_EPOCH_MS, text);
}

/** 1601 is how PowerShell shows a FILETIME of 0; no clock of a directory was ever before it. */
function fromEpochMs(ms: number, text: string): Maybe<Instant> {
  if (Math.abs(ms - FILETIME_EPOCH_MS) < 48 * 3_600_000) return missing;
  return ms < FILETIME_EPOCH_MS ? invalid(text) : instant(ms);
}

function fromParts(parts: RegExpExecArray, text: string): Maybe<Instant> {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  date.setUTCFullYear(year, month - 1, day); // Date.UTC reads the years 0 to 99 as 1900 to 1999
  // Date rolls 31 February over into March: a date that does not survive the round trip was never one.
  const survives =
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  const offset = offsetMs(parts[8] ?? "Z");
  if (!survives || offset === undefined) return invalid(text);
  const fraction = Math.floor(Number(`0.${parts[7] ?? "0"}`) * 1_000);
  return fromEpochMs(date.getTime() + fraction - offset, text);
}

function offsetMs(zone: string): number | undefined {
  if (zone === "Z") return 0;
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2));
  if (hours > 14 || minutes > 59) return undefined; // UTC+14 is the furthest zone there is
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/**
 * Reads a date: FILETIME, generalised time (RFC 4517), ISO 8601 with a zone, or `/Date(ms)/`. A date in one of these
 * forms that cannot be is `invalid`; one in any other form, such as `24.11.2026 03:08:21`, is a problem of the file.
 */
export function dateOf(value: EntryValue | undefined): Maybe<Instant> {
  if (value === undefined) return missing;
  const text = textOf(value).trim();
  if (INTEGER.test(text) && text.length !== 14) return fromFiletime(text);
  const json = JSON_DATE.exec(text);
  if (json !== null) return fromEpochMs(Number(json[1]), text);
  const parts = GENERALIZED.exec(text) ?? ISO.exec(text);
  if (parts !== null) return fromParts(parts, text);
  throw new ExportProblem(
    "file",
    value.at(),
    `the date ${shown(text)} depends on a country's way of writing or has no time zone: export lastLogonTimestamp, pwdLastSet and whenChanged as the directory holds them (ldifde, csvde), as JSON, or with .ToUniversalTime().ToString("o")`,
  );
}
