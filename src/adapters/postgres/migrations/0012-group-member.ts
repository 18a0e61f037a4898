import type { Migration } from "./migration.ts";

/** The groups of endpoints and their members, of the tenants that a protect rule asks for them. `readable` is of the last try. */
export const groupMember: Migration = {
  version: 12,
  sql: `
create table rollcall.group_reading (
  tenant_id text primary key,
  read_at bigint not null,
  readable boolean not null
);
create table rollcall.endpoint_group (
  tenant_id text not null references rollcall.group_reading on delete cascade,
  group_id text not null,
  name text not null,
  primary key (tenant_id, group_id)
);
create table rollcall.group_member (
  tenant_id text not null,
  endpoint_id text not null,
  group_id text not null,
  primary key (tenant_id, endpoint_id, group_id),
  foreign key (tenant_id, group_id) references rollcall.endpoint_group on delete cascade
);
create index group_member_by_group on rollcall.group_member (tenant_id, group_id);
`,
};
