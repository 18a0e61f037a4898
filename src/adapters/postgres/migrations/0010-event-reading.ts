import type { Migration } from "./migration.ts";

/** Until when Central's events of each tenant have been read for the watch: Central keeps them for a day only. */
export const eventReading: Migration = {
  version: 10,
  sql: `
create table rollcall.event_reading (
  tenant_id text primary key,
  read_through bigint not null
);
`,
};
