import { instant, type Instant } from "../../core/model/instant.ts";
import type { ListedRun, NewRun, RunRecord, RunStore } from "../../ports/run-store.ts";
import { holds, type Holder } from "./lease.ts";
import { ownIdentity } from "./process-identity.ts";
import { atomically, countWritten, queryOne, type Sql } from "./sql.ts";

interface Row {
  readonly number: number;
  readonly holder: Holder;
  readonly heard_at: number;
  readonly record: RunRecord;
}

const COLUMNS = "number, holder, heard_at, record";

/** Runs over one connection or transaction. */
export const runStore = (sql: Sql, { actor }: { readonly actor: string }): RunStore => ({
  begin: async (run, silentMs) => atomically(sql, async (tx) => begin(tx, actor, run, silentMs)),
  save: async (run, now) => save(sql, run, now),
  heard: async (id, now) => {
    await sql.query("update rollcall.run set heard_at = $2 where run_id = $1", [id, now]);
  },
  settleLost: async (now, silentMs) => atomically(sql, async (tx) => settleLost(tx, now, silentMs)),
  find: async (id) => {
    const [row] = await sql.query<Row>(`select ${COLUMNS} from rollcall.run where run_id = $1`, [id]);
    return row && whole(row.record);
  },
  current: async () => {
    const [row] = await sql.query<Row>(`select ${COLUMNS} from rollcall.run where state = 'running'`);
    return row && whole(row.record);
  },
  list: async (limit, before) => {
    const rows = await sql.query<Row>(
      `select ${COLUMNS} from rollcall.run where $2::bigint is null or number < $2::bigint
       order by number desc limit $1`,
      [limit, before ?? null],
    );
    return rows.map(({ number, record }): ListedRun => ({ ...whole(record), number }));
  },
  count: async () =>
    (await queryOne<{ count: number }>(sql, "select count(*) as count from rollcall.run")).count,
});

async function begin(sql: Sql, actor: string, asked: NewRun, silentMs: number) {
  await settleLost(sql, asked.startedAt, silentMs);
  const run: RunRecord = {
    ...asked,
    state: "running",
    endedAt: undefined,
    steps: [],
    plan: undefined,
    outcomes: {},
    trouble: undefined,
  };
  const holder: Holder = { ...(await ownIdentity()), actor };
  const written = await countWritten(
    sql,
    `insert into rollcall.run (run_id, state, heard_at, holder, record)
     values ($1, 'running', $2, $3::json, $4::json) on conflict do nothing`,
    [run.id, run.startedAt, JSON.stringify(holder), JSON.stringify(run)],
  );
  if (written === 1) return { kind: "begun", run } as const;
  const row = await queryOne<Row>(sql, `select ${COLUMNS} from rollcall.run where state = 'running'`);
  const by = `${row.holder.actor}, process ${row.holder.pid}`;
  return { kind: "under_way", run: whole(row.record), holder: by } as const;
}

async function save(sql: Sql, run: RunRecord, now: Instant): Promise<void> {
  await sql.query("update rollcall.run set state = $2, heard_at = $3, record = $4::json where run_id = $1", [
    run.id,
    run.state,
    now,
    JSON.stringify(run),
  ]);
}

async function settleLost(sql: Sql, now: Instant, silentMs: number): Promise<readonly RunRecord[]> {
  const rows = await sql.query<Row>(`select ${COLUMNS} from rollcall.run where state = 'running' for update`);
  const lost: RunRecord[] = [];
  for (const { holder, heard_at, record } of rows) {
    if (await holds(holder, heard_at, now, silentMs)) continue;
    const run = lostNow(whole(record), instant(heard_at));
    await save(sql, run, now);
    lost.push(run);
  }
  return lost;
}

/** What it did last is not known to have come to an end. */
const lostNow = (run: RunRecord, heardAt: Instant): RunRecord => ({
  ...run,
  state: "lost",
  endedAt: heardAt,
  steps: run.steps.map((one) => (one.state === "running" ? { ...one, state: "failed" } : one)),
  trouble: {
    code: "RUN_LOST",
    detail: "Its process ended, or was not heard of any longer, before the run did.",
    remedy: "Run again: what was under way is settled by reading.",
  },
});

/** JSON leaves out what is undefined. */
const whole = (stored: RunRecord): RunRecord => ({
  ...stored,
  slot: stored.slot,
  endedAt: stored.endedAt,
  plan: stored.plan,
  trouble: stored.trouble && { ...stored.trouble, remedy: stored.trouble.remedy },
  steps: stored.steps.map((one) => ({ ...one, endedAt: one.endedAt, text: one.text })),
});
