import type { Migration } from "./migration.ts";

/**
 * Lists by hostname are narrowed on the way as those by last sighting are: without the labels and tenants in the index, each row
 * that is passed is read from the table. And cases are walked from the longest asked on.
 */
export const listOrder: Migration = {
  version: 25,
  sql: `
drop index rollcall.device_by_host;
create index device_by_host on rollcall.device (host_key, number) include (labels, tenant_id);
create index review_case_by_age on rollcall.review_case (asked_at, number);
`,
};
