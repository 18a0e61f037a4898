import type { Migration } from "./migration.ts";

// Conventions. Instants are bigint: epoch milliseconds, as everywhere in Rollcall. Records are `json`, not `jsonb`: json
// keeps the text as it was written, also a U+0000 from a device, which jsonb refuses. `gone_at is null` means current.

const INVENTORY = `
create table rollcall.tenant (
  tenant_id text primary key,
  name text not null,
  api_host text not null,
  data_region text,
  covered boolean not null,
  saved_at bigint not null
);
create table rollcall.not_covered_tenant (
  place integer primary key,
  tenant_id text not null,
  name text not null,
  code text not null,
  detail text not null
);
create table rollcall.collection (
  number bigint generated always as identity primary key,
  collection_id text not null unique,
  source_kind text not null check (source_kind in ('tenant', 'directory')),
  source_name text not null,
  started_at bigint not null,
  finished_at bigint,
  coverage_kind text check (coverage_kind in ('complete', 'incomplete', 'failed')),
  coverage json,
  expected bigint,
  staged_rows bigint not null default 0,
  counted bigint not null default 0,
  requests bigint not null default 0
);
create index collection_complete on rollcall.collection (source_kind, source_name, number)
  where coverage_kind = 'complete';
-- One row a source: the lock that collections of it take, and the pointer to the newest.
create table rollcall.source (
  source_kind text not null,
  source_name text not null,
  newest_number bigint not null references rollcall.collection,
  primary key (source_kind, source_name)
);

create table rollcall.endpoint (
  tenant_id text not null references rollcall.tenant,
  endpoint_id text not null,
  hostname text,
  host_key text,
  alias_key text,
  serial_key text,
  hash text not null,
  record json not null,
  -- lastSeenAt and online as they were sent: what moves every day is apart from what the hash covers.
  volatile text not null,
  last_seen_at bigint,
  first_seen_at bigint not null,
  appeared_at bigint,
  gone_at bigint,
  primary key (tenant_id, endpoint_id)
) with (fillfactor = 85);
create index endpoint_by_host on rollcall.endpoint (host_key, tenant_id);
create index endpoint_by_alias on rollcall.endpoint (alias_key);
create index endpoint_by_serial on rollcall.endpoint (tenant_id, serial_key) where serial_key is not null;
create index endpoint_by_id on rollcall.endpoint (endpoint_id);
create unlogged table rollcall.endpoint_stage (
  line bigint generated always as identity,
  collection_number bigint not null,
  endpoint_id text not null,
  hostname text,
  host_key text,
  alias_key text,
  serial_key text,
  hash text not null,
  record json not null,
  volatile text not null,
  last_seen_at bigint
);
-- By id too: a stage has no statistics, and a plan that walks through all of it for every row must not exist.
create index endpoint_stage_by_id on rollcall.endpoint_stage (collection_number, endpoint_id);
-- Intervals of presence. last_at: the last complete reading that had it; missed_at: the first that had not.
create table rollcall.endpoint_sighting (
  number bigint generated always as identity primary key,
  tenant_id text not null,
  endpoint_id text not null,
  first_at bigint not null,
  last_at bigint,
  missed_at bigint
);
create unique index endpoint_sighting_open on rollcall.endpoint_sighting (tenant_id, endpoint_id) where missed_at is null;

create table rollcall.computer (
  directory text not null,
  computer_id text not null,
  host_key text not null,
  alias_key text not null,
  deleted boolean not null,
  hash text not null,
  record json not null,
  retired_seen_at bigint,
  first_seen_at bigint not null,
  gone_at bigint,
  primary key (directory, computer_id)
);
create index computer_by_host on rollcall.computer (host_key);
create index computer_by_alias on rollcall.computer (alias_key);
create unlogged table rollcall.computer_stage (
  line bigint generated always as identity,
  collection_number bigint not null,
  computer_id text not null,
  host_key text not null,
  alias_key text not null,
  deleted boolean not null,
  retired boolean not null,
  hash text not null,
  record json not null
);
create index computer_stage_by_id on rollcall.computer_stage (collection_number, computer_id);
create table rollcall.directory_state (
  directory text primary key,
  context json not null,
  -- Digests of the context without its OUs, and of the OUs: what of it changed decides what is judged again.
  people_hash text not null,
  ous_hash text not null,
  bookmark text,
  full_at bigint not null
);
`;

const DECISIONS = `
-- What must be judged again. Taken: somebody has read its evidence; a change after that takes the mark away.
create table rollcall.rejudge (
  tenant_id text not null,
  endpoint_id text not null,
  taken boolean not null default false,
  primary key (tenant_id, endpoint_id)
);
create table rollcall.assessment (
  tenant_id text not null,
  endpoint_id text not null,
  disposition text not null check (disposition in ('keep', 'review', 'retire')),
  reasons text[] not null,
  findings text[] not null,
  record json not null,
  -- That of the record, which SQL does not look into: json with a U+0000 cannot be taken apart.
  evidence_hash text not null,
  policy_hash text not null,
  assessed_at bigint not null,
  candidate_since bigint,
  review_at bigint,
  -- Kept because it was seen recently: a newer lastSeenAt changes nothing.
  recently_seen boolean not null,
  primary key (tenant_id, endpoint_id)
);
create index assessment_retire on rollcall.assessment (tenant_id, endpoint_id) where disposition = 'retire';
create index assessment_due on rollcall.assessment (review_at) where review_at is not null;
create table rollcall.computer_finding (
  directory text not null,
  computer_id text not null,
  code text not null,
  evidence json not null,
  found_at bigint not null,
  primary key (directory, computer_id, code)
);
create table rollcall.hold (
  tenant_id text not null,
  endpoint_id text not null,
  until_at bigint not null,
  reason text not null,
  held_by text not null,
  primary key (tenant_id, endpoint_id)
);
create table rollcall.case_open (
  tenant_id text not null,
  endpoint_id text not null,
  case_ref text not null,
  primary key (tenant_id, endpoint_id)
);
create table rollcall.return_seen (
  tenant_id text not null,
  endpoint_id text not null,
  returned_at bigint not null,
  primary key (tenant_id, endpoint_id)
);
`;

const ACTIONS = `
create table rollcall.plan (
  number bigint generated always as identity primary key,
  plan_id text not null unique,
  record json not null
);
-- One row an attempt. Outcome null: intended, and its end is not known.
create table rollcall.removal (
  number bigint generated always as identity primary key,
  plan_id text not null,
  tenant_id text not null,
  endpoint_id text not null,
  hostname text not null,
  mode text,
  intended_at bigint,
  outcome text,
  answer text,
  settled_at bigint,
  check ((intended_at is null) = (mode is null)),
  check (intended_at is not null or outcome is not null),
  check ((outcome is null) = (settled_at is null))
);
create unique index removal_open on rollcall.removal (tenant_id, endpoint_id)
  where intended_at is not null and (outcome is null or outcome = 'unconfirmed');
create index removal_by_endpoint on rollcall.removal (tenant_id, endpoint_id, number);
create table rollcall.attempt_budget (
  tenant_id text not null,
  -- Days since 1970-01-01, UTC.
  day integer not null,
  attempts integer not null,
  primary key (tenant_id, day)
);
create table rollcall.run_record (
  policy_hash text not null,
  mode text not null,
  completed_at bigint not null,
  primary key (policy_hash, mode)
);

create table rollcall.ledger (
  seq bigint primary key,
  at bigint not null,
  actor text not null,
  fact json not null,
  previous text not null,
  hash text not null unique
);
create table rollcall.ledger_head (
  only_row boolean primary key default true check (only_row),
  seq bigint not null,
  hash text not null
);
insert into rollcall.ledger_head (seq, hash) values (0, repeat('0', 64));
create function rollcall.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is only ever appended to' using errcode = 'integrity_constraint_violation';
end
$$;
create trigger ledger_append_only before update or delete or truncate on rollcall.ledger
  for each statement execute function rollcall.refuse_change();
`;

/** Everything that the first release remembers. */
export const ground: Migration = { version: 1, sql: INVENTORY + DECISIONS + ACTIONS };
