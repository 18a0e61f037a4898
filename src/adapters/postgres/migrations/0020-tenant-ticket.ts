import type { Migration } from "./migration.ts";

/** Tickets of tenants, each with the open cases of one. A row is there before its ticket is asked for. */
export const tenantTicket: Migration = {
  version: 20,
  sql: `
create table rollcall.tenant_ticket (
  -- In the order in which they were meant: the last one of a tenant is the one that counts.
  number bigint generated always as identity unique,
  tenant_id text not null,
  desk text not null,
  ordinal integer not null check (ordinal > 0),
  key text not null,
  tried_at bigint,
  ticket_id text,
  url text,
  question text,
  told text,
  -- The numbers of the cases that it was last told.
  listed json not null default '[]',
  heard text,
  closed_at bigint,
  trouble text,
  primary key (tenant_id, desk, ordinal),
  check (ticket_id is null or tried_at is not null)
);
create unique index tenant_ticket_key on rollcall.tenant_ticket (desk, key);
`,
};
