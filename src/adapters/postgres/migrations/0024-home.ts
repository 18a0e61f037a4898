import type { Migration } from "./migration.ts";

/** Which database the store lies in, so that one that was restored or copied is known for what it is. */
export const home: Migration = {
  version: 24,
  sql: `
create table rollcall.home (
  only_row boolean primary key default true check (only_row),
  -- Of the cluster, and of the database in it.
  identity text not null,
  since_at bigint not null
);
`,
};
