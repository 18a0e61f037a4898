import type { AnswerFault, ListFault } from "./fault-action.ts";
import type { Json } from "./estate.ts";
import type { Identified } from "./sort-order.ts";

/** The fault of this kind, if it is among those that happen to the request. */
export function faultOf<Kind extends AnswerFault["kind"]>(
  faults: readonly AnswerFault[],
  kind: Kind,
): Extract<AnswerFault, { kind: Kind }> | undefined {
  return faults.find((fault): fault is Extract<AnswerFault, { kind: Kind }> => fault.kind === kind);
}

/** What a list holds under a `shrink` fault, and how many it claims to hold. */
export function shrunk(
  records: readonly Identified[],
  faults: readonly AnswerFault[],
): { readonly records: readonly Identified[]; readonly counted: number } {
  const fault = faultOf(faults, "shrink");
  if (fault === undefined) return { records, counted: records.length };
  // By id, so that every page of a walk sees the same share.
  const kept = records
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, Math.floor(records.length * fault.share));
  return { records: kept, counted: fault.consistentCount ? kept.length : records.length };
}

function spoil(record: Json, how: Extract<ListFault, { kind: "malformedRecord" }>["how"]): Json {
  if (how === "notAnObject" || typeof record !== "object" || record === null || Array.isArray(record)) {
    return "not a record";
  }
  const rest = Object.fromEntries(Object.entries(record).filter(([key]) => key !== "id"));
  return how === "noId" ? rest : { ...rest, id: 42 };
}

/** The items of a page with its first record spoilt, if a fault says so. */
export function spoilt(items: readonly Json[], faults: readonly AnswerFault[]): readonly Json[] {
  const fault = faultOf(faults, "malformedRecord");
  const [first, ...rest] = items;
  return fault === undefined || first === undefined ? items : [spoil(first, fault.how), ...rest];
}
