import { afterEach, describe, expect, it, vi } from "vitest";
import { Fault } from "../../../ports/fault.ts";
import type { JobKind, JobLoss, Jobs, Work } from "../../../ports/jobs.ts";
import type { DeadJob } from "../../../ports/worker-store.ts";
import type { Boss, JobState, QueuedJob } from "./boss.ts";
import { bossJobs, type BossJobsParts } from "./boss-jobs.ts";
import { runJob } from "./run-job.ts";

const KIND: JobKind<string, { told: string }> = {
  name: "read-tenant",
  keyOf: (input) => input,
  readInput: (json) => (typeof json === "string" ? json : undefined),
  readOutput: (json, input) => {
    const { told } = (json ?? {}) as { told?: unknown };
    return told === `${input} read elsewhere` ? { told } : undefined;
  },
};

const never = new AbortController().signal;

/** A queue in memory: `fates` says of each key what becomes of its job; what is not said waits to be taken here. */
function aBoss(fates: Readonly<Record<string, Pick<JobState, "state" | "output"> | "gone">>) {
  let queued: readonly QueuedJob[] = [];
  const ended = new Map<string, JobState>();
  const removed: string[] = [];
  const troubles: Fault[] = [];
  let lanes: Promise<unknown> = Promise.resolve();
  const boss: Boss = {
    replace: async (_, jobs) => {
      queued = jobs;
      return Promise.resolve();
    },
    states: async (_, ids) => {
      const trouble = troubles.shift();
      if (trouble !== undefined) throw trouble;
      return Promise.resolve(
        queued
          .filter(({ id, key }) => ids.includes(id) && fates[key] !== "gone")
          .map(({ id, key }): JobState => {
            const fate = fates[key];
            const own = ended.get(id);
            if (fate !== undefined && fate !== "gone") return { id, ...fate };
            return own ?? { id, state: "created", output: undefined };
          }),
      );
    },
    waiting: async () => Promise.resolve(undefined),
    remove: async (_, ids) => {
      removed.push(...ids);
      return Promise.resolve();
    },
    take: async (_, width, work) => {
      expect(width).toBe(4);
      const mine = queued.filter(({ key }) => fates[key] === undefined);
      lanes = Promise.all(
        mine.map(async ({ id, data }) => {
          const { status, output } = await runJob({ id, data, signal: never }, work);
          ended.set(id, { id, state: status === "completed" ? "completed" : "failed", output });
        }),
      );
      return Promise.resolve(async () => {
        await lanes;
      });
    },
    close: async () => Promise.resolve(),
  };
  return { boss, removed, troubles, queued: () => queued };
}

const alone: Jobs = {
  spread: async ({ inputs }) =>
    inputs.map((input) => ({ output: { told: `${String(input)} alone` } as never, here: true })),
};

function aWork(inputs: readonly string[], rest: Partial<Work<string, { told: string }>> = {}) {
  const lost: [string, JobLoss][] = [];
  const arrived: string[] = [];
  const work: Work<string, { told: string }> = {
    kind: KIND,
    run: "r",
    inputs,
    width: 4,
    do: async (input) => Promise.resolve({ told: `${input} read here` }),
    arrived: ({ told }) => void arrived.push(told),
    lost: async (input, loss) => {
      lost.push([input, loss]);
      return Promise.resolve({ told: `${input} lost` });
    },
    ...rest,
  };
  return { work, lost, arrived };
}

describe("work by way of the queue", () => {
  const buried: DeadJob[] = [];
  afterEach(() => void buried.splice(0));
  const over = (boss: Boss, others = true): BossJobsParts => {
    let count = 0;
    return {
      boss: async () => Promise.resolve(boss),
      others: async () => Promise.resolve(others),
      alone,
      ask: { config: "c", schema: 23 },
      bury: async (job) => {
        buried.push(job);
        return Promise.resolve();
      },
      ids: { uuid: () => `job-${++count}`, random: () => 0.5 },
    };
  };

  it("stays here where nobody would share it, and the queue is not opened", async () => {
    const closed = { ...over(aBoss({}).boss, false), boss: async () => Promise.reject(new Error("opened")) };
    const { work } = aWork(["a", "b"]);
    expect((await bossJobs(closed).spread(work, never)).map(({ output }) => output.told)).toEqual([
      "a alone",
      "b alone",
    ]);
  });

  it("gives results in the order of the inputs, and for each that does not come what stands for it", async () => {
    const { boss, queued } = aBoss({
      b: { state: "completed", output: { told: "b read elsewhere" } },
      c: { state: "failed", output: { code: "STORE_FULL" } },
      d: "gone",
      e: { state: "completed", output: { told: "somebody else" } },
      f: { state: "failed", output: { value: { message: "job heartbeat timeout" } } },
    });
    const { work, lost, arrived } = aWork(["a", "b", "c", "d", "e", "f"]);

    const done = await bossJobs(over(boss)).spread(work, never);

    expect(done.map(({ output, here }) => [output.told, here])).toEqual([
      ["a read here", true],
      ["b read elsewhere", false],
      ["c lost", true],
      ["d lost", true],
      ["e lost", true],
      ["f lost", true],
    ]);
    expect(arrived).toEqual(["b read elsewhere"]);
    expect(lost).toEqual([
      ["c", "job_failed"],
      ["d", "job_missing"],
      ["e", "job_illegible"],
      ["f", "job_failed"],
    ]);
    expect(buried.map(({ of, code }) => [of, code])).toEqual([
      ["c", "STORE_FULL"],
      ["d", "JOB_MISSING"],
      ["e", "JOB_ILLEGIBLE"],
      ["f", "WORKER_LOST"],
    ]);
    expect(queued()[0]).toEqual({
      id: "job-1",
      key: "a",
      data: { run: "r", config: "c", schema: 23, input: "a" },
    });
  });

  it("waits for a database that is gone, and gives up on one that is full", async () => {
    const { boss, troubles } = aBoss({});
    troubles.push(new Fault("STORE_UNAVAILABLE", "Gone."), new Fault("STORE_UNAVAILABLE", "Gone."));
    const { work } = aWork(["a", "b"]);
    expect(await bossJobs(over(boss)).spread(work, never)).toHaveLength(2);

    const full = aBoss({ b: { state: "active", output: undefined } });
    full.troubles.push(new Fault("STORE_FULL", "Full."));
    await expect(bossJobs(over(full.boss)).spread(work, never)).rejects.toMatchObject({ code: "STORE_FULL" });
    expect(full.removed).toEqual(["job-1", "job-2"]);
  });

  it("ends with what no other try can mend, and with a person's stop; what is left is taken out", async () => {
    const { boss, removed } = aBoss({ b: { state: "active", output: undefined } });
    const failing = aWork(["a", "b"], {
      do: async () => Promise.reject(new Fault("SECRET_UNREADABLE", "Not set.")),
    });
    await expect(bossJobs(over(boss)).spread(failing.work, never)).rejects.toMatchObject({
      code: "SECRET_UNREADABLE",
    });
    expect(removed).toEqual(["job-1", "job-2"]);

    const stop = new AbortController();
    const stopped = aWork(["a", "b"], {
      do: async (_, signal) => {
        stop.abort(new Fault("CANCELLED", "Stopped by a person."));
        signal.throwIfAborted();
        return Promise.reject(new Error("not stopped"));
      },
    });
    await expect(bossJobs(over(aBoss({}).boss)).spread(stopped.work, stop.signal)).rejects.toMatchObject({
      code: "CANCELLED",
    });
  });

  it("leaves a job that another try may mend to the next try", async () => {
    const { boss } = aBoss({});
    const stop = new AbortController();
    const once = vi.fn(async () => Promise.reject(new Fault("STORE_LOCKED", "Another collection.")));
    const { work, lost } = aWork(["a", "b"], { do: once });
    // The queue in memory tries nothing twice: it says failed, as pg-boss does in the end.
    expect(await bossJobs(over(boss)).spread(work, stop.signal)).toHaveLength(2);
    expect(lost.map(([, loss]) => loss)).toEqual(["job_failed", "job_failed"]);
    expect(buried.map(({ code }) => code)).toEqual(["STORE_LOCKED", "STORE_LOCKED"]);
  });
});
