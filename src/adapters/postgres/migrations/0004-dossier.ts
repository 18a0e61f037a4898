import type { Migration } from "./migration.ts";

/** The sealed dossiers. One for each attempt: a plan that is applied again may save a second of the same endpoint. */
export const dossier: Migration = {
  version: 4,
  sql: `
create table rollcall.dossier (
  number bigint generated always as identity primary key,
  plan_id text not null,
  tenant_id text not null,
  endpoint_id text not null,
  saved_at bigint not null,
  key_id text not null,
  wrapped_key text not null,
  record text not null,
  passwords text not null
);
create index dossier_by_endpoint on rollcall.dossier (tenant_id, endpoint_id, number);
create index dossier_by_key on rollcall.dossier (key_id, number);
create index dossier_by_age on rollcall.dossier (saved_at);
`,
};
