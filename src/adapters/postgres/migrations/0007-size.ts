import type { Migration } from "./migration.ts";

/**
 * How large a source was after a complete reading: its current records, tombstones apart. What a reading itself counted says
 * that only of a tenant; a directory may have been asked for what changed.
 */
export const size: Migration = {
  version: 7,
  sql: `
alter table rollcall.collection add column size bigint;
update rollcall.collection set size = counted where source_kind = 'tenant' and coverage_kind = 'complete';
`,
};
