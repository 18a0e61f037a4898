import type { Json } from "./estate.ts";

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value at a path of keys inside a JSON value; undefined where any step is not there. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let here = value;
  for (const key of path) here = isObject(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  return here;
}

/** Array.isArray that keeps the type of the items. */
export const isJsonArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The array at a path; undefined if there is none. */
export function arrayAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] | undefined {
  const found = at(value, ...path);
  return isJsonArray(found) ? found : undefined;
}

/** The string at a path; undefined if there is none. */
export function stringAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The strings of the array at a path; none if there is no array. */
export function stringsAt(value: Json | undefined, ...path: readonly string[]): readonly string[] {
  const found = arrayAt(value, ...path) ?? [];
  return found.filter((item) => typeof item === "string");
}
