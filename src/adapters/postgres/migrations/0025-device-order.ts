import type { Migration } from "./migration.ts";

/**
 * Lists by hostname are narrowed on the way as those by last sighting are: without the labels and tenants in the index, each row
 * that is passed is read from the table.
 */
export const deviceOrder: Migration = {
  version: 25,
  sql: `
drop index rollcall.device_by_host;
create index device_by_host on rollcall.device (host_key, number) include (labels, tenant_id);
`,
};
