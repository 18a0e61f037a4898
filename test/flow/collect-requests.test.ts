// What each tenant's reading cost, as the store and the ledger have it.
import { afterEach, beforeAll, afterAll, describe, expect, it } from "vitest";
import type { FaultRule } from "../../src/simulator/fault-rule.ts";
import { tenantId } from "../build/estate.ts";
import { aHouse, STORY_START, type House } from "../build/house.ts";
import { LIST } from "../build/reading-fault.ts";
import { smallWorld } from "../build/small-world.ts";

const [LARGE, SMALL] = [tenantId(1), tenantId(2)];

let house: House;
beforeAll(async () => {
  const world = smallWorld(
    [
      { first: 1, endpoints: 510, retired: 1 },
      { first: 1_001, endpoints: 20, retired: 1 },
    ],
    STORY_START,
  );
  house = await aHouse({ world });
});
afterEach(() => house.simulator.faults.clear());
afterAll(async () => {
  await house[Symbol.asyncDispose]();
});

/** Requests by tenant: of its newest collection, and as the newest facts about it tell them, oldest first. */
async function collected(rules: readonly FaultRule[] = []) {
  const entries = await house.store.ledger.count();
  for (const rule of rules) house.simulator.faults.add(rule);
  await house.collect({ directories: false });
  const newest = await house.store.ledger.newest((await house.store.ledger.count()) - entries);
  const facts = newest.map(({ fact }) => fact).toReversed();
  const of = async (tenant: string) => {
    const latest = (await house.store.inventory.latest()).find(
      ({ newest: { source } }) => source.kind === "tenant" && source.tenant === tenant,
    );
    const told = facts.flatMap((fact) =>
      fact.kind === "collection_finished" && fact.source.kind === "tenant" && fact.source.tenant === tenant
        ? [fact.requests]
        : [],
    );
    return { stored: latest?.newest.requests, told };
  };
  return { large: await of(LARGE), small: await of(SMALL) };
}

const onLarge = (page: number, action: FaultRule["action"], times?: number): FaultRule => ({
  match: { path: LIST, tenant: LARGE, page },
  action,
  ...(times !== undefined && { times }),
});

describe("the requests of a collection", () => {
  it.each(["the first", "a later"])("are its tenant's pages alone, in %s run", async () => {
    expect(await collected()).toEqual({
      large: { stored: 2, told: [2] },
      small: { stored: 1, told: [1] },
    });
  });

  it("have retries among them", async () => {
    expect(await collected([onLarge(2, { kind: "status", status: 500 }, 2)])).toEqual({
      large: { stored: 4, told: [4] },
      small: { stored: 1, told: [1] },
    });
  });

  it("are told of a reading that broke off", async () => {
    expect((await collected([onLarge(2, { kind: "status", status: 404 })])).large).toEqual({
      stored: 2,
      told: [2],
    });
  });

  it("are told of a tenant that refuses its first page", async () => {
    expect((await collected([onLarge(1, { kind: "forbidTenant" })])).large.told).toEqual([1]);
  });

  it("are each walk's own when a tenant is walked over twice", async () => {
    const shrunk = { kind: "shrink", share: 0.99, consistentCount: false } as const;
    const { large } = await collected([{ match: { path: LIST, tenant: LARGE }, action: shrunk }]);

    // 504 of 510: two pages each time.
    expect(large).toEqual({ stored: 2, told: [2, 2] });
  });
});
