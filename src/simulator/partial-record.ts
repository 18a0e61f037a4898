import type { Json } from "./estate.ts";
import type { Query } from "./parameters.ts";
import { list } from "./parameters.ts";
import type { Identified } from "./sort-order.ts";

/** `fields=a,b`: the record with only these top-level fields; the id always stays, unknown names are ignored. */
export function withFields(query: Query): (record: Identified) => Json {
  const fields = list(query, "fields");
  if (fields === undefined) return (record) => record;
  const wanted = new Set(["id", ...fields]);
  return (record) => Object.fromEntries(Object.entries(record).filter(([key]) => wanted.has(key)));
}
