import type { Json } from "./estate.ts";
import type { AnswerFault } from "./fault-action.ts";
import { faultOf, shrunk, spoilt } from "./list-faults.ts";
import type { Query } from "./parameters.ts";
import { flag, whole } from "./parameters.ts";
import type { Identified, SortKey } from "./sort-order.ts";
import { compareTuples, tupleOf } from "./sort-order.ts";

export interface OffsetPageRequest {
  readonly records: readonly Identified[];
  /** undefined: in the order of `records`. */
  readonly keys?: readonly SortKey[];
  readonly query: Query;
  readonly faults: readonly AnswerFault[];
  readonly show: (record: Identified) => Json;
}

/** Default and most of `pageSize` on offset-paged lists. */
const USUAL_SIZE = 50;
const MAX_SIZE = 100;

/** Pages beyond this are refused rather than computed. */
const LAST_PAGE = 1_000_000;

/** Which page a query asks for, from 1; undefined when it is not legible. */
export function requestedPage(query: Query): number | undefined {
  const given = query.get("page");
  if (given === null || given === "") return 1;
  return /^\d{1,7}$/.test(given) ? Number(given) : undefined;
}

/** One page of an offset-paged list: `{ items, pages }`. A page past the end is empty, not an error. */
export function offsetPage(request: OffsetPageRequest): Json {
  const { keys, query, faults } = request;
  const size = whole(query, "pageSize", 1, MAX_SIZE) ?? USUAL_SIZE;
  const page = whole(query, "page", 1, LAST_PAGE) ?? 1;
  const withTotal = flag(query, "pageTotal") === true && faultOf(faults, "omitItemsCount") === undefined;
  const { records, counted } = shrunk(request.records, faults);
  const ordered =
    keys === undefined
      ? records
      : records.toSorted((a, b) => compareTuples(tupleOf(a, keys), tupleOf(b, keys), keys));

  const served = faultOf(faults, "repeatPage") !== undefined && page > 1 ? page - 1 : page;
  const items =
    faultOf(faults, "emptyPageWithKey") === undefined
      ? ordered.slice((served - 1) * size, served * size).map(request.show)
      : [];
  return {
    items: spoilt(items, faults),
    pages: {
      current: page,
      size,
      ...(withTotal ? { total: Math.ceil(counted / size), items: counted } : {}),
      maxSize: MAX_SIZE,
    },
  };
}
