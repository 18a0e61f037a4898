import type { Migration } from "./migration.ts";

/** What the next run was last said to delete, by mode: it is said again only when it changes. */
export const foreseen: Migration = {
  version: 11,
  sql: `
create table rollcall.foreseen (
  mode text primary key,
  digest text not null
);
`,
};
