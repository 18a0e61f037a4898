import { connectCentral } from "../src/adapters/sophos-central/connect-central.ts";
import { endpointReader } from "../src/adapters/sophos-central/endpoint-reader.ts";
import { sha256 } from "../src/adapters/system/hash.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { createIds } from "../src/adapters/system/ids.ts";
import { createLog } from "../src/adapters/system/log.ts";
import { collect } from "../src/flows/collect.ts";
import type { Store } from "../src/ports/store.ts";
import { BENCH_POLICY } from "./bench-policy.ts";
import { cpuMs } from "./cpu-time.ts";
import { keepsNothing } from "./keeps-nothing.ts";
import type { ServedCentral } from "./serve-central.ts";

export interface CollectInput {
  readonly central: ServedCentral;
  /** Of an embedded store; undefined for one that keeps nothing. */
  readonly storeDirectory: string | undefined;
}

export interface CollectAnswer {
  readonly requests: number;
  readonly byPurpose: Readonly<Record<string, number>>;
  readonly counted: number;
  readonly wallMs: number;
  /** See cpu-time.ts. */
  readonly cpuMs: number;
  /** The most memory this process ever held, by the operating system's account. */
  readonly peakRssMb: number;
  /** The same before the first request: Node, our own code, and the opened store. */
  readonly idleRssMb: number;
}

const createEffects = () => ({
  clock: systemClock,
  ids: createIds(systemClock),
  log: createLog({ level: "silent" }),
});

/** Far above what is measured: Central's limits are a bound to compare with, not what is measured. */
const WIDE = { perSecond: 10_000, perMinute: 100_000, perHour: 1_000_000, perDay: 10_000_000 };

const peakRssMb = (): number => process.resourceUsage().maxRSS / 1024;

/** One collecting run of the whole estate, as `rollcall collect` makes it. Throws when it did not come out whole. */
export async function collectOnce({ central, storeDirectory }: CollectInput): Promise<CollectAnswer> {
  const effects = createEffects();
  const source = endpointReader(
    connectCentral({ ...central, ...effects, rate: WIDE, env: {}, userAgent: "rollcall-bench" }),
  );
  const store = storeDirectory === undefined ? keepsNothing() : await openPglite(storeDirectory);
  try {
    const idleRssMb = peakRssMb();
    const [startedAt, before] = [performance.now(), cpuMs()];
    const parts = { store, ...effects, hash: sha256, policy: BENCH_POLICY, progress: () => {} };
    const result = await collect(
      { ...parts, central: source, directories: [], tenantFilter: { include: [], exclude: [] } },
      new AbortController().signal,
    );
    const wallMs = performance.now() - startedAt;
    const cpu = cpuMs() - before;
    const gaps = result.tenants.filter((tenant) => tenant.coverage.kind !== "complete");
    if (gaps.length > 0 || result.tenants.length === 0) throw new Error("the collection is not complete");
    return {
      requests: result.requests.total,
      byPurpose: result.requests.byPurpose,
      counted: result.tenants.reduce((sum, tenant) => sum + tenant.counted, 0),
      wallMs,
      cpuMs: cpu,
      peakRssMb: peakRssMb(),
      idleRssMb,
    };
  } finally {
    await source.close();
    await store.close();
  }
}

// Loaded only when it is asked for: merely importing PGlite costs memory.
async function openPglite(directory: string): Promise<Store> {
  const { openStore } = await import("../src/adapters/postgres/open.ts");
  return openStore(`pglite:${directory}`, { actor: "bench@bench", hash: sha256, ...createEffects() });
}
