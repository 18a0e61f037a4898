import type { Migration } from "./migration.ts";

/**
 * Holds keep their history: one row each, of which at most one stands for an endpoint. A row of the step before stands on, and
 * when it was added nobody wrote down.
 */
export const holds: Migration = {
  version: 2,
  sql: `
alter table rollcall.hold drop constraint hold_pkey;
alter table rollcall.hold
  add column number bigint generated always as identity primary key,
  add column added_at bigint,
  add column ended_at bigint,
  add column ended_by text check (ended_by in ('lifted', 'replaced')),
  add column end_reason text,
  add check ((ended_at is null) = (ended_by is null));
create unique index hold_standing on rollcall.hold (tenant_id, endpoint_id) where ended_at is null;
`,
};
