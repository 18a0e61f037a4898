import { PgBoss, type JobResult, type JobWithMetadata } from "pg-boss";
import type { JobKind } from "../../../ports/jobs.ts";
import type { Log } from "../../../ports/log.ts";
import { guarded } from "../driver-fault.ts";
import { runJob, type JobEnvelope } from "./run-job.ts";

// pg-boss, as far as it is needed: its schema, its queues, taking jobs and reading what became of them. Its errors leave here as faults.

/** In the same database, beside ours: pg-boss makes and migrates it. */
export const SCHEMA = "rollcall_jobs";

/** A worker that says nothing for so long has lost its jobs. It says something every quarter of that, and is looked for as often. */
const HEARTBEAT_SECONDS = 20;
const REFRESH_SECONDS = 5;

/** A tenant may wait a whole day for its share of the budget of requests; pg-boss allows less than 24 h. */
const EXPIRE_SECONDS = 23 * 3_600;

/** Lanes wake at once when they have done a job; this is how soon they notice the first. */
const POLL_SECONDS = 1;

/** Its own connections: it heartbeats while ours are at work. */
const CONNECTIONS = 3;
const CONNECT_TIMEOUT_MS = 15_000;

/** Reads are tried again after 2 s, 4 s, 8 s …, a minute at most: long enough for a database that is started again. */
const QUEUE = {
  policy: "singleton",
  retryLimit: 6,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 60,
  heartbeatSeconds: HEARTBEAT_SECONDS,
  expireInSeconds: EXPIRE_SECONDS,
  retentionSeconds: 24 * 3_600,
  deleteAfterSeconds: 3_600,
} as const;

type Name = JobKind<unknown, unknown>["name"];

/** A job to be queued. */
export interface QueuedJob {
  readonly id: string;
  readonly key: string;
  readonly data: JobEnvelope;
}

/** What became of one. */
export interface JobState {
  readonly id: string;
  readonly state: "created" | "retry" | "active" | "completed" | "failed" | "cancelled";
  readonly output: unknown;
}

/** The queues of one database. */
export interface Boss {
  /** Puts these in the place of whatever waited there. */
  replace(name: Name, jobs: readonly QueuedJob[]): Promise<void>;
  states(name: Name, ids: readonly string[]): Promise<readonly JobState[]>;
  /** What one of the jobs that wait asks for. */
  waiting(names: readonly Name[]): Promise<unknown>;
  remove(name: Name, ids: readonly string[]): Promise<void>;
  /** Takes jobs until what it gives is called, which ends when the last one has. */
  take(name: Name, width: number, work: Parameters<typeof runJob>[1]): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Opens the queues and brings their schema up to date. @param url with credentials: it goes to the driver and nowhere else. Faults: STORE_*. */
export async function openBoss(url: string, names: readonly Name[], log: Log): Promise<Boss> {
  const boss = new PgBoss({
    connectionString: url,
    schema: SCHEMA,
    application_name: "rollcall jobs",
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    schedule: false,
    superviseIntervalSeconds: REFRESH_SECONDS,
    monitorIntervalSeconds: REFRESH_SECONDS,
  });
  // Whoever asked for something is told by a fault; what it does by itself it tries again.
  boss.on("error", () => log.warn("jobs: the queue could not do its own work for now"));
  await guarded("jobs: start", async () => boss.start());
  for (const name of names) {
    await guarded("jobs: create queue", async () => boss.createQueue(name, QUEUE));
  }
  const sql = async (text: string, params: readonly unknown[]): Promise<readonly unknown[]> =>
    guarded(text, async () => (await boss.getDb().executeSql(text, [...params])).rows as unknown[]);
  return {
    replace: async (name, jobs) => {
      await guarded("jobs: delete queued", async () => boss.deleteQueuedJobs(name));
      await guarded("jobs: insert", async () =>
        boss.insert(
          name,
          jobs.map(({ id, key, data }) => ({ id, singletonKey: key, data })),
        ),
      );
    },
    states: async (name, ids) =>
      (await sql(
        `select id::text as id, state::text as state, output from ${SCHEMA}.job where name = $1 and id = any($2::uuid[])`,
        [name, ids],
      )) as readonly JobState[],
    waiting: async (names) => {
      const [row] = await sql(
        `select data from ${SCHEMA}.job where name = any($1::text[]) and state in ('created', 'retry') limit 1`,
        [names],
      );
      return (row as { readonly data: unknown } | undefined)?.data;
    },
    remove: async (name, ids) => {
      if (ids.length > 0) await guarded("jobs: delete", async () => boss.deleteJob(name, [...ids]));
    },
    take: async (name, width, work) => {
      const lanes = await guarded("jobs: work", async () =>
        Promise.all(Array.from({ length: width }, async () => openLane(boss, name, work))),
      );
      return async () => {
        await Promise.all(lanes.map(async (id) => boss.offWork(name, { id, wait: true })));
      };
    },
    close: async () => guarded("jobs: stop", async () => boss.stop({ graceful: true })),
  };
}

/** One after the other. */
async function openLane(boss: PgBoss, name: Name, work: Parameters<typeof runJob>[1]): Promise<string> {
  let lane: string | undefined;
  lane = await boss.work(
    name,
    {
      pollingIntervalSeconds: POLL_SECONDS,
      heartbeatRefreshSeconds: REFRESH_SECONDS,
      includeMetadata: true,
      perJobResults: true,
    },
    async (jobs: JobWithMetadata[]): Promise<JobResult[]> => {
      try {
        return await Promise.all(jobs.map(async (job) => runJob(job, work)));
      } finally {
        if (lane !== undefined) boss.notifyWorker(lane);
      }
    },
  );
  return lane;
}
