// A large tenant through the staging table, twice: memory is that of a page, and the second merge writes what changed.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anEndpoint, anEndpointId, daysAgo, NOW, TENANT } from "../build/evidence.ts";
import { aTenant, type Bench, endpointRow, kept, later, openBench, POLICY } from "./store-fixture.ts";

const ENDPOINTS = 100_000;
/** As the API pages. */
const PAGE = 500;
/** A busy machine may take minutes; how long it takes is not tested. */
const PATIENCE = 600_000;
const MIB = 1024 * 1024;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const heap = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

describe("a tenant of 100,000 endpoints", () => {
  let bench: Bench;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "rollcall-scale-"));
    bench = await openBench(`pglite:${directory}`);
    await bench.store.inventory.saveTenants([aTenant()], [], NOW);
    // Measured while empty, as autovacuum may: the plan that this invites walks through what it fills, for every row.
    await bench.connection.script("analyze");
  });
  afterAll(async () => {
    await bench.store.close();
    await rm(directory, { recursive: true });
  });

  const device = (n: number, second: boolean) =>
    anEndpoint({
      id: anEndpointId(n),
      hostname: `DEVICE-${n}`,
      serialNumber: `SN${n}-${n}`,
      lastSeenAt: second && n % 2 === 0 ? NOW : daysAgo(1),
      ...(second && n % 100 === 0 ? { groupName: "Moved" } : {}),
    });

  /** Numbers from..to as pages; the largest heap that was seen on the way. */
  async function collect(from: number, to: number, second: boolean) {
    const { inventory } = bench.store;
    const at = later(second ? 24 : 0);
    const id = await inventory.begin({ kind: "tenant", tenant: TENANT }, at);
    let largest = 0;
    for (let start = from; start < to; start += PAGE) {
      const page = Array.from({ length: PAGE }, (_, n) => endpointRow(device(start + n, second)));
      await inventory.stageEndpoints(id, page);
      if (start % 20_000 === 0) largest = Math.max(largest, heap());
    }
    const counted = await inventory.stagedCount(id);
    const merged = await inventory.mergeEndpoints(id, { expected: to - from, requests: 200, at });
    return { counted, merged, largest: Math.max(largest, heap()) };
  }

  it("is staged, merged and judged in flat memory", { timeout: PATIENCE }, async () => {
    const before = heap();

    const { counted, merged, largest } = await collect(0, ENDPOINTS, false);

    expect(counted).toBe(ENDPOINTS);
    expect(merged).toEqual({ added: ENDPOINTS, changed: 0, unchanged: 0, gone: 0, vanished: [] });
    // 100,000 records are some 150 MB as objects; a page of them is one.
    expect((largest - before) / MIB).toBeLessThan(40);

    let judged = 0;
    let most = 0;
    for await (const chunk of bench.store.assessments.pending(POLICY, NOW)) {
      judged += chunk.length;
      await bench.store.assessments.save(chunk.map(kept), POLICY, NOW);
      if (judged % 20_000 === 0) most = Math.max(most, heap());
    }
    expect(judged).toBe(ENDPOINTS);
    expect((most - before) / MIB).toBeLessThan(40);
  });

  it("judges again the next day what changed, not who was only seen", { timeout: PATIENCE }, async () => {
    const { merged } = await collect(0, ENDPOINTS - PAGE, true);

    expect(merged).toMatchObject({ added: 0, changed: 995, unchanged: ENDPOINTS - PAGE - 995, gone: PAGE });
    expect(merged.vanished).toHaveLength(PAGE);
    let judged = 0;
    for await (const chunk of bench.store.assessments.pending(POLICY, later(24))) judged += chunk.length;
    expect(judged).toBe(995);
  });
});
