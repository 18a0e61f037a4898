import { openConnection } from "../src/adapters/postgres/open.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { createIds } from "../src/adapters/system/ids.ts";
import { createLog } from "../src/adapters/system/log.ts";
import { roomFor, type RateWindow } from "../src/core/model/rate-window.ts";
import { startPostgres } from "../test/build/postgres-peer.ts";
import { inChild } from "./child.ts";
import type { Figure } from "./figure.ts";
import type { TakeInput } from "./take-rate.ts";

const PROCESSES = 3;
/** The documented second and minute with their slack, ten times as fast: what asking the database takes weighs ten times as much. */
const SECOND: RateWindow = { max: 10, ms: 125 };
const MINUTE: RateWindow = { max: 100, ms: 6_025 };
/** Measured over so many minutes, beginning with the first request. */
const MINUTES = 4;
/** Processes do not start at the same time. */
const START_MS = 2_000;

/** How much of a budget three processes use that share it, and whether they keep it: by the times that the database took. */
export async function shareRate(): Promise<Figure[]> {
  const peer = await startPostgres();
  try {
    const departures = await departuresOn(await peer.database());
    return figuresOf(departures);
  } finally {
    await peer.close();
  }
}

async function departuresOn(url: string): Promise<readonly number[]> {
  const ids = createIds(systemClock);
  const connection = await openConnection(url, {
    clock: systemClock,
    ids,
    log: createLog({ level: "silent" }),
  });
  try {
    await connection.script(`
      create table public.departure (number bigint generated always as identity, at bigint not null);
      create function public.note() returns trigger language plpgsql as $$
      begin
        insert into public.departure (at) values (new.counted_at);
        return null;
      end $$;
      create trigger note after update on rollcall.rate_budget for each row execute function public.note();
    `);
    const input: TakeInput = {
      url,
      name: "bench",
      windows: [SECOND, MINUTE],
      forMs: MINUTES * MINUTE.ms + START_MS,
    };
    await Promise.all(Array.from({ length: PROCESSES }, async () => inChild("take-rate", { ...input })));
    const rows = await connection.query<{ at: number }>("select at from public.departure order by number");
    return rows.map(({ at }) => at);
  } finally {
    await connection.close();
  }
}

function figuresOf(departures: readonly number[]): Figure[] {
  const [first = 0] = departures;
  const measured = departures.filter((at) => at < first + MINUTES * MINUTE.ms).length;
  const room = roomFor(MINUTE, "bulk");
  const asked = `${PROCESSES} processes of 4 workers each that collect, PostgreSQL, second and minute ten times as fast`;
  return [
    {
      name: "rate-used",
      figure: measured / MINUTES,
      unit: "requests a minute",
      against: { kind: "limit", what: "most that may leave, the reserve included", figure: MINUTE.max },
      goal: { atLeast: 0.9 },
      note: `${asked}; collecting may use ${room} of them`,
    },
    ...[SECOND, MINUTE].map((window, index): Figure => ({
      name: "rate-kept",
      figure: fullest(departures, window.ms),
      unit: `requests in the fullest ${index === 0 ? "second" : "minute"}`,
      against: { kind: "limit", what: "most that may leave", figure: window.max },
      goal: { atMost: 1 },
      note: `over ${departures.length} requests, wherever it begins`,
    })),
  ];
}

/** The most in any stretch of `ms`; the times are in order. */
function fullest(times: readonly number[], ms: number): number {
  let most = 0;
  for (let begin = 0, end = 0; begin < times.length; begin++) {
    while (end < times.length && times[end]! < times[begin]! + ms) end++;
    most = Math.max(most, end - begin);
  }
  return most;
}
