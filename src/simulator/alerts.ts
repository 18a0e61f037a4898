import type { Route, TenantCall } from "./call.ts";
import { jsonBody } from "./call.ts";
import type { Reply } from "./envelope.ts";
import { badRequest, ok } from "./envelope.ts";
import type { Json } from "./estate.ts";
import { isJsonArray, stringAt } from "./json-path.ts";
import { keyPage } from "./key-paging.ts";
import type { Query } from "./parameters.ts";
import { list, oneOf, text, uuids } from "./parameters.ts";
import { withFields } from "./partial-record.ts";
import type { Identified, SortFields } from "./sort-order.ts";
import { sortKeys } from "./sort-order.ts";
import { parseUtc } from "./time-parameter.ts";

const TEXTS = ["category", "groupKey", "product", "raisedAt", "severity"];
const FIELDS: SortFields = {
  id: (alert) => alert.id,
  ...Object.fromEntries(TEXTS.map((field) => [field, (alert: Identified) => stringAt(alert, field) ?? null])),
};

const USUAL_SIZE = 50;
/** As the public collection shows it; older tools saw 100. */
const MAX_SIZE = 1000;

function instant(query: Query, name: string): number | undefined {
  const value = text(query, name);
  if (value === undefined) return undefined;
  const ms = parseUtc(value);
  if (ms === undefined) throw badRequest(`${name} must be a UTC date-time`);
  return ms;
}

function find({ tenant, context, faults }: TenantCall, query: Query): Reply {
  const ids = uuids(query, "ids");
  const from = instant(query, "from");
  const to = instant(query, "to");
  const severities = oneOf(query, "severity", ["high", "medium", "low"]);
  const lists = ["category", "product", "groupKey"].map((name) => [name, list(query, name)] as const);
  const records = [...tenant.alerts.values()].filter((alert) => {
    const raised = Date.parse(stringAt(alert, "raisedAt") ?? "");
    return (
      (ids === undefined || ids.includes(alert.id.toLowerCase())) &&
      (from === undefined || raised >= from) &&
      (to === undefined || raised <= to) &&
      (severities === undefined || severities.includes(stringAt(alert, "severity") ?? "")) &&
      lists.every(([name, wanted]) => wanted === undefined || wanted.includes(stringAt(alert, name) ?? ""))
    );
  });
  return ok(
    keyPage({
      records,
      keys: sortKeys(query, FIELDS, "raisedAt:desc"),
      query,
      usualSize: USUAL_SIZE,
      maxSize: MAX_SIZE,
      lastKey: context.behaviour.lastKey,
      faults,
      show: withFields(query),
    }),
  );
}

/** A search says in a JSON body what a list says in its query. */
function queryOfBody(body: Readonly<Record<string, Json>>): Query {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      query.set(name, String(value));
    } else if (isJsonArray(value) && value.every((item) => typeof item === "string")) {
      query.set(name, value.join(","));
    } else throw badRequest(`${name} is not understood`);
  }
  return query;
}

const PATH = "/common/v1/alerts";

export const ALERT_ROUTES: readonly Route[] = [
  { method: "GET", path: PATH, scope: "tenant", shape: "keyList", handle: (call) => find(call, call.query) },
  {
    method: "POST",
    path: `${PATH}/search`,
    scope: "tenant",
    shape: "keyList",
    handle: (call) => find(call, queryOfBody(jsonBody(call))),
  },
];
