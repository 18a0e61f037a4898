import type { Coverage, Gap, GapCode } from "../core/model/coverage.ts";

// What other processes have told, as JSON from the queue: read field by field, for what is not understood must not look like a result.

export type Fields = Readonly<Record<string, unknown>>;

/** An object's fields; undefined for everything else. */
export const fieldsIn = (json: unknown): Fields | undefined =>
  typeof json === "object" && json !== null && !Array.isArray(json) ? (json as Fields) : undefined;

export const textIn = (json: unknown): string | undefined => (typeof json === "string" ? json : undefined);

/** A whole number from 0. */
export const countIn = (json: unknown): number | undefined =>
  typeof json === "number" && Number.isSafeInteger(json) && json >= 0 ? json : undefined;

const GAP_CODES: Readonly<Record<GapCode, true>> = {
  count_mismatch: true,
  count_unknown: true,
  key_repeated: true,
  page_repeated: true,
  page_empty: true,
  record_malformed: true,
  page_malformed: true,
  source_unavailable: true,
  not_authorised: true,
  rights_missing: true,
  export_too_old: true,
  shrunken: true,
  cancelled: true,
};

function gapIn(json: unknown): Gap | undefined {
  const fields = fieldsIn(json);
  const code = textIn(fields?.["code"]);
  const detail = textIn(fields?.["detail"]);
  if (code === undefined || detail === undefined || !Object.hasOwn(GAP_CODES, code)) return undefined;
  return { code: code as GapCode, detail };
}

/** A coverage; one that is not complete has its gaps, all of them legible. */
export function coverageIn(json: unknown): Coverage | undefined {
  const fields = fieldsIn(json);
  const kind = fields?.["kind"];
  if (kind === "complete") return { kind };
  if (kind !== "incomplete" && kind !== "failed") return undefined;
  const listed: unknown = fields?.["gaps"];
  if (!Array.isArray(listed)) return undefined;
  const gaps = listed.map(gapIn);
  const [first, ...rest] = gaps.filter((gap) => gap !== undefined);
  return first === undefined || rest.length + 1 < gaps.length ? undefined : { kind, gaps: [first, ...rest] };
}
