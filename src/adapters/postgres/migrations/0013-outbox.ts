import type { Migration } from "./migration.ts";

/**
 * How far each sink has got with the ledger. The events are the ledger's entries, so none is stored twice; `token` and `holder`
 * are the lease of the process that delivers.
 */
export const outbox: Migration = {
  version: 13,
  sql: `
create table rollcall.outbox_sink (
  sink text primary key,
  cursor bigint not null check (cursor >= 0),
  unsure json not null default '[]',
  delivered_at bigint,
  failures integer not null default 0,
  failure text,
  failed_at bigint,
  retry_at bigint,
  parked_at bigint,
  parked_because text,
  parked_reason text,
  token bigint not null default 0,
  holder json,
  renewed_at bigint not null default 0
);
create table rollcall.outbox_set_aside (
  sink text not null references rollcall.outbox_sink,
  seq bigint not null,
  code text not null,
  set_aside_at bigint not null,
  due boolean not null default false,
  primary key (sink, seq)
);
`,
};
