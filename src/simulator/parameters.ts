import { badRequest } from "./envelope.ts";
import { isUuid } from "./uuid.ts";

/** Query parameters by name. Unknown ones are simply never asked for, as Central ignores them. */
export type Query = URLSearchParams;

/** A parameter that is absent or empty counts as not given: an empty pageFromKey is tolerated. */
export function text(query: Query, name: string): string | undefined {
  const value = query.get(name);
  return value === null || value === "" ? undefined : value;
}

/** A comma list, also when the parameter is repeated. */
export function list(query: Query, name: string): readonly string[] | undefined {
  const values = query
    .getAll(name)
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
  return values.length === 0 ? undefined : values;
}

/** A comma list of which every value must be one of `allowed`; refuses others with 400. */
export function oneOf(query: Query, name: string, allowed: readonly string[]): readonly string[] | undefined {
  const values = list(query, name);
  const stranger = values?.find((value) => !allowed.includes(value));
  if (stranger !== undefined) throw badRequest(`${name}: ${stranger} is not one of ${allowed.join(", ")}`);
  return values;
}

/** A comma list of UUIDs in lower case; refuses anything else with 400. */
export function uuids(query: Query, name: string): readonly string[] | undefined {
  const values = list(query, name);
  const stranger = values?.find((value) => !isUuid(value));
  if (stranger !== undefined) throw badRequest(`${name}: ${stranger} is not a UUID`);
  return values?.map((value) => value.toLowerCase());
}

/** `true` or `false`; refuses anything else with 400. */
export function flag(query: Query, name: string): boolean | undefined {
  const value = text(query, name);
  if (value === undefined) return undefined;
  if (value !== "true" && value !== "false") throw badRequest(`${name} must be true or false`);
  return value === "true";
}

/** A whole number from `min` to `max`; refuses anything else with 400. */
export function whole(query: Query, name: string, min: number, max: number): number | undefined {
  const value = text(query, name);
  if (value === undefined) return undefined;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= min && number <= max)) throw badRequest(`${name} must be from ${min} to ${max}`);
  return number;
}
