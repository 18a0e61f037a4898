import { DAY, instant } from "../../core/model/instant.ts";
import type { DeadJob, HeardWorker, WorkerRecord, WorkerStore } from "../../ports/worker-store.ts";
import { queryOne, type Sql } from "./sql.ts";

/** The database's own clock, epoch ms: the one that all processes have in common. */
const NOW = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

/** Who was not heard of for so long has ended, and is no longer told of. */
const FORGOTTEN_AFTER = DAY;

/** More of them are of no use to anybody: the newest are kept. */
const DEAD_KEPT = 1_000;

/** Workers and dead jobs over one connection or transaction. */
export const workerStore = (sql: Sql): WorkerStore => ({
  heard: async (worker) => {
    await sql.query(`delete from rollcall.worker where heard_at < ${NOW} - ${FORGOTTEN_AFTER}`);
    const { at } = await queryOne<{ at: number }>(
      sql,
      `insert into rollcall.worker (worker_id, heard_at, record) values ($1, ${NOW}, $2::json)
       on conflict (worker_id) do update set heard_at = excluded.heard_at, record = excluded.record
       returning heard_at as at`,
      [worker.id, JSON.stringify(worker)],
    );
    const { schema } = await queryOne<{ schema: number }>(
      sql,
      "select max(version) as schema from rollcall.schema_version",
    );
    return { at: instant(at), schema };
  },
  gone: async (id) => {
    await sql.query("delete from rollcall.worker where worker_id = $1", [id]);
  },
  list: async (withinMs) => {
    const rows = await sql.query<{ record: WorkerRecord; heard_at: number; silent: number }>(
      `select record, heard_at, ${NOW} - heard_at as silent from rollcall.worker where heard_at > ${NOW} - $1::bigint`,
      [withinMs],
    );
    return rows
      .map(({ record, heard_at, silent }): HeardWorker => ({
        ...record,
        // JSON leaves out what is undefined.
        refuses: record.refuses,
        heardAt: instant(heard_at),
        silentMs: Math.max(0, silent),
      }))
      .sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
  },
  bury: async (job) => {
    await sql.query("insert into rollcall.dead_job (record) values ($1::json)", [JSON.stringify(job)]);
    await sql.query(
      `delete from rollcall.dead_job where number <= (select max(number) from rollcall.dead_job) - ${DEAD_KEPT}`,
    );
  },
  dead: async (limit) => {
    const rows = await sql.query<{ record: DeadJob }>(
      "select record from rollcall.dead_job order by number desc limit $1",
      [limit],
    );
    return rows.map(({ record }) => record);
  },
});
