import type { Migration } from "./migration.ts";

/** Findings as they were when they were last told of: what is not here has arisen since. */
export const toldFinding: Migration = {
  version: 16,
  sql: `
create table rollcall.told_finding (
  code text not null,
  -- A tenant's id or a directory's name, and the id of the endpoint or the computer in it.
  about text not null check (about in ('endpoint', 'computer')),
  place text not null,
  id text not null,
  primary key (about, place, id, code)
);
`,
};
