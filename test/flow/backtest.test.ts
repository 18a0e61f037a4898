// Months of a made-up estate: what the store kept of silences says the same as looking at every reading would.
import { afterAll, beforeAll, expect, it } from "vitest";
import { readLastSeen } from "../../src/core/assess/last-seen.ts";
import { daysBetween, type Instant } from "../../src/core/model/instant.ts";
import type { BacktestRow } from "../../src/core/plan/backtest.ts";
import { backtest } from "../../src/flows/backtest.ts";
import { Fault } from "../../src/ports/fault.ts";
import { aHouse, type House } from "../build/house.ts";

/** Of a device by one reading: until when it had reported, and for how long it was silent then. */
interface Look {
  readonly seenAt: Instant;
  readonly days: number;
}

let house: House;
const looks = new Map<string, Look[]>();
const gone = new Set<string>();
const never = new AbortController().signal;

async function look(): Promise<void> {
  const now = house.clock.now();
  const listed = new Set<string>();
  for (const { id: tenant } of await house.store.inventory.tenants()) {
    for await (const batch of house.store.inventory.endpointsOf(tenant)) {
      for (const endpoint of batch) {
        const { id, lastSeenAt, online } = endpoint;
        const seen = readLastSeen(lastSeenAt, now);
        const key = `${tenant}/${id}`;
        listed.add(key);
        if (seen.kind !== "seen") continue;
        const days = online === true ? 0 : seen.days;
        looks.set(key, [...(looks.get(key) ?? []), { seenAt: seen.at, days }]);
      }
    }
  }
  for (const key of looks.keys()) if (!listed.has(key)) gone.add(key);
}

beforeAll(async () => {
  house = await aHouse({ endpoints: 400, seed: 7 });
  for (const n of [1, 17, 33, 40, 49, 65]) {
    await house.day(n);
    await house.collect();
    await house.assess();
    await look();
  }
});
afterAll(async () => house[Symbol.asyncDispose]());

it("counts what would have been deleted and what came back, as every reading together has it", async () => {
  const { rows, watched } = await backtest({ days: [15, 30, 45, 60, 90], tenants: undefined }, house, never);
  expect(watched.map(({ sinceAt, untilAt }) => daysBetween(sinceAt, untilAt))).toEqual([64, 64]);

  let back = 0;
  for (const days of [15, 30, 45, 60]) {
    const met = [...looks].flatMap(([key, all]) => {
      const first = all.find((one) => one.days >= days);
      if (first === undefined) return [];
      return [{ key, cameBack: all.some((one) => one.seenAt > first.seenAt) }];
    });
    const cameBack = met.filter((one) => one.cameBack).length;
    const left = met.filter((one) => !one.cameBack && gone.has(one.key)).length;
    expect(sums(rows, days)).toEqual({
      met: met.length,
      cameBack,
      left,
      stillSilent: met.length - cameBack - left,
      unjudged: 0,
    });
    back += cameBack;
  }
  expect(back).toBeGreaterThan(0);
  expect(rows.find((one) => one.days === 90 && one.deviceClass === "server")).toEqual({
    deviceClass: "server",
    days: 90,
    inForce: true,
    known: false,
  });
});

/** Over the classes of devices, which the readings alone do not tell. */
function sums(rows: readonly BacktestRow[], days: number) {
  const sum = { met: 0, cameBack: 0, left: 0, stillSilent: 0, unjudged: 0 };
  for (const row of rows) {
    if (row.days !== days) continue;
    if (!row.known) throw new Error("it was watched for long enough");
    for (const key of ["met", "cameBack", "left", "stillSilent"] as const) sum[key] += row[key];
    sum.unjudged += row.cameBackOtherwise.unknown;
  }
  return sum;
}

it("of one tenant, and of all, it is the same devices", async () => {
  const met = async (tenants: Parameters<typeof backtest>[0]["tenants"]) => {
    const { rows } = await backtest({ days: [30], tenants }, house, never);
    return rows.reduce((sum, row) => sum + (row.known ? row.met : 0), 0);
  };
  const each = await Promise.all((await house.store.inventory.tenants()).map(async ({ id }) => met([id])));
  expect(each.reduce((a, b) => a + b)).toBe(await met(undefined));
  expect(each.filter((count) => count > 0).length).toBeGreaterThan(1);
});

it("stops between two batches", async () => {
  const stopped = new AbortController();
  stopped.abort();
  await expect(backtest({ days: undefined, tenants: undefined }, house, stopped.signal)).rejects.toThrow(
    Fault,
  );
});
