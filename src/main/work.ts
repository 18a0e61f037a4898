import { hostname } from "node:os";
import { bossQueue } from "../adapters/postgres/jobs/boss-queue.ts";
import { isShared, openStores } from "../adapters/postgres/open.ts";
import { currentActor } from "../adapters/system/actor.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { sha256 } from "../adapters/system/hash.ts";
import type { Session, WorkerTells } from "../cli/app.ts";
import { tenantHandler } from "../flows/tenant-handler.ts";
import { workAtJobs } from "../flows/work-at-jobs.ts";
import { Fault } from "../ports/fault.ts";
import type { JobQueue } from "../ports/jobs.ts";
import type { Store } from "../ports/store.ts";
import type { WorkerRecord } from "../ports/worker-store.ts";
import type { RollcallConfig } from "./config/normalise.ts";
import { inSession } from "./in-session.ts";
import { JOB_NAMES, jobQueues, ownAsk, type JobQueues } from "./job-queues.ts";
import { openRate } from "./open-rate.ts";
import type { World } from "./session.ts";
import { VERSION } from "./version.ts";

export interface WorkParts {
  readonly config: RollcallConfig;
  readonly world: World;
  readonly tell: WorkerTells;
  readonly signal: AbortSignal;
}

/**
 * One process that does nothing but its share of the jobs of others, until the signal: then it finishes what it has taken. Faults:
 * CONFIG_INVALID where there can be no others, SECRET_UNREADABLE, STORE_*.
 */
export async function work({ config, world, tell, signal }: WorkParts): Promise<void> {
  const url = config.store.read().reveal();
  if (!isShared(url))
    throw new Fault(
      "CONFIG_INVALID",
      "A worker needs a store on PostgreSQL: an embedded one belongs to a single process.",
      { path: config.path },
    );
  const queues = jobQueues(url, world.log);
  const rate = openRate(config, world);
  const shared: World = {
    ...world,
    working: { queues, worker: world.ids.uuid() },
    // All its jobs, and those of others, are one to Central.
    budget: rate.budget,
  };
  const stores = await openStores(url, { hash: sha256, ...shared });
  try {
    await workOver(
      { config, store: stores.as(currentActor()), world: shared, busy: () => false, tell, signal },
      "worker",
    );
  } finally {
    try {
      await queues.close();
    } finally {
      try {
        await rate.close();
      } finally {
        await stores.close();
      }
    }
  }
}

interface WorkOverParts extends WorkParts {
  readonly store: Store;
  readonly busy: () => boolean;
}

/** The same beside what a server does; its trouble is told, and ends nothing else. Does nothing where there can be no others. */
export async function workBeside(parts: WorkOverParts): Promise<void> {
  if (parts.world.working === undefined) return;
  try {
    await workOver(parts, "serve");
  } catch (error) {
    parts.tell.trouble(error);
  }
}

async function workOver(
  { config, store, world, busy, tell, signal }: WorkOverParts,
  kind: WorkerRecord["kind"],
): Promise<void> {
  const { working } = world;
  if (working === undefined) return;
  await inSession(config, store, world, async (session) =>
    workAtJobs(
      {
        store,
        queue: queueOf(working.queues),
        handlers: [tenantHandler({ ...session, progress: () => {} })],
        self: {
          ...ownAsk(config),
          id: working.worker,
          kind,
          host: hostname(),
          pid: process.pid,
          version: VERSION,
          startedAt: systemClock.now(),
        },
        clock: systemClock,
        secretsThere: () => secretsThere(session),
        busy,
        tell,
      },
      signal,
    ),
  );
}

/** Opened by the first look, and again by a later one while the database is gone. */
const queueOf = (queues: JobQueues): JobQueue => {
  const opened = async (): Promise<JobQueue> => bossQueue(await queues.open(), JOB_NAMES);
  return {
    waiting: async () => (await opened()).waiting(),
    take: async (...args) => (await opened()).take(...args),
  };
};

/** Whether the sources that jobs are about can be opened: that reads their secrets. */
function secretsThere(session: Session): boolean {
  try {
    session.central();
    return true;
  } catch (error) {
    if (error instanceof Fault && error.code === "SECRET_UNREADABLE") return false;
    throw error;
  }
}
