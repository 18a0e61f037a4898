import { instant } from "../../core/model/instant.ts";
import type { Brake, BrakeStore } from "../../ports/brake-store.ts";
import type { Sql } from "./sql.ts";

interface Row {
  readonly pulled_at: number;
  readonly pulled_by: string;
  readonly reason: string;
}

const brakeOf = (row: Row | undefined): Brake | undefined =>
  row && { pulledAt: instant(row.pulled_at), pulledBy: row.pulled_by, reason: row.reason };

/** The brake over one connection or transaction. */
export const brakeStore = (sql: Sql): BrakeStore => ({
  pulled: async () =>
    brakeOf((await sql.query<Row>("select pulled_at, pulled_by, reason from rollcall.brake"))[0]),
  pull: async ({ pulledAt, pulledBy, reason }) => {
    await sql.query(
      `insert into rollcall.brake (pulled_at, pulled_by, reason) values ($1, $2, $3) on conflict do nothing`,
      // A U+0000 cannot be stored as text.
      [pulledAt, pulledBy, reason.replaceAll("\0", "\ufffd")],
    );
  },
  release: async () =>
    brakeOf((await sql.query<Row>("delete from rollcall.brake returning pulled_at, pulled_by, reason"))[0]),
});
