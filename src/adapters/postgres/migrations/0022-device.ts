import type { Migration } from "./migration.ts";

// One narrow row for each current endpoint: what lists are narrowed to and sorted by, from the inventory and the assessment. Those
// tables are wide, and a filter of the one with the order of the other reads both whole.
//
// labels: its class (`class:server`), its disposition or `unjudged`, then the codes of its reasons and findings. Of an endpoint
// that was collected before this table was there, the class is unknown until its tenant is read again.
const DEVICE = `
alter table rollcall.endpoint_stage add column device_class text not null default 'unknown';
create table rollcall.device (
  number bigint generated always as identity unique,
  tenant_id text not null,
  endpoint_id text not null,
  host_key text collate "C",
  -- None, too, where Central gave one from before it was there.
  last_seen_at bigint,
  labels text[] not null,
  primary key (tenant_id, endpoint_id)
);
insert into rollcall.device (tenant_id, endpoint_id, host_key, last_seen_at, labels)
  select e.tenant_id, e.endpoint_id, e.host_key, case when e.last_seen_at >= 1262304000000 then e.last_seen_at end,
    array['class:unknown'] || case when a.endpoint_id is null then array['unjudged'] else array[a.disposition] || a.reasons || a.findings end
  from rollcall.endpoint e left join rollcall.assessment a using (tenant_id, endpoint_id)
  where e.gone_at is null;
-- With what rows are picked by: whoever asks for those seen recently, the longest silent first, passes all others on the way.
create index device_by_seen on rollcall.device (last_seen_at, number) include (labels, tenant_id);
create index device_by_host on rollcall.device (host_key, number);
create index device_by_label on rollcall.device using gin (labels);
create index endpoint_by_serial_anywhere on rollcall.endpoint (serial_key) where serial_key is not null;
`;

// How many devices of a tenant have a label. Kept by triggers, so that no writer of the table above can forget it; one that had no
// label to change costs no count.
const COUNTS = `
create table rollcall.device_count (
  label text not null,
  tenant_id text not null,
  devices bigint not null,
  primary key (label, tenant_id)
);
insert into rollcall.device_count (label, tenant_id, devices)
  select l.label, d.tenant_id, count(*) from rollcall.device d
  cross join lateral (select distinct unnest(d.labels) as label) l group by 1, 2;
create function rollcall.count_devices() returns trigger language plpgsql as $$
declare
  steps text;
begin
  steps := case tg_op
    when 'INSERT' then 'select tenant_id, labels, 1 as step from added'
    when 'DELETE' then 'select tenant_id, labels, -1 as step from removed'
    else 'select n.tenant_id, n.labels, 1 as step from added n join removed o using (number) where n.labels <> o.labels
      union all select o.tenant_id, o.labels, -1 from added n join removed o using (number) where n.labels <> o.labels'
  end;
  execute 'insert into rollcall.device_count as c (label, tenant_id, devices)
    select l.label, s.tenant_id, sum(s.step) from (' || steps || ') s
    cross join lateral (select distinct unnest(s.labels) as label) l
    group by 1, 2 having sum(s.step) <> 0
    on conflict (label, tenant_id) do update set devices = c.devices + excluded.devices';
  return null;
end
$$;
create trigger device_added after insert on rollcall.device referencing new table as added
  for each statement execute function rollcall.count_devices();
create trigger device_removed after delete on rollcall.device referencing old table as removed
  for each statement execute function rollcall.count_devices();
create trigger device_changed after update on rollcall.device referencing new table as added old table as removed
  for each statement execute function rollcall.count_devices();
`;

// The fleet after the last assessment of each day; days before this table was there are not in it.
const DAYS = `
create table rollcall.fleet_day (
  -- Days since 1970-01-01, UTC.
  day integer primary key,
  keep bigint not null,
  review bigint not null,
  retire bigint not null
);
create index computer_finding_by_code on rollcall.computer_finding (code, directory, computer_id);
`;

/** Lists of a million devices: a narrow row for each, counts by tenant and label, and the fleet day by day. */
export const device: Migration = { version: 22, sql: DEVICE + COUNTS + DAYS };
