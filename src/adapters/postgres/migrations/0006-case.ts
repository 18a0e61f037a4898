import type { Migration } from "./migration.ts";

/** Cases and their timelines, in place of the table that was kept for them and that nothing ever wrote to. */
export const cases: Migration = {
  version: 6,
  sql: `
drop table rollcall.case_open;
create table rollcall.review_case (
  number bigint generated always as identity primary key,
  tenant_id text not null,
  endpoint_id text not null,
  hostname text not null,
  cause text not null,
  state text not null check (state in ('open', 'approved', 'kept', 'held', 'expired', 'retired', 'closed')),
  version bigint not null check (version > 0),
  reasons json not null,
  -- Those codes again, for a list of the cases about one of them.
  reason_codes text[] not null,
  evidence_hash text not null,
  asked_at bigint not null,
  opened_at bigint not null,
  until_at bigint,
  agreements json not null,
  reopened integer not null,
  assignee text,
  asked_by text not null,
  -- The assessment that was last held against it.
  looked_at bigint,
  check (state <> 'open' or until_at is not null)
);
-- One case an endpoint, so one open case.
create unique index review_case_of on rollcall.review_case (tenant_id, endpoint_id);
create index review_case_waiting on rollcall.review_case (number) where state not in ('retired', 'closed');
create table rollcall.case_event (
  case_number bigint not null references rollcall.review_case (number),
  version bigint not null,
  at bigint not null,
  event json not null,
  primary key (case_number, version)
);
create index assessment_review on rollcall.assessment (tenant_id, endpoint_id) where disposition = 'review';
`,
};
