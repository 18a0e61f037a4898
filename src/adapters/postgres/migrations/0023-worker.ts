import type { Migration } from "./migration.ts";

/**
 * Who does jobs on this store, jobs that no try could finish, and of which run a reading is a part: in one run a source is read
 * whole once, however often its job is done. The jobs themselves are the queue's, in a schema of its own.
 */
export const worker: Migration = {
  version: 23,
  sql: `
create table rollcall.worker (
  worker_id text primary key,
  heard_at bigint not null,
  record json not null
);

create table rollcall.dead_job (
  number bigint generated always as identity primary key,
  record json not null
);

alter table rollcall.collection add column run_id text;
create index collection_of_run on rollcall.collection (run_id, source_kind, source_name) where run_id is not null;
`,
};
