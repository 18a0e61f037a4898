// Reading spread over others that die, lie and repeat themselves: what is not certainly whole decides nothing.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collect, type CollectResult } from "../../src/flows/collect.ts";
import { sourceState } from "../../src/flows/source-state.ts";
import { tenantHandler } from "../../src/flows/tenant-handler.ts";
import type { Done, Jobs } from "../../src/ports/jobs.ts";
import type { RunRecord } from "../../src/ports/run-store.ts";
import { aHouse, type House } from "../build/house.ts";

const never = new AbortController().signal;

/** Every job by way of JSON through the handler of another worker, as often as a test wants; what it told is changed on its way. */
const elsewhere = (
  house: House,
  {
    times = 1,
    told = (json: unknown): unknown => json,
  }: { times?: number; told?: (json: unknown) => unknown } = {},
): Jobs => ({
  spread: async (work) => {
    const handler = tenantHandler({ ...house, progress: () => {}, central: () => house.central });
    const done: Done<never>[] = [];
    for (const input of work.inputs) {
      let output: unknown;
      const sent: unknown = JSON.parse(JSON.stringify(input));
      for (let n = 0; n < times; n++) output = await handler.do(sent, work.run, never);
      const read = work.kind.readOutput(told(JSON.parse(JSON.stringify(output))), input);
      if (read !== undefined) work.arrived(read);
      done.push({ output: (read ?? (await work.lost(input, "job_illegible"))) as never, here: false });
    }
    return done;
  },
});

describe("a reading that is spread over others", { timeout: 120_000 }, () => {
  let house: House;
  beforeAll(async () => {
    house = await aHouse({ endpoints: 40, tenants: 3 });
  });
  afterAll(async () => house[Symbol.asyncDispose]());

  const begun = async (id: string): Promise<RunRecord> => {
    const run = await house.store.runs.begin(
      { id, kind: "run", mode: "observe", begunBy: "t", slot: undefined, startedAt: house.clock.now() },
      60_000,
    );
    if (run.kind !== "begun") throw new Error("a run was under way");
    return run.run;
  };
  const ended = async (run: RunRecord): Promise<void> =>
    house.store.runs.save({ ...run, state: "done" }, house.clock.now());
  const collected = async (id: string, jobs: Jobs): Promise<CollectResult> => {
    const run = await begun(id);
    const result = await collect(
      {
        ...house,
        directories: [],
        progress: () => {},
        tenantFilter: { include: [], exclude: [] },
        jobs,
        run: id,
      },
      never,
    );
    await ended(run);
    return result;
  };
  /** A made-up estate has a tenant that refuses whoever asks. */
  const answering = ({ tenants }: CollectResult) =>
    tenants.filter(({ tenant }) => house.world.estate.tenants.get(tenant.id)?.managed === true);

  it("comes to what one process alone reads, with the requests of the others", async () => {
    const result = await collected("r1", elsewhere(house));

    const read = answering(result);
    expect(read.map(({ coverage }) => coverage.kind)).toEqual(["complete", "complete", "complete"]);
    expect(read.every(({ counted, figures }) => figures?.added === counted)).toBe(true);
    expect(result.notCovered.map(({ code }) => code)).toContain("forbidden");
    expect(result.requests.byPurpose["elsewhere"]).toBeGreaterThanOrEqual(3);
    expect((await sourceState(house.store, [], house.clock.now())).incompleteTenants).toEqual([]);
  });

  it("done twice, as after a worker that died too late, leaves one reading of the run", async () => {
    const newest = async () => (await house.store.inventory.latest()).map((one) => one.newest);
    const before = await newest();
    const result = await collected("r2", elsewhere(house, { times: 2 }));

    const read = answering(result);
    expect(read.map(({ coverage }) => coverage.kind)).toEqual(["complete", "complete", "complete"]);
    // Whoever came second was given what the first one had read.
    expect(read.every(({ figures }) => figures === undefined)).toBe(true);
    const after = await newest();
    expect(after.map(({ coverage }) => coverage?.kind)).toEqual(["complete", "complete", "complete"]);
    expect(after.some(({ id }) => before.some((one) => one.id === id))).toBe(false);
  });

  it("of which nothing legible comes back stands by what the store has, and by nothing that was told", async () => {
    const result = await collected("r3", elsewhere(house, { told: () => ({ collected: { counted: 0 } }) }));

    const read = answering(result);
    expect(read.map(({ coverage }) => coverage.kind)).toEqual(["complete", "complete", "complete"]);
    expect(read.every(({ counted }) => counted > 0)).toBe(true);
  });

  it("that nobody carries out leaves its tenants unread: the reading of an earlier run decides no more", async () => {
    const lost: Jobs = {
      spread: async (work) =>
        Promise.all(
          work.inputs.map(async (input) => ({ output: await work.lost(input, "job_failed"), here: true })),
        ),
    };
    const result = await collected("r4", lost);

    expect(answering(result).map(({ coverage }) => coverage.kind)).toEqual(["failed", "failed", "failed"]);
    const read = new Set(answering(result).map(({ tenant }) => tenant.id));
    const { incompleteTenants } = await sourceState(house.store, [], house.clock.now());
    expect(incompleteTenants.filter((id) => read.has(id))).toHaveLength(3);
  });

  it("for a run that has ended is not begun", async () => {
    await ended(await begun("r5"));
    const handler = tenantHandler({ ...house, progress: () => {}, central: () => house.central });
    const requests = house.central.requests().total;
    const [tenant] = (await house.store.inventory.tenants()) as unknown as readonly [object];

    expect(await handler.do(tenant, "r5", never)).toBe("over");
    expect(await handler.do(tenant, "never-there", never)).toBe("over");
    expect(await handler.do({ id: "x" }, "r5", never)).toBe("illegible");
    expect(house.central.requests().total).toBe(requests);
  });
});
