import type { KnownComputer } from "../../core/assess/evidence.ts";
import type { Computer } from "../../core/model/computer.ts";
import type { ComputerId, DirectoryName } from "../../core/model/ids.ts";
import type { ComputerRow } from "../../ports/inventory-store.ts";
import { instantOrNone } from "./instants.ts";
import type { CopyRow } from "./sql.ts";

/** The columns of computer_stage in the order of `computerStageRow`. */
export const COMPUTER_STAGE_COLUMNS = [
  "collection_number",
  "computer_id",
  "host_key",
  "alias_key",
  "deleted",
  "retired",
  "hash",
  "record",
] as const;

/** One row for the staging table. */
export function computerStageRow(collectionNumber: number, row: ComputerRow): CopyRow {
  const { directory: _directory, id, ...record } = row.computer;
  return [
    collectionNumber,
    id,
    row.hostKey,
    row.aliasKey,
    record.deleted,
    row.retired,
    row.hash,
    JSON.stringify(record),
  ];
}

/** What a statement must select for `knownComputer`. */
export interface StoredComputer {
  readonly directory: DirectoryName;
  readonly computer_id: ComputerId;
  readonly record: Omit<Computer, "directory" | "id">;
  readonly retired_seen_at: number | null;
  readonly gone_at: number | null;
}

/** The computer as it was staged, with what our own readings know of it. */
export const knownComputer = (row: StoredComputer): KnownComputer => ({
  computer: { directory: row.directory, id: row.computer_id, ...row.record },
  retiredSeenAt: instantOrNone(row.retired_seen_at),
  goneAt: instantOrNone(row.gone_at),
});
