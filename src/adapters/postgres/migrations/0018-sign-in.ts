import type { Migration } from "./migration.ts";

/** Who may sign in, who is, and the tokens of programs. Of sessions and tokens there are digests alone. */
export const signIn: Migration = {
  version: 18,
  sql: `
create table rollcall.account (
  name text primary key,
  verifier text not null,
  created_at bigint not null,
  password_at bigint not null,
  disabled_at bigint
);

create table rollcall.oidc_person (
  issuer text not null,
  subject text not null,
  actor text not null unique,
  first_at bigint not null,
  primary key (issuer, subject)
);

create table rollcall.browser_session (
  digest text primary key,
  actor text not null,
  name text not null,
  signed_in_by jsonb not null,
  started_at bigint not null,
  seen_at bigint not null
);
create index browser_session_by_actor on rollcall.browser_session (actor);

create table rollcall.api_token (
  name text primary key,
  digest text not null unique,
  role text not null,
  tenants jsonb,
  created_at bigint not null,
  created_by text not null,
  expires_at bigint not null,
  used_at bigint,
  revoked_at bigint
);
`,
};
