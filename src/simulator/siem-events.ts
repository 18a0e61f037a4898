import type { Route, TenantCall } from "./call.ts";
import type { Reply } from "./envelope.ts";
import { badRequest, ok } from "./envelope.ts";
import type { JsonObject } from "./estate.ts";
import { stringAt } from "./json-path.ts";
import { list, text, whole } from "./parameters.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** `limit` is 200 to 1000. */
const LEAST = 200;
const MOST = 1000;
/** Far beyond any date in seconds. */
const LATEST_SECOND = 99_999_999_999;
/** The offset that stands for collection delay makes no sense beyond the day that is kept. */
const MOST_OFFSET_MINUTES = 1440;

/** A cursor says how many records of the list come before it. */
const encode = (from: number): string => Buffer.from(`from ${from}`).toString("base64url");

function decode(value: string): number {
  const found = /^from (\d+)$/.exec(Buffer.from(value, "base64url").toString("utf8"));
  if (found === null) throw badRequest("cursor is not understood");
  return Number(found[1]);
}

const happened = (record: JsonObject): number =>
  Date.parse(
    stringAt(record, "created_at") ?? stringAt(record, "when") ?? stringAt(record, "raisedAt") ?? "",
  );

/** Records of the last 24 h, oldest first. `next_cursor` always comes; with one older than that, what lies between is silently lost. */
function collect(call: TenantCall, records: readonly JsonObject[]): Reply {
  const { query, now } = call;
  const limit = whole(query, "limit", LEAST, MOST) ?? LEAST;
  const excluded = list(query, "exclude_types");
  const offset = whole(query, "from_date_offset_minutes", 0, MOST_OFFSET_MINUTES) ?? 0;
  const fromDate = whole(query, "from_date", 0, LATEST_SECOND);
  if (fromDate !== undefined && fromDate * 1000 < now - DAY_MS) {
    throw badRequest("from_date must be within the last 24 hours");
  }
  const given = text(query, "cursor");
  const cursor = given === undefined ? undefined : decode(given);
  // Whatever the cursor says: what is older than a day is lost.
  const since = cursor === undefined && fromDate !== undefined ? fromDate * 1000 : now - DAY_MS;
  const until = now - offset * MINUTE_MS;

  const items: JsonObject[] = [];
  let next = cursor ?? 0;
  let hasMore = false;
  for (const record of records.slice(next)) {
    if (happened(record) > until) break;
    const wanted = happened(record) >= since && excluded?.includes(stringAt(record, "type") ?? "") !== true;
    if (wanted && items.length === limit) {
      hasMore = true;
      break;
    }
    if (wanted) items.push(record);
    next += 1;
  }
  return ok({ has_more: hasMore, next_cursor: encode(next), items });
}

const byRaised = (call: TenantCall): readonly JsonObject[] =>
  [...call.tenant.alerts.values()].toSorted((a, b) => happened(a) - happened(b));

export const SIEM_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/siem/v1/events",
    scope: "tenant",
    shape: "other",
    handle: (call) => collect(call, call.tenant.events),
  },
  {
    method: "GET",
    path: "/siem/v1/alerts",
    scope: "tenant",
    shape: "other",
    handle: (call) => collect(call, byRaised(call)),
  },
];
