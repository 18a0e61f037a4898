import { invariant } from "./invariant.ts";

/**
 * Canonical JSON: one text for equal values, whatever the order their keys were written in (after RFC 8785: keys sorted by
 * UTF-16 code units, no white space, numbers and strings as JSON writes them). A property that is undefined is left out, as
 * JSON does, so that a value still has its digest after a round trip. Anything that JSON would bend or drop in silence
 * (NaN, Infinity, undefined in a list, functions, bigint, Map, Set, Date and other objects with a class) is a Bug.
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      invariant(Number.isFinite(value), "canonical JSON has no NaN and no Infinity");
      return JSON.stringify(value);
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? `[${value.map(canonical).join(",")}]` : canonicalObject(value);
    case "undefined":
    case "bigint":
    case "symbol":
    case "function":
      break;
  }
  invariant(false, `canonical JSON cannot carry a ${typeof value}`);
}

function canonicalObject(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  invariant(
    prototype === Object.prototype || prototype === null,
    "canonical JSON carries plain objects only",
  );
  let members = "";
  // Without a comparator they are sorted by code unit: never by locale.
  for (const key of Object.keys(value).sort()) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member === undefined) continue;
    members += `${members === "" ? "" : ","}${JSON.stringify(key)}:${canonical(member)}`;
  }
  return `{${members}}`;
}
