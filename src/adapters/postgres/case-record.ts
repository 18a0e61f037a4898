import type { Digest, EndpointId, TenantId } from "../../core/model/ids.ts";
import { instant } from "../../core/model/instant.ts";
import type { Case, CaseCause, CaseState } from "../../core/review/case.ts";
import type { KnownCase } from "../../ports/case-store.ts";
import { storable } from "./copy-text.ts";
import { instantOrNone } from "./instants.ts";
import type { Param } from "./sql.ts";

/** A case in its row. */
export interface StoredCase {
  readonly number: number;
  readonly tenant_id: TenantId;
  readonly tenant_name: string;
  readonly endpoint_id: EndpointId;
  readonly hostname: string;
  readonly cause: CaseCause;
  readonly state: CaseState;
  readonly version: number;
  readonly reasons: Case["reasons"];
  readonly evidence_hash: Digest;
  readonly asked_at: number;
  readonly opened_at: number;
  readonly until_at: number | null;
  readonly agreements: Case["agreements"];
  readonly reopened: number;
  readonly assignee: string | null;
  readonly asked_by: string;
}

/** What a statement selects for `caseOf`, from review_case c and tenant t. */
export const CASE_FIELDS = `c.number, c.tenant_id, coalesce(t.name, c.tenant_id) as tenant_name, c.endpoint_id, c.hostname, c.cause,
  c.state, c.version, c.reasons, c.evidence_hash, c.asked_at, c.opened_at, c.until_at, c.agreements, c.reopened, c.assignee,
  c.asked_by`;

export const caseOf = (row: StoredCase): KnownCase => ({
  number: row.number,
  tenant: row.tenant_id,
  tenantName: row.tenant_name,
  endpoint: row.endpoint_id,
  hostname: row.hostname,
  cause: row.cause,
  state: row.state,
  version: row.version,
  reasons: row.reasons,
  evidenceHash: row.evidence_hash,
  askedAt: instant(row.asked_at),
  openedAt: instant(row.opened_at),
  until: instantOrNone(row.until_at),
  agreements: row.agreements,
  reopened: row.reopened,
  assignee: row.assignee ?? undefined,
  askedBy: row.asked_by,
});

// Arrays of the moves of one statement, one a column; what must be json goes as text.
const COLUMNS: readonly (readonly [
  name: string,
  type: string,
  value: (one: Case) => string | number | null,
])[] = [
  ["tenant_id", "text", (one) => one.tenant],
  ["endpoint_id", "text", (one) => one.endpoint],
  ["hostname", "text", (one) => storable(one.hostname)],
  ["cause", "text", (one) => one.cause],
  ["state", "text", (one) => one.state],
  ["version", "bigint", (one) => one.version],
  ["reasons", "json", (one) => JSON.stringify(one.reasons)],
  ["reason_codes", "text[]", (one) => one.reasons.map(({ code }) => code).join(",")],
  ["evidence_hash", "text", (one) => one.evidenceHash],
  ["asked_at", "bigint", (one) => one.askedAt],
  ["opened_at", "bigint", (one) => one.openedAt],
  ["until_at", "bigint", (one) => one.until ?? null],
  ["agreements", "json", (one) => JSON.stringify(one.agreements)],
  ["reopened", "integer", (one) => one.reopened],
  ["assignee", "text", (one) => one.assignee ?? null],
  ["asked_by", "text", (one) => one.askedBy],
];

export const CASE_COLUMNS = COLUMNS.map(([name]) => name);

/** The rows of `given`, as a list of what to select from it: texts become what the column holds. */
export const CASE_VALUES = COLUMNS.map(([name, type]) =>
  type === "json" ? `${name}::json` : type === "text[]" ? `string_to_array(${name}, ',')` : name,
);

/** `unnest` of the parameters, from $1 on, as `given`. */
export const CASE_GIVEN = `unnest(${COLUMNS.map(([, type], index) => `$${index + 1}::${type === "json" || type === "text[]" ? "text" : type}[]`).join(", ")})
  given (${CASE_COLUMNS.join(", ")})`;

export const caseParams = (cases: readonly Case[]): Param[] => COLUMNS.map(([, , value]) => cases.map(value));
