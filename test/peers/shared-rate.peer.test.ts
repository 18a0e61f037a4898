// The rate budget that processes share on one PostgreSQL.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../src/adapters/postgres/connection.ts";
import { openConnection } from "../../src/adapters/postgres/open.ts";
import { sharedRateMeter } from "../../src/adapters/postgres/shared-rate-meter.ts";
import { rateBudget, type RateBudget } from "../../src/adapters/sophos-central/rate-budget.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import type { RateWindow, Urgency } from "../../src/core/model/rate-window.ts";
import type { RateMeter } from "../../src/ports/rate-meter.ts";
import { startPostgres, type PostgresPeer } from "../build/postgres-peer.ts";
import { busiest, rateMeterSuite } from "../contract/rate-meter.contract.ts";
import { parts } from "../contract/store-fixture.ts";
import { aStage } from "../system/stage.ts";
import { requirePeer } from "./peers.ts";

requirePeer("postgres", "PostgreSQL", () => {
  let peer: PostgresPeer;
  let url: string;
  let stores: readonly Connection[];
  beforeAll(async () => {
    peer = await startPostgres();
    url = await peer.database();
    stores = [
      await openConnection(url, parts()),
      await openConnection(url, parts()),
      await openConnection(url, parts()),
    ];
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await peer.close();
  });

  /** The same budget, as three processes have it. */
  const three = (name: string, windows: readonly RateWindow[], now?: () => number) =>
    stores.map((store) => sharedRateMeter(store, { name, windows, ...(now && { now }) }));

  describe("the meter in a database, on PostgreSQL", () => {
    let made = 0;
    rateMeterSuite(
      async (windows, clock) => Promise.resolve(three(`budget ${++made}`, windows, () => clock.now())),
      10,
    );
  });

  it("three processes at once, by the database's own clock, never overrun a window", async () => {
    const windows = [
      { max: 10, ms: 200 },
      { max: 30, ms: 1_000 },
    ];
    // Each departure as the database saw it, in the transaction that took it.
    await stores[0]!.script(`
      create table public.departure (number bigint generated always as identity, at bigint not null);
      create function public.note() returns trigger language plpgsql as $$
      begin
        insert into public.departure (at) values (new.counted_at);
        return null;
      end $$;
      create trigger note after update on rollcall.rate_budget for each row when (new.name = 'busy')
        execute function public.note();
    `);
    const budgets = three("busy", windows).map((meter) => rateBudget(meter, systemClock));
    const left: Urgency[] = [];
    const leave = async (budget: RateBudget, urgency: Urgency) => {
      await budget.enter(urgency);
      left.push(urgency);
    };
    const collecting = budgets.flatMap((budget) =>
      Array.from({ length: 32 }, async () => leave(budget, "bulk")),
    );
    const deleting = budgets.map(async (budget) => {
      for (let n = 0; n < 8; n++) await leave(budget, "urgent");
    });

    await Promise.all([...collecting, ...deleting]);

    const noted = await stores[0]!.query<{ at: number }>("select at from public.departure order by number");
    const departures = noted.map(({ at }) => ({ at, urgency: "bulk" as const }));
    expect(departures).toHaveLength(120);
    for (const { max, ms } of windows) expect(busiest(departures, ms)).toBeLessThanOrEqual(max);
    // 96 of those who collect came first, and all 24 passed them.
    expect(left.lastIndexOf("urgent")).toBeLessThan(96);
  });

  it("what was taken is spent, also when the server crashes after it; meanwhile nothing is given out", async () => {
    const windows = [{ max: 2, ms: 600_000 }];
    const [one, other] = three("crash", windows) as [RateMeter, RateMeter, RateMeter];
    await one.take("urgent");
    await other.take("urgent");
    const broken = stores[2]!.transaction(async (tx) => {
      await tx.query("select 1 from rollcall.rate_budget where name = 'crash' for update");
      const waiting = one.take("urgent").catch((error: unknown) => error);
      await peer.crash();
      expect(await waiting).toMatchObject({ code: "STORE_UNAVAILABLE" });
      await tx.query("select 1");
    });
    await expect(broken).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });

    expect(await one.take("urgent")).toMatchObject({ kind: "wait" });
    expect(await other.take("urgent")).toMatchObject({ kind: "wait" });
  });

  it("two commands on one store take every request of theirs from one budget", async () => {
    await using stage = await aStage({ endpoints: 20 });
    const database = await peer.database();
    await writeFile(join(stage.dir, "store-url"), database);
    const config = await stage.config("shared", (data) => {
      data.store = "file:store-url";
    });

    stage.simulator.clearLog();

    const done = await Promise.all(["collect", "check"].map(async (command) => stage.json(config, command)));

    const connection = await openConnection(database, parts());
    const [row] = await connection.query<{ budgets: number; taken: number }>(
      `select count(distinct name) as budgets, sum(taken) as taken from rollcall.rate_slice
       where window_ms = (select max(window_ms) from rollcall.rate_slice)`,
    );
    await connection.close();
    expect(done.map(({ exit }) => exit)).toEqual([0, 0]);
    // What moves the clock of a rehearsal is nothing that a real Central has.
    const asked = stage.simulator.log.filter(({ method }) => method !== "PUT");
    expect(row).toEqual({ budgets: 1, taken: asked.length });
    expect(row!.taken).toBeGreaterThan(8);
  });
});
