import type { Boss } from "../adapters/postgres/jobs/boss.ts";
import { bossJobs } from "../adapters/postgres/jobs/boss-jobs.ts";
import { schemaVersion } from "../adapters/postgres/migrate.ts";
import { isShared } from "../adapters/postgres/open.ts";
import { sha256 } from "../adapters/system/hash.ts";
import { READ_TENANT } from "../flows/tenant-job.ts";
import { jobsHere } from "../flows/jobs-here.ts";
import { WORKER_SILENT_FOR } from "../flows/work-at-jobs.ts";
import type { JobAsk, Jobs } from "../ports/jobs.ts";
import type { Log } from "../ports/log.ts";
import type { Store } from "../ports/store.ts";
import type { RollcallConfig } from "./config/normalise.ts";
import { workHash } from "./config/policy-of.ts";
import type { World } from "./session.ts";

/** The kinds of jobs that there are. */
export const JOB_NAMES = [READ_TENANT.name] as const;

/** The queues of a PostgreSQL store. */
export interface JobQueues {
  /** Opens them when they are first asked for, and again after that has failed. Faults: STORE_*. */
  open(): Promise<Boss>;
  close(): Promise<void>;
}

/** pg-boss is loaded by those who want it: every other command starts without. */
export function jobQueues(url: string, log: Log): JobQueues {
  let opened: Promise<Boss> | undefined;
  const openNow = async (): Promise<Boss> => {
    const { openBoss } = await import("../adapters/postgres/jobs/boss.ts");
    try {
      return await openBoss(url, JOB_NAMES, log);
    } catch (error) {
      opened = undefined;
      throw error;
    }
  };
  return {
    open: async () => (opened ??= openNow()),
    close: async () => {
      const [boss] = await Promise.allSettled([opened]);
      if (boss.status === "fulfilled") await boss.value?.close();
    },
  };
}

/** What this process asks of whoever shares its work, and what it can be asked itself. */
export const ownAsk = (config: RollcallConfig): JobAsk => ({
  config: workHash(config, sha256),
  schema: schemaVersion,
});

/** Spreads the work of a session over the workers of its store; undefined where there can be none. */
export function jobsOver(
  config: RollcallConfig,
  store: Store,
  { working, ids, log }: World,
): { readonly jobs: Jobs; close(): Promise<void> } | undefined {
  const url = config.store.read().reveal();
  if (!isShared(url)) return undefined;
  const queues = working?.queues ?? jobQueues(url, log);
  const jobs = bossJobs({
    boss: async () => queues.open(),
    others: async () =>
      (await store.workers.list(WORKER_SILENT_FOR)).some(
        ({ id, refuses }) => id !== working?.worker && refuses === undefined,
      ),
    alone: jobsHere,
    ask: ownAsk(config),
    bury: async (job) => store.workers.bury(job),
    ids,
  });
  return { jobs, close: async () => (working === undefined ? queues.close() : Promise.resolve()) };
}
