import type { Migration } from "./migration.ts";

/** Tickets of cases on service desks. A row is there before its ticket is asked for. */
export const tickets: Migration = {
  version: 14,
  sql: `
create table rollcall.ticket (
  -- In the order in which they were meant: the last one of a case is the one that counts.
  number bigint generated always as identity unique,
  case_number bigint not null references rollcall.review_case (number),
  desk text not null,
  ordinal integer not null check (ordinal > 0),
  key text not null,
  tried_at bigint,
  ticket_id text,
  url text,
  question text,
  told_version bigint,
  heard text,
  closed_at bigint,
  trouble text,
  primary key (case_number, desk, ordinal),
  check (ticket_id is null or tried_at is not null)
);
create unique index ticket_key on rollcall.ticket (desk, key);
`,
};
