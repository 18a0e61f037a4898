import type { CollectionId, DirectoryName, TenantId } from "./ids.ts";
import type { Instant } from "./instant.ts";

/** What one collection reads: the endpoints of one tenant, or one directory. */
export type Source =
  | { readonly kind: "tenant"; readonly tenant: TenantId }
  | { readonly kind: "directory"; readonly directory: DirectoryName };

/** Why a reading is not whole. The text beside it is for people and steers nothing. */
export type GapCode =
  | "count_mismatch" // fewer records than the source itself counted
  | "count_unknown" // the source did not say how many there are
  | "key_repeated" // paging came back to a key it had given before
  | "page_repeated" // a page came twice
  | "page_empty" // an empty page that promised more
  | "record_malformed" // a record that the schema refuses
  | "page_malformed" // a page that the schema refuses, or that was cut off
  | "source_unavailable" // unreachable, or an error after all retries
  | "not_authorised" // 401 or 403 in mid-reading
  | "rights_missing" // the account may not read what the configuration asks for
  | "export_too_old" // a file older than its maxAge
  | "shrunken" // far fewer than last time
  | "cancelled"; // stopped by a person

export interface Gap {
  readonly code: GapCode;
  readonly detail: string;
}

/** Only `complete` decides: from anything else no absence may be concluded and no candidate drawn. */
export type Coverage =
  | { readonly kind: "complete" }
  | { readonly kind: "incomplete"; readonly gaps: readonly [Gap, ...Gap[]] }
  | { readonly kind: "failed"; readonly gaps: readonly [Gap, ...Gap[]] };

/** One reading of one source, as it is remembered. */
export interface Collection {
  readonly id: CollectionId;
  readonly source: Source;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | undefined;
  /** undefined while it is being read, and for ever if the process died: such a one is never complete. */
  readonly coverage: Coverage | undefined;
  /** How many the source said there are; undefined when it does not count. */
  readonly expected: number | undefined;
  readonly counted: number;
  readonly requests: number;
}
