import type { Instant } from "../core/model/instant.ts";
import type { Scope, Total } from "./device-list.ts";
import type { ReportedDeletion } from "./report-store.ts";

/** Which deletions; every field narrows. */
export interface DeletionFilter {
  readonly tenants: Scope;
  /** The beginning of a hostname, or a whole endpoint id. */
  readonly search?: string;
  readonly outcomes?: readonly ("retired" | "unconfirmed" | "failed")[];
  /** Whether the device has come back. */
  readonly returned?: boolean;
  /** Deleted, or perhaps deleted, at this instant or later. */
  readonly deletedSince?: Instant;
}

export interface ListedDeletion extends ReportedDeletion {
  /** When its device came back; undefined while it has not. */
  readonly returnedAt: Instant | undefined;
}

/** Deletions that were intended in enforce, the newest first. */
export interface DeletionList {
  /**
   * @param before the number of the last one of the page before
   * @param limit rows at most
   */
  page(
    filter: DeletionFilter,
    before: number | undefined,
    limit: number,
  ): Promise<{
    readonly items: readonly ListedDeletion[];
    readonly next: number | undefined;
    readonly total: Total;
  }>;
  /** Devices that were deleted since an instant and have not come back, the first deleted first: whose clocks run out. */
  runningOut(tenants: Scope, since: Instant, most: number): Promise<readonly ListedDeletion[]>;
}
