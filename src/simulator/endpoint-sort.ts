import { at, stringAt } from "./json-path.ts";
import type { Query } from "./parameters.ts";
import type { SortFields, SortKey, SortValue } from "./sort-order.ts";
import { sortKeys } from "./sort-order.ts";

const text =
  (...path: readonly string[]) =>
  (record: Parameters<SortFields[string]>[0]): SortValue =>
    stringAt(record, ...path) ?? null;

/** `id` and `healthStatus` are proven; the others are what a console would sort by. */
const FIELDS: SortFields = {
  id: (record) => record.id,
  hostname: text("hostname"),
  type: text("type"),
  healthStatus: text("health", "overall"),
  groupName: text("group", "name"),
  associatedPersonName: text("associatedPerson", "name"),
  osName: text("os", "name"),
  lastSeenAt: text("lastSeenAt"),
  online: (record) => at(record, "online") === true,
};

/**
 * The order of a list of endpoints. Without `sort` it is by lastSeenAt, newest first: an order that shifts while it is read,
 * so that a walk without an explicit sort can lose devices, as it does with Central.
 */
export const endpointSort = (query: Query): readonly SortKey[] => sortKeys(query, FIELDS, "lastSeenAt:desc");
