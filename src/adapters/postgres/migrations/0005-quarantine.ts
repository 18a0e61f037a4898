import type { Migration } from "./migration.ts";

/** Failed attempts at an endpoint, and the class of what each removal failed of. No `until_at`: until a person releases it. */
export const quarantine: Migration = {
  version: 5,
  sql: `
create table rollcall.quarantine (
  tenant_id text not null,
  endpoint_id text not null,
  failures integer not null check (failures > 0),
  counted integer not null check (counted between 0 and failures),
  failure text not null,
  failed_at bigint not null,
  until_at bigint,
  primary key (tenant_id, endpoint_id)
);
alter table rollcall.removal add column failure text;
`,
};
