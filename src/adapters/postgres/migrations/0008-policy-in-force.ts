import type { Migration } from "./migration.ts";

/** The policy that plans are frozen by, and since when: a dry run from before the last change rehearsed something else. */
export const policyInForce: Migration = {
  version: 8,
  sql: `
create table rollcall.policy_in_force (
  only_row boolean primary key default true check (only_row),
  policy_hash text not null,
  since_at bigint not null
);
-- What was rehearsed before this table was there stays so.
insert into rollcall.policy_in_force (policy_hash, since_at)
  select policy_hash, 0 from rollcall.run_record order by completed_at desc limit 1;
`,
};
