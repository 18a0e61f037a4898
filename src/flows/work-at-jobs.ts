import { MINUTE, SECOND } from "../core/model/instant.ts";
import type { Clock } from "../ports/clock.ts";
import { Fault } from "../ports/fault.ts";
import type { JobAsk, JobHandler, JobQueue } from "../ports/jobs.ts";
import type { Store } from "../ports/store.ts";
import type { WorkerRecord, WorkerRefusal } from "../ports/worker-store.ts";
import { workerRefusal } from "./worker-refusal.ts";

/** How often a worker says that it is there and looks whether there is something to do. */
const LOOK_EVERY = 2 * SECOND;

/** A worker that was not heard of for so long is not counted on: many looks, and a database that was slow. */
export const WORKER_SILENT_FOR = MINUTE;

/** A queue that was empty so often is not polled any more until something waits: 1 minute. */
const IDLE_LOOKS = 30;

/** What is refused of a run, and not of the worker itself. */
const ASKED: ReadonlySet<WorkerRefusal | undefined> = new Set(["config_differs", "schema_differs"]);

/** Jobs at once of each kind: what a run takes of its own. */
const WIDTH = 4;

export interface WorkAtJobsParts {
  readonly store: Pick<Store, "workers">;
  readonly queue: JobQueue;
  readonly handlers: readonly JobHandler[];
  readonly self: Omit<WorkerRecord, "refuses">;
  /** The machine's own: a rehearsal may have moved the other. */
  readonly clock: Clock;
  /** Whether every secret that a job needs can be read now. */
  readonly secretsThere: () => boolean;
  /** Whether this process does a run of its own just now, which has its share already. */
  readonly busy: () => boolean;
  readonly tell: {
    /** It takes jobs from now on, or why it does not. */
    readonly state: (refuses: WorkerRefusal | undefined) => void;
    readonly trouble: (error: unknown) => void;
  };
}

/**
 * Takes its share of the jobs of others until the signal; then it finishes what it has taken and takes nothing more. A database
 * that is gone is waited for. Faults: those that no waiting mends.
 */
export async function workAtJobs(parts: WorkAtJobsParts, signal: AbortSignal): Promise<void> {
  const { store, self, clock, tell } = parts;
  const worker = new Worker(parts);
  let gone = false;
  try {
    while (!signal.aborted) {
      try {
        await worker.look();
        gone = false;
      } catch (error) {
        if (!(error instanceof Fault) || error.code !== "STORE_UNAVAILABLE") throw error;
        // Once is enough: it may be gone for long.
        if (!gone) tell.trouble(error);
        gone = true;
      }
      await untilAborted(clock, LOOK_EVERY, signal);
    }
  } finally {
    await worker.rest();
    // Its jobs are done; where it cannot say so any more, it is forgotten.
    await Promise.allSettled([store.workers.gone(self.id)]);
  }
}

class Worker {
  private readonly parts: WorkAtJobsParts;
  private readonly own: JobAsk;
  private told: { readonly refuses: WorkerRefusal | undefined } | undefined;
  private enough: (() => Promise<void>) | undefined;
  private resting: Promise<unknown> = Promise.resolve();
  private idle = 0;

  constructor(parts: WorkAtJobsParts) {
    this.parts = parts;
    this.own = { config: parts.self.config, schema: parts.self.schema };
  }

  async look(): Promise<void> {
    const { store, queue, handlers, self, clock, secretsThere, busy, tell } = this.parts;
    const asked = await queue.waiting();
    const before = await store.workers.heard({ ...self, refuses: this.told?.refuses });
    const refuses = workerRefusal({
      own: this.own,
      asked,
      stored: before.schema,
      clock: clock.now(),
      storeClock: before.at,
      secretsThere: secretsThere(),
    });
    if (this.told === undefined || this.told.refuses !== refuses) {
      // A refusal of what is asked stands until something else is: an empty queue says nothing.
      if (refuses === undefined && asked === undefined && ASKED.has(this.told?.refuses)) return;
      await store.workers.heard({ ...self, refuses });
      this.told = { refuses };
      tell.state(refuses);
    }
    this.idle = asked === undefined ? this.idle + 1 : 0;
    if (refuses !== undefined || busy() || this.idle > IDLE_LOOKS) return this.pause();
    if (asked !== undefined) this.enough ??= await queue.take(handlers, WIDTH, this.own);
  }

  /** Takes nothing more, and ends when what was taken is done. */
  async rest(): Promise<void> {
    this.pause();
    await this.resting;
  }

  /** Takes nothing more; what was taken goes on, and so does saying that this worker is there. */
  private pause(): void {
    const { enough } = this;
    this.enough = undefined;
    if (enough !== undefined) this.resting = Promise.all([this.resting, enough()]);
  }
}

async function untilAborted(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
