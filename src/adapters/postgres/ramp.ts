import { DAY, instant } from "../../core/model/instant.ts";
import type { KeptRamp, RampDay, Setback } from "../../core/plan/ramp.ts";
import type { RampStore } from "../../ports/ramp-store.ts";
import { utcDay } from "./candidates.ts";
import { attemptsOfDay } from "./day-budget.ts";
import type { Sql } from "./sql.ts";

/** The ramp over one connection or transaction. */
export const rampStore = (sql: Sql): RampStore => ({
  kept: async () => kept(sql),
  keep: async ({ state, through }) => {
    await sql.query(
      `insert into rollcall.ramp (step, earned, clean_days, since_at, through_day) values ($1, $2, $3, $4, $5)
       on conflict (only_row) do update set step = excluded.step, earned = excluded.earned,
         clean_days = excluded.clean_days, since_at = excluded.since_at, through_day = excluded.through_day`,
      [state.step, state.earned, state.cleanDays, state.since, through],
    );
  },
  daysAfter: async (day) => daysAfter(sql, day),
  setBack: async (cause, at) => {
    await sql.query("insert into rollcall.ramp_setback (cause, day, at) values ($1, $2, $3)", [
      cause,
      utcDay(at),
      at,
    ]);
  },
  attemptsOn: async (now) => attemptsOfDay(sql, utcDay(now)),
});

async function kept(sql: Sql): Promise<KeptRamp | undefined> {
  const [row] = await sql.query<{
    step: number;
    earned: number;
    clean_days: number;
    since_at: number;
    through_day: number;
  }>(
    `select step, earned, clean_days, since_at, through_day from rollcall.ramp ${sql.inTransaction ? "for update" : ""}`,
  );
  if (row === undefined) return undefined;
  const { step, earned, clean_days: cleanDays, since_at, through_day: through } = row;
  return { state: { step, earned, cleanDays, since: instant(since_at) }, through };
}

/** A deletion belongs to the day on which it was begun, even if its end was seen later. */
async function daysAfter(sql: Sql, day: number): Promise<readonly RampDay[]> {
  const retired = await sql.query<{ day: number; count: number }>(
    `select (intended_at / ${DAY})::integer as day, count(*) as count from rollcall.removal
     where mode = 'enforce' and outcome = 'retired' and intended_at >= ($1::bigint + 1) * ${DAY}
     group by 1`,
    [day],
  );
  const setbacks = await sql.query<{ day: number; cause: Setback }>(
    "select day, cause from rollcall.ramp_setback where day > $1 order by number",
    [day],
  );
  const days = new Set([...retired, ...setbacks].map((one) => one.day));
  const counts = new Map(retired.map((one) => [one.day, one.count]));
  return [...days]
    .sort((a, b) => a - b)
    .map((of) => ({
      day: of,
      retired: counts.get(of) ?? 0,
      setbacks: setbacks.filter((one) => one.day === of).map(({ cause }) => cause),
    }));
}
