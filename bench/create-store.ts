import { openStore } from "../src/adapters/postgres/open.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { sha256 } from "../src/adapters/system/hash.ts";
import { createIds } from "../src/adapters/system/ids.ts";
import { createLog } from "../src/adapters/system/log.ts";

export interface CreateInput {
  readonly directory: string;
}

/** Creates an embedded store: once in its life, and by far more memory than using it takes. */
export async function createStore({ directory }: CreateInput): Promise<{ readonly peakRssMb: number }> {
  const store = await openStore(`pglite:${directory}`, {
    actor: "bench@bench",
    hash: sha256,
    clock: systemClock,
    ids: createIds(systemClock),
    log: createLog({ level: "silent" }),
  });
  await store.close();
  return { peakRssMb: process.resourceUsage().maxRSS / 1024 };
}
