import type { Migration } from "./migration.ts";

/** Messages of hooks and what was answered. The body as text: a repetition gets it byte by byte. */
export const hookMessage: Migration = {
  version: 15,
  sql: `
create table rollcall.hook_message (
  hook text not null,
  message_id text not null,
  digest text not null,
  status integer not null,
  body text not null,
  answered_at bigint not null,
  primary key (hook, message_id)
);
create index hook_message_by_age on rollcall.hook_message (answered_at);
`,
};
