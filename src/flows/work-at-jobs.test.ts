import { describe, expect, it } from "vitest";
import { stepClock } from "../../test/build/step-clock.ts";
import { instant } from "../core/model/instant.ts";
import { Fault } from "../ports/fault.ts";
import type { JobAsk, JobQueue } from "../ports/jobs.ts";
import type { WorkerRecord, WorkerStore } from "../ports/worker-store.ts";
import { workAtJobs } from "./work-at-jobs.ts";

const OWN: JobAsk = { config: "a", schema: 23 };
const OTHER: JobAsk = { config: "b", schema: 23 };

/** What one look finds; the last one ends the worker. */
interface Look {
  readonly asked?: JobAsk;
  readonly gone?: boolean;
  readonly busy?: boolean;
  readonly secretless?: boolean;
}

/** A worker over so many looks: what it did, in its order. */
async function worked(looks: readonly Look[]): Promise<readonly string[]> {
  const did: string[] = [];
  const clock = stepClock();
  const stop = new AbortController();
  let at = -1;
  const now = (): Look => looks[at] ?? {};
  const queue: JobQueue = {
    waiting: async () => {
      at++;
      if (at === looks.length - 1) stop.abort();
      if (now().gone === true) throw new Fault("STORE_UNAVAILABLE", "The store did not answer.");
      return Promise.resolve(now().asked);
    },
    take: async () => {
      did.push("takes");
      return Promise.resolve(async () => {
        did.push("rests");
        await clock.sleep(1);
        did.push("has finished");
      });
    },
  };
  const workers: WorkerStore = {
    heard: async ({ refuses }: WorkerRecord) => {
      const last = did.findLast((one) => one.startsWith("is heard"));
      const said = `is heard: ${refuses ?? "takes jobs"}`;
      if (last !== said) did.push(said);
      return Promise.resolve({ at: clock.now(), schema: 23 });
    },
    gone: async () => {
      did.push("is gone");
      return Promise.resolve();
    },
    list: async () => Promise.resolve([]),
    bury: async () => Promise.resolve(),
    dead: async () => Promise.resolve([]),
  };
  await workAtJobs(
    {
      store: { workers },
      queue,
      handlers: [],
      self: {
        ...OWN,
        id: "w",
        kind: "worker",
        host: "h",
        pid: 1,
        version: "0",
        startedAt: instant(clock.now()),
      },
      clock,
      secretsThere: () => now().secretless !== true,
      busy: () => now().busy === true,
      tell: {
        state: (refuses) => void did.push(`says: ${refuses ?? "takes jobs"}`),
        trouble: (error) => void did.push(`says: ${error instanceof Fault ? error.code : "bug"}`),
      },
    },
    stop.signal,
  );
  return did.filter((one) => !one.startsWith("is heard"));
}

describe("a worker that looks for jobs", () => {
  it("takes them once, and at its end finishes what it has taken before it goes", async () => {
    expect(await worked([{}, { asked: OWN }, { asked: OWN }, {}])).toEqual([
      "says: takes jobs",
      "takes",
      "rests",
      "has finished",
      "is gone",
    ]);
  });

  it("waits for a database that is gone, and says so once", async () => {
    expect(await worked([{ gone: true }, { gone: true }, { asked: OWN }, { gone: true }])).toEqual([
      "says: STORE_UNAVAILABLE",
      "says: takes jobs",
      "takes",
      "says: STORE_UNAVAILABLE",
      "rests",
      "has finished",
      "is gone",
    ]);
  });

  it("takes nothing of another configuration, says so until that has changed, and then takes again", async () => {
    expect(await worked([{ asked: OTHER }, { asked: OTHER }, {}, { asked: OWN }, {}])).toEqual([
      "says: config_differs",
      "says: takes jobs",
      "takes",
      "rests",
      "has finished",
      "is gone",
    ]);
  });

  it("stops taking while its secrets are gone or a run of its own is under way, and looks on", async () => {
    const none = await worked([{ asked: OWN, secretless: true }, { asked: OWN, busy: true }, {}]);
    expect(none).toEqual(["says: secret_missing", "says: takes jobs", "is gone"]);
    const paused = await worked([{ asked: OWN }, { asked: OWN, busy: true }, {}, { asked: OWN }, {}]);
    expect(paused.filter((one) => one === "takes")).toHaveLength(2);
    expect(paused.at(-1)).toBe("is gone");
  });

  it("no longer polls a queue that has been empty for a minute", async () => {
    const afterIdle = async (looks: number) =>
      worked([{ asked: OWN }, ...Array.from({ length: looks }, (): Look => ({})), { asked: OWN }, {}]);
    const taken = (did: readonly string[]) => did.filter((one) => one === "takes");
    expect(taken(await afterIdle(29))).toHaveLength(1);
    expect(taken(await afterIdle(31))).toHaveLength(2);
  });
});
