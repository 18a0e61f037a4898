import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../src/adapters/postgres/connection.ts";
import { openConnection } from "../src/adapters/postgres/open.ts";
import { storeOn } from "../src/adapters/postgres/store.ts";
import { sha256 } from "../src/adapters/system/hash.ts";
import { createIds } from "../src/adapters/system/ids.ts";
import { createLog } from "../src/adapters/system/log.ts";
import { createMovedClock } from "../src/adapters/system/moved-clock.ts";
import { judge } from "../src/core/assess/judge.ts";
import { instant } from "../src/core/model/instant.ts";
import { assess } from "../src/flows/assess.ts";
import { collect } from "../src/flows/collect.ts";
import type { Store } from "../src/ports/store.ts";
import { BENCH_POLICY } from "./bench-policy.ts";
import { cpuMs } from "./cpu-time.ts";
import { setBasedPass } from "./set-based-pass.ts";
import { BENCH_NOW, DAY_MS } from "./synthetic-record.ts";
import { directoryOf, fleetOf } from "./synthetic-sources.ts";

export interface FleetInput {
  readonly endpoints: number;
}

/** Times are CPU time; PGlite runs in this process. */
export interface FleetAnswer {
  readonly fleet: number;
  /** The first run judges everybody: reading evidence, judging, saving. */
  readonly wholePassMs: number;
  /** Judging alone, of the same evidence. */
  readonly coreMs: number;
  /** One SQL statement that joins, decides by CASE and inserts: no reasons, no evidence, no hash. */
  readonly setBasedMs: number;
  readonly changed: number;
  readonly judgedAgain: number;
  readonly againMs: number;
}

/** Two days of one tenant: everybody is judged on the first, and what changed on the second. */
export async function assessFleet({ endpoints }: FleetInput): Promise<FleetAnswer> {
  const clock = createMovedClock(BENCH_NOW);
  const effects = { clock, ids: createIds(clock), log: createLog({ level: "silent" }) };
  const directory = await mkdtemp(join(tmpdir(), "rollcall-bench-"));
  const connection = await openConnection(`pglite:${directory}`, effects);
  const store = storeOn(connection, { actor: "bench@bench", hash: sha256, ids: effects.ids });
  const parts = {
    store,
    ...effects,
    hash: sha256,
    policy: BENCH_POLICY,
    policyHash: sha256("the first policy"),
    progress: () => {},
  };
  const signal = new AbortController().signal;
  const oneDay = async (day: number) => {
    clock.set(instant(BENCH_NOW + day * DAY_MS));
    await collect(
      {
        ...parts,
        central: fleetOf(endpoints, day),
        directories: [directoryOf(endpoints)],
        tenantFilter: { include: [], exclude: [] },
      },
      signal,
    );
    const startedAt = cpuMs();
    const { judged, totals } = await assess(parts, signal);
    return { judged, totals, ms: cpuMs() - startedAt };
  };
  try {
    const first = await oneDay(0);
    if (first.judged !== endpoints) throw new Error(`judged ${first.judged} of ${endpoints}`);
    const second = await oneDay(1);
    return {
      fleet: endpoints,
      wholePassMs: first.ms,
      setBasedMs: await timeSetBased(connection),
      coreMs: await timeCore(store),
      // The record says so: one in a hundred has moved its group.
      changed: Math.ceil(endpoints / 100),
      judgedAgain: second.judged,
      againMs: second.ms,
    };
  } finally {
    await store.close();
    await rm(directory, { recursive: true });
  }
}

async function timeSetBased(connection: Connection): Promise<number> {
  const startedAt = cpuMs();
  await setBasedPass(connection, instant(BENCH_NOW + DAY_MS));
  return cpuMs() - startedAt;
}

/** Judging the whole fleet, reading its evidence not counted. Another policy makes everybody due; nothing is saved. */
async function timeCore(store: Store): Promise<number> {
  const now = instant(BENCH_NOW + DAY_MS);
  let ms = 0;
  for await (const chunk of store.assessments.pending(sha256("another policy"), now)) {
    const startedAt = cpuMs();
    for (const evidence of chunk) judge(evidence, BENCH_POLICY, now, sha256);
    ms += cpuMs() - startedAt;
  }
  return ms;
}
