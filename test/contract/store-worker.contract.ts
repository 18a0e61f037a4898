import { expect, it } from "vitest";
import { instant } from "../../src/core/model/instant.ts";
import type { WorkerRecord } from "../../src/ports/worker-store.ts";
import { anEndpoint, NOW, TENANT } from "../build/evidence.ts";
import { aTenant, collectTenant, endpointRow, later, type Bench } from "./store-fixture.ts";

const SOURCE = { kind: "tenant", tenant: TENANT } as const;
const HOUR = 3_600_000;

const aWorker = (id: string, parts: Partial<WorkerRecord> = {}): WorkerRecord => ({
  id,
  kind: "worker",
  host: "w1",
  pid: 4711,
  version: "0.1.0",
  schema: 1,
  config: "c".repeat(64),
  startedAt: NOW,
  refuses: undefined,
  ...parts,
});

export function workerSuite(bench: () => Bench): void {
  const workers = () => bench().store.workers;
  const inventory = () => bench().store.inventory;

  it("a worker stands as it was last heard, by the database's clock, until it goes or has been silent", async () => {
    await workers().heard(aWorker("b", { startedAt: later(1) }));
    const { at, schema } = await workers().heard(aWorker("a"));
    await workers().heard(aWorker("a", { refuses: "clock_off" }));

    // The machine's own clock: PGlite has no other, and the peer's server runs on it too.
    expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
    expect(schema).toBeGreaterThan(20);
    const listed = await workers().list(60_000);
    expect(listed.map(({ id, refuses }) => [id, refuses])).toEqual([
      ["a", "clock_off"],
      ["b", undefined],
    ]);
    expect(listed[0]).toMatchObject({ host: "w1", pid: 4711, startedAt: NOW });

    await bench().connection.query(
      "update rollcall.worker set heard_at = heard_at - $1::bigint where worker_id = 'b'",
      [2 * HOUR],
    );
    expect((await workers().list(HOUR)).map(({ id }) => id)).toEqual(["a"]);
    expect((await workers().list(3 * HOUR)).find(({ id }) => id === "b")?.silentMs).toBeGreaterThan(HOUR);

    await workers().gone("a");
    expect((await workers().list(3 * HOUR)).map(({ id }) => id)).toEqual(["b"]);
  });

  it("dead jobs come the newest first, so many", async () => {
    for (const of of ["t1", "t2", "t3"])
      await workers().bury({ kind: "read-tenant", of, run: "r", code: "WORKER_LOST", at: instant(NOW) });

    expect((await workers().dead(2)).map((one) => one.of)).toEqual(["t3", "t2"]);
    expect(await workers().dead(1)).toEqual([
      { kind: "read-tenant", of: "t3", run: "r", code: "WORKER_LOST", at: NOW },
    ]);
  });

  it("in one run a tenant is read whole once: whoever comes again is given that reading", async () => {
    await inventory().saveTenants([aTenant()], [], NOW);
    await collectTenant(bench().store, [anEndpoint()], NOW);
    const lost = await inventory().beginIn("run-1", SOURCE, later(1));
    const begun = await inventory().beginIn("run-1", SOURCE, later(2));
    if (lost.kind !== "begun" || begun.kind !== "begun") throw new Error("neither was whole");
    await inventory().stageEndpoints(begun.collection, [endpointRow(anEndpoint())]);
    await inventory().mergeEndpoints(begun.collection, { expected: 1, requests: 1, at: later(2) });

    expect(await inventory().beginIn("run-1", SOURCE, later(3))).toMatchObject({
      kind: "read",
      collection: { id: begun.collection, coverage: { kind: "complete" }, counted: 1 },
    });
    expect(await inventory().beginIn("run-2", SOURCE, later(3))).toMatchObject({ kind: "begun" });
    // The one that was taken for lost may neither add to the newer one nor close it.
    await expect(
      inventory().stageEndpoints(lost.collection, [endpointRow(anEndpoint())]),
    ).rejects.toMatchObject({ code: "STORE_LOCKED" });
  });
}
