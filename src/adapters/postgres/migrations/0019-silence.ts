import type { Migration } from "./migration.ts";

/**
 * Silences that ended: what a threshold would have deleted that came back. And what an endpoint would be if it were silent, so
 * that a threshold can be tried without judging again; all are judged once more to know it.
 */
export const silence: Migration = {
  version: 19,
  sql: `
create table rollcall.silence (
  tenant_id text not null,
  endpoint_id text not null,
  -- lastSeenAt as it stood while it was silent, and the one that ended it.
  from_at bigint not null,
  until_at bigint not null,
  -- The last complete reading that found it silent: what nobody looked at proves no silence.
  watched_at bigint not null,
  -- What the rules but recently_seen said of it last; null when it was never judged.
  otherwise text check (otherwise in ('keep', 'review', 'retire')),
  primary key (tenant_id, endpoint_id, from_at)
);
-- Since when the silences of a tenant are kept.
create table rollcall.silence_watch (
  tenant_id text primary key,
  since_at bigint not null
);
alter table rollcall.assessment
  add column device_class text check (device_class in ('computer', 'server', 'unknown')),
  add column otherwise text check (otherwise in ('keep', 'review', 'retire')),
  add column hangs_on_others boolean;
insert into rollcall.rejudge (tenant_id, endpoint_id)
  select tenant_id, endpoint_id from rollcall.endpoint where gone_at is null
  on conflict (tenant_id, endpoint_id) do update set taken = false;
`,
};
