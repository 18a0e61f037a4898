import { invalid, missing, type Maybe } from "../../core/model/unknown.ts";

// Decoders of single fields: what is not there is `missing`, what is not legible `invalid`, and nothing is defaulted.

// NUL cannot be stored by PostgreSQL, a lone surrogate by nobody: a text with either is not the text it claims to be.
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** What was sent, as an invalid value. */
export const illegible = (value: unknown): Maybe<never> =>
  invalid(typeof value === "string" ? value : plain(value));

// Objects are named and not shown: one that is nested deeply enough would overrun the stack.
function plain(value: unknown): string {
  if (Array.isArray(value)) return "(a list)";
  return typeof value === "object" && value !== null ? "(an object)" : String(value);
}

const absent = (value: unknown): boolean => value === undefined || value === null;

/** A text of at most `longest` characters, trimmed; blank is missing, a longer one is nothing the API documents. */
export const textOf =
  (longest: number) =>
  (value: unknown): Maybe<string> => {
    if (absent(value)) return missing;
    if (typeof value !== "string") return illegible(value);
    const trimmed = value.trim();
    if (trimmed === "") return missing;
    return trimmed.length > longest || UNSTORABLE.test(trimmed) ? illegible(trimmed) : trimmed;
  };

/** A boolean; older answers spell it as a string ("True"). */
export function booleanOf(value: unknown): Maybe<boolean> {
  if (absent(value) || value === "") return missing;
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return illegible(value);
  const word = value.trim().toLowerCase();
  if (word === "true") return true;
  return word === "false" ? false : illegible(value);
}

/** A whole number from 0 up, also as digits in a string. */
export function countOf(value: unknown): Maybe<number> {
  if (absent(value) || value === "") return missing;
  const number = typeof value === "string" && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0
    ? number
    : illegible(value);
}

/** A list of at most `longest` elements, each decoded; one that is not legible makes the whole list so. */
export const listOf =
  <T>(longest: number, decode: (value: unknown) => Maybe<T>, legible: (value: Maybe<T>) => value is T) =>
  (value: unknown): Maybe<readonly T[]> => {
    if (absent(value)) return missing;
    if (!Array.isArray(value) || value.length > longest) return illegible(value);
    const decoded = (value as readonly unknown[]).map(decode);
    return decoded.every(legible) ? decoded : illegible(value);
  };

/** The value of a key in a section that may be missing; of a section that is no object, each field is the section itself. */
export function fieldOf(section: unknown, key: string): unknown {
  if (absent(section)) return undefined;
  // Wrapped, so that no decoder takes it for the field's own value.
  if (typeof section !== "object" || Array.isArray(section)) return { section };
  return Object.hasOwn(section as object, key)
    ? (section as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
