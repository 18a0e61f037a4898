import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRateMeter } from "../../src/adapters/postgres/open-rate-meter.ts";
import { sharedRateMeter } from "../../src/adapters/postgres/shared-rate-meter.ts";
import { memoryRateMeter } from "../../src/adapters/sophos-central/memory-rate-meter.ts";
import { rateBudget } from "../../src/adapters/sophos-central/rate-budget.ts";
import { readJson } from "../../src/adapters/sophos-central/read-json.ts";
import { centralServer, withTokens } from "../build/central-server.ts";
import { stepClock } from "../build/step-clock.ts";
import { openBench, silent, type Bench } from "./store-fixture.ts";
import { rateMeterSuite } from "./rate-meter.contract.ts";

describe("the meter in memory", () => {
  rateMeterSuite(async (windows, clock) => Promise.resolve([memoryRateMeter(windows, clock)]), 150);
});

describe("the meter in a database, on PGlite", () => {
  let bench: Bench;
  let made = 0;
  beforeAll(async () => {
    bench = await openBench("pglite:memory");
  });
  afterAll(async () => bench.store.close());

  const meters = (...[windows, clock]: Parameters<Parameters<typeof rateMeterSuite>[0]>) => {
    const name = `budget ${++made}`;
    const one = () => sharedRateMeter(bench.connection, { name, windows, now: () => clock.now() });
    return [one(), one(), one()] as const;
  };
  rateMeterSuite(async (windows, clock) => Promise.resolve(meters(windows, clock)), 25);

  it("keeps its windows while the database's clock goes back, and does not wait for it", async () => {
    const clock = stepClock();
    let set = 0;
    const windows = [{ max: 2, ms: 1_000 }];
    const meter = sharedRateMeter(bench.connection, { name: "back", windows, now: () => clock.now() + set });
    await meter.take("urgent");
    await meter.take("urgent");
    set = -3_600_000;
    const told = await meter.take("urgent");
    expect(told).toMatchObject({ kind: "wait" });
    clock.advance(told.kind === "wait" ? told.ms : 0);
    expect(await meter.take("urgent")).toEqual({ kind: "taken" });
  });

  it("keeps two slices more than its windows of what has left, however long it lives", async () => {
    const clock = stepClock();
    const [meter] = meters([{ max: 50, ms: 400 }], clock);
    for (let n = 0; n < 300; n++) {
      await meter.take("urgent");
      clock.advance(9);
    }
    const slices = await bench.connection.query("select 1 from rollcall.rate_slice where name = $1", [
      `budget ${made}`,
    ]);
    expect(slices.length).toBeLessThanOrEqual(42);
  });

  it("budgets of other names are other budgets", async () => {
    const clock = stepClock();
    const windows = [{ max: 1, ms: 1_000 }];
    const [one] = meters(windows, clock);
    const [other] = meters(windows, clock);
    await one.take("urgent");
    expect(await other.take("urgent")).toEqual({ kind: "taken" });
  });
});

describe("the meter of a store", () => {
  const shared = { name: "central", windows: [{ max: 5, ms: 1_000 }] };

  it("that does not answer is a fault, and nothing is sent", async () => {
    const meter = openRateMeter("postgresql://rollcall@/none?host=/nowhere", shared, silent);
    await using server = await centralServer(withTokens(() => ({ json: {} })));
    const connection = server.connect({ budget: rateBudget(meter, server.clock) });
    const reading = { origin: server.url, path: "/endpoint/v1/endpoints", purpose: "endpoints" } as const;

    await expect(readJson(connection, reading, undefined)).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
    });

    expect(server.seen).toEqual([]);
    await connection.close();
    await meter.close();
  });
});
