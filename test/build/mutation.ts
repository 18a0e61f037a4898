// One small change to a JSON value, anywhere in it: for laws that say that no change goes unnoticed.
import fc from "fast-check";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What JSON makes of a value: a deep copy, as it would be read back from a file. */
export const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

/** Every way one place of a value can be changed, so that the result is another value. */
export function mutationsOf(value: Json): Json[] {
  if (typeof value === "string")
    return [`${value}x`, value.slice(1), value.toUpperCase(), 0, null].filter((other) => other !== value);
  if (typeof value === "number")
    return [value + 1, -value - 1, value / 2 + 0.25, String(value), null].filter((other) => other !== value);
  if (typeof value === "boolean") return [!value, String(value), null];
  if (value === null) return [0, "", {}];
  if (Array.isArray(value))
    return [
      [...value, "more"],
      ...value.flatMap((element, at) => [
        value.toSpliced(at, 1),
        value.toSpliced(at, 0, element),
        ...mutationsOf(element).map((other) => value.with(at, other)),
      ]),
    ];
  return [
    { ...value, stranger: true },
    ...Object.entries(value).flatMap(([key, field]) => [
      Object.fromEntries(Object.entries(value).filter(([other]) => other !== key)),
      ...mutationsOf(field).map((other) => ({ ...value, [key]: other })),
    ]),
  ];
}

/** One of the ways a value can be changed. */
export const mutationOf = (value: Json): fc.Arbitrary<Json> => fc.constantFrom(...mutationsOf(value));
