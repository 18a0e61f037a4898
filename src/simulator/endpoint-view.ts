import type { Json } from "./estate.ts";
import { badRequest } from "./envelope.ts";
import type { Query } from "./parameters.ts";
import { text } from "./parameters.ts";
import { withFields } from "./partial-record.ts";
import type { Identified } from "./sort-order.ts";

const BASIC = ["id", "type", "tenant", "hostname"];

/**
 * The exact set is undocumented ("about the default columns of the console"). What a cautious client needs beyond them, such
 * as registeredAt, serialNumber, cloned and tags, is left out on purpose: it has to ask for view=full.
 */
const SUMMARY = [
  ...BASIC,
  "health",
  "os",
  "ipv4Addresses",
  "associatedPerson",
  "group",
  "lastSeenAt",
  "online",
  "tamperProtectionEnabled",
  "tamperProtectionSupported",
  "assignedProducts",
];

const VIEWS: Readonly<Record<string, ReadonlySet<string> | "all">> = {
  basic: new Set(BASIC),
  summary: new Set(SUMMARY),
  full: "all",
};

/** How an endpoint is shown: `view` (basic, summary or full; summary if not said), or exactly the `fields` asked for. */
export function endpointView(query: Query): (record: Identified) => Json {
  const name = text(query, "view") ?? "summary";
  const view = Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
  if (view === undefined) throw badRequest("view must be basic, summary or full");
  // Fields are picked from the whole record: asking for one by name is asking for it.
  if (text(query, "fields") !== undefined) return withFields(query);
  if (view === "all") return (record) => record;
  return (record) => Object.fromEntries(Object.entries(record).filter(([key]) => view.has(key)));
}
