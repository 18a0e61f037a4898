import type { Migration } from "./migration.ts";

/** Runs and how they ended, of which one is under way at a time; and the slots of the schedule, each of which is taken once. */
export const runs: Migration = {
  version: 21,
  sql: `
create table rollcall.run (
  run_id text primary key,
  number bigint generated always as identity unique,
  state text not null,
  heard_at bigint not null,
  holder json not null,
  record json not null
);
create unique index run_under_way on rollcall.run ((true)) where state = 'running';

create table rollcall.schedule_slot (
  name text not null,
  slot_at bigint not null,
  state text not null,
  run_id text,
  noted_at bigint not null,
  primary key (name, slot_at)
);
`,
};
