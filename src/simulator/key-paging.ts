import { badRequest } from "./envelope.ts";
import type { Json } from "./estate.ts";
import type { AnswerFault } from "./fault-action.ts";
import { faultOf, shrunk, spoilt } from "./list-faults.ts";
import type { PageKey } from "./page-key.ts";
import { decodePageKey, encodePageKey, FIRST_PAGE } from "./page-key.ts";
import type { Query } from "./parameters.ts";
import { flag, text, whole } from "./parameters.ts";
import type { Identified, SortKey, SortValue } from "./sort-order.ts";
import { compareTuples, tupleOf } from "./sort-order.ts";

export interface KeyPageRequest {
  readonly records: readonly Identified[];
  readonly keys: readonly SortKey[];
  readonly query: Query;
  /** Default of `pageSize`. */
  readonly usualSize: number;
  readonly maxSize: number;
  readonly lastKey: "absent" | "empty";
  readonly faults: readonly AnswerFault[];
  /** How a record is shown. */
  readonly show: (record: Identified) => Json;
}

interface Row {
  readonly place: readonly SortValue[];
  readonly record: Identified;
}

/** The first `count` records after a place, in order; one walk over the records, so that a page of many is cheap. */
function firstAfter(
  records: readonly Identified[],
  keys: readonly SortKey[],
  after: readonly SortValue[] | null,
  count: number,
): readonly Row[] {
  const rows: Row[] = [];
  for (const record of records) {
    const place = tupleOf(record, keys);
    if (after !== null && compareTuples(place, after, keys) <= 0) continue;
    const last = rows.at(-1);
    if (rows.length === count && last !== undefined && compareTuples(place, last.place, keys) >= 0) continue;
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = rows[middle];
      if (row !== undefined && compareTuples(row.place, place, keys) < 0) low = middle + 1;
      else high = middle;
    }
    rows.splice(low, 0, { place, record });
    if (rows.length > count) rows.pop();
  }
  return rows;
}

/** The key a query asks for; a strange one is refused with 400, an empty one is the first page. */
export function requestedKey(query: Query, keys: readonly SortKey[]): PageKey {
  const given = text(query, "pageFromKey");
  if (given === undefined) return FIRST_PAGE;
  const key = decodePageKey(given);
  if (key === undefined || (key.after !== null && key.after.length !== keys.length)) {
    throw badRequest("pageFromKey is not a key of this list");
  }
  return key;
}

/**
 * One page of a key-paged list: `{ items, pages }`. `pages` holds what Central sends: `size` and `maxSize` always, `fromKey`
 * from the second page on, `nextKey` while more follow, `total` (pages) and `items` (records) with `pageTotal=true`.
 */
export function keyPage(request: KeyPageRequest): Json {
  const { keys, query, faults } = request;
  const size = whole(query, "pageSize", 1, request.maxSize) ?? request.usualSize;
  const withTotal = flag(query, "pageTotal") === true && faultOf(faults, "omitItemsCount") === undefined;
  const key = requestedKey(query, keys);
  const { records, counted } = shrunk(request.records, faults);

  const rows = firstAfter(records, keys, key.after, size + 1);
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const next =
    rows.length > size && last !== undefined
      ? encodePageKey({ after: last.place, before: key.after, page: key.page + 1 })
      : undefined;

  let served = shown;
  let nextKey = next;
  if (faultOf(faults, "repeatPage") !== undefined && key.page > 1) {
    served = firstAfter(records, keys, key.before, size).slice(0, size);
  }
  if (faultOf(faults, "emptyPageWithKey") !== undefined) {
    served = [];
    nextKey = encodePageKey({ ...key, page: key.page + 1 });
  }
  if (faultOf(faults, "loopKey") !== undefined) nextKey = text(query, "pageFromKey") ?? encodePageKey(key);
  if (nextKey === undefined && request.lastKey === "empty") nextKey = "";

  return {
    items: spoilt(
      served.map(({ record }) => request.show(record)),
      faults,
    ),
    pages: {
      ...(key.page > 1 ? { fromKey: encodePageKey(key) } : {}),
      ...(nextKey === undefined ? {} : { nextKey }),
      size,
      ...(withTotal ? { total: Math.ceil(counted / size), items: counted } : {}),
      maxSize: request.maxSize,
    },
  };
}
