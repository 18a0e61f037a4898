import type { Migration } from "./migration.ts";

// Tables of one row have none until it is needed; a lost one stands for the most careful state: first step, nothing earned.
const RAMP = `
create table rollcall.ramp (
  only_row boolean primary key default true check (only_row),
  step integer not null check (step >= 0),
  earned bigint not null check (earned >= 0),
  clean_days integer not null check (clean_days >= 0),
  since_at bigint not null,
  -- The last UTC day that is counted in it, as days since 1970-01-01.
  through_day integer not null
);
create table rollcall.ramp_setback (
  number bigint generated always as identity primary key,
  cause text not null,
  day integer not null,
  at bigint not null
);
create index ramp_setback_by_day on rollcall.ramp_setback (day);
-- Attempts over all tenants.
create table rollcall.day_budget (
  day integer primary key,
  attempts integer not null
);
create table rollcall.brake (
  only_row boolean primary key default true check (only_row),
  pulled_at bigint not null,
  pulled_by text not null,
  reason text not null
);
-- The row stays when the lease is given back, since its token must never be used twice.
create table rollcall.lease (
  only_row boolean primary key default true check (only_row),
  token bigint not null,
  holder json,
  renewed_at bigint not null
);
-- What was intended in enforce, by time: it holds the day's budget even where its row was lost.
create index removal_enforced on rollcall.removal (intended_at) where mode = 'enforce';
`;

/** Ramp, the day's budget over all tenants, brake and lease. */
export const ramp: Migration = { version: 3, sql: RAMP };
