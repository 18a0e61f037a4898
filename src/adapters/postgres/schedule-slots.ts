import { instant } from "../../core/model/instant.ts";
import type { ScheduleStore, SlotState } from "../../ports/schedule-store.ts";
import { countWritten, type Sql } from "./sql.ts";

interface Row {
  readonly slot_at: number;
  readonly state: SlotState;
  readonly run_id: string | null;
}

/** Slots of the schedule over one connection or transaction. */
export const scheduleStore = (sql: Sql): ScheduleStore => ({
  take: async ({ name, at }, state, now) =>
    (await countWritten(
      sql,
      `insert into rollcall.schedule_slot (name, slot_at, state, noted_at) values ($1, $2, $3, $4)
       on conflict do nothing`,
      [name, at, state, now],
    )) === 1,
  note: async ({ name, at }, state, run) => {
    await sql.query(
      "update rollcall.schedule_slot set state = $3, run_id = $4 where name = $1 and slot_at = $2",
      [name, at, state, run ?? null],
    );
  },
  last: async (name) => {
    const [row] = await sql.query<Row>(
      `select slot_at, state, run_id from rollcall.schedule_slot where name = $1
       order by slot_at desc limit 1`,
      [name],
    );
    return row && { name, at: instant(row.slot_at), state: row.state, run: row.run_id ?? undefined };
  },
});
