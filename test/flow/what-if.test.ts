// On a made-up estate: what is foretold of a changed policy is what judging by it then says.
import { afterAll, beforeAll, expect, it } from "vitest";
import { changedPolicy } from "../../src/core/assess/policy-change.ts";
import { recount } from "../../src/core/assess/silence-spread.ts";
import { assess } from "../../src/flows/assess.ts";
import type { ProgressEvent } from "../../src/flows/progress.ts";
import { readSilence } from "../../src/flows/silence.ts";
import { whatIf } from "../../src/flows/what-if.ts";
import { Fault } from "../../src/ports/fault.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import { aHouse, type House } from "../build/house.ts";

let house: House;
const never = new AbortController().signal;
const CHANGE = { computerDays: 120, graceDays: 1, accept: ["server", "vip_unknown"] } as const;

const quiet = () => ({ ...house, progress: () => {} });

beforeAll(async () => {
  house = await aHouse({ endpoints: 600, seed: 3 });
  await house.day(1);
  await house.collect();
  await house.day(40);
  await house.collect();
  await house.assess();
});
afterAll(async () => house[Symbol.asyncDispose]());

it("moves and totals are those that an assessment by the changed policy has, and nothing was written for them", async () => {
  const ledger = await house.store.ledger.count();
  const before = await house.store.assessments.totals();
  const told: ProgressEvent[] = [];
  const result = await whatIf(
    { change: CHANGE, tenants: undefined },
    { ...house, progress: (event) => told.push(event) },
    never,
  );
  expect(await house.store.ledger.count()).toBe(ledger);
  expect(await house.store.assessments.totals()).toEqual(before);
  expect(told.at(-1)).toEqual({ kind: "assessed", judged: before.endpoints });

  const sum = (side: "from" | "to") => {
    const counts = { keep: 0, review: 0, retire: 0 };
    for (const move of result.moves) counts[move[side]] += move.devices;
    return counts;
  };
  expect(sum("from")).toEqual(before.byDisposition);
  const policy = changedPolicy(house.policy, CHANGE);
  const policyHash = sha256("changed");
  const { totals } = await assess({ ...house, policy, policyHash, progress: () => {} }, never);
  expect(sum("to")).toEqual(totals.byDisposition);
  expect(result.changed).toBeGreaterThan(0);
  expect(result.examples.length).toBe(Math.min(50, result.changed));
  await house.assess();
});

it("the spread recounts to the totals in force, and for other thresholds to what judging says, but for what it is unsure of", async () => {
  const { spread, rows } = await readSilence(undefined, house);
  const { byDisposition, endpoints } = await house.store.assessments.totals();
  expect(spread.notJudged).toBe(0);
  expect(spread.cells.reduce((sum, { devices }) => sum + devices, 0)).toBe(endpoints);

  for (const inactive of [house.policy.inactive, { computerDays: 100, serverDays: 20 }]) {
    const { unsure, ...counts } = recount(spread.cells, { inactive });
    const { moves } = await whatIf({ change: inactive, tenants: undefined }, quiet(), never);
    let beyond = 0;
    for (const to of ["keep", "review", "retire"] as const) {
      const exact = moves.reduce((sum, move) => sum + (move.to === to ? move.devices : 0), 0);
      if (inactive === house.policy.inactive) expect(exact).toBe(byDisposition[to]);
      expect(counts[to]).toBeLessThanOrEqual(exact);
      beyond += exact - counts[to];
    }
    expect(beyond).toBe(unsure);
    expect(unsure).toBeLessThan(endpoints / 20);
  }
  expect(rows.filter(({ inForce }) => inForce).map(({ days }) => days)).toEqual([30, 90, 90]);
});

it("of each tenant, and of all, it is the same devices; one that is stopped says so", async () => {
  const devices = async (tenants: Parameters<typeof whatIf>[0]["tenants"]) =>
    (await whatIf({ change: {}, tenants }, quiet(), never)).devices;
  const each = [];
  for (const { id } of await house.store.inventory.tenants()) each.push(await devices([id]));
  expect(each.reduce((a, b) => a + b)).toBe(await devices(undefined));

  const stopped = new AbortController();
  stopped.abort();
  await expect(whatIf({ change: {}, tenants: undefined }, quiet(), stopped.signal)).rejects.toThrow(Fault);
});
