import type { Migration } from "./migration.ts";

/** Deleted devices that came back: one row a deletion. Their immunity is in `return_seen`, by each id. */
export const deviceReturn: Migration = {
  version: 9,
  sql: `
create table rollcall.device_return (
  plan_id text not null,
  tenant_id text not null,
  endpoint_id text not null,
  hostname text not null,
  deleted_at bigint not null,
  returned_at bigint not null,
  noticed_at bigint not null,
  signs text[] not null,
  new_endpoint_id text,
  lesson text,
  primary key (tenant_id, endpoint_id, plan_id)
);
create index device_return_by_deletion on rollcall.device_return (deleted_at);
`,
};
