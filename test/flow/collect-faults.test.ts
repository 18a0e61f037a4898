// Every fault of Central that can strike a reading, through the whole house: what is told, what is kept, and who else is read.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpointReader } from "../../src/adapters/sophos-central/endpoint-reader.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import type { Collection } from "../../src/core/model/coverage.ts";
import type { TenantId } from "../../src/core/model/ids.ts";
import type { CollectResult } from "../../src/flows/collect.ts";
import { verifyLedger } from "../../src/flows/verify-ledger.ts";
import type { EndpointSource } from "../../src/ports/endpoint-source.ts";
import { FAULT_KINDS, FAULTS } from "../../src/simulator/fault-action.ts";
import { aHouse, STORY_START, type House } from "../build/house.ts";
import { tenantId } from "../build/estate.ts";
import { LIST, STRUCK, type ReadingFault } from "../build/reading-fault.ts";
import { READING_FAULTS } from "../build/reading-faults.ts";
import { smallWorld } from "../build/small-world.ts";

const OTHER = tenantId(2) as TenantId;
/** Two pages of endpoints for the tenant that is struck, and a small one beside it. */
const RETIRED = { struck: 4, other: 3 };

let house: House;
let short: EndpointSource;

beforeAll(async () => {
  const world = smallWorld(
    [
      { first: 1, endpoints: 510, retired: RETIRED.struck },
      { first: 1_001, endpoints: 20, retired: RETIRED.other },
    ],
    STORY_START,
  );
  house = await aHouse({ world });
  short = endpointReader(house.connect({ timeouts: { headers: 800, body: 800, total: 5_000 } }));
  await house.collect();
  await house.assess();
  await house.day(1);
  await house.collect();
  await house.assess();
});

afterAll(async () => {
  await short.close();
  await house[Symbol.asyncDispose]();
});

/** All that the store has of the struck tenant's inventory, as one digest. */
async function inventory(): Promise<string> {
  const records: string[] = [];
  for await (const batch of house.store.inventory.endpointsOf(STRUCK as TenantId))
    records.push(...batch.map((endpoint) => JSON.stringify(endpoint)));
  return sha256(records.join("\n"));
}

type Latest = { readonly newest: Collection; readonly complete: Collection | undefined };

async function latest(tenant: string): Promise<Latest | undefined> {
  return (await house.store.inventory.latest()).find(
    ({ newest: { source } }) => source.kind === "tenant" && source.tenant === tenant,
  );
}

async function candidatesOf(tenant: string) {
  const plan = await house.plan("dry-run");
  return {
    planned: plan.items.filter((item) => item.tenant === tenant).length,
    leftOut: plan.leftOut.filter((one) => one.tenant === tenant).map(({ code }) => code),
  };
}

const pagesAsked = (tenant: string): number =>
  house.simulator.log.filter((entry) => entry.path === LIST && entry.tenant === tenant).length;

async function collectUnder({ rules, short: isShort, revoked }: ReadingFault) {
  house.simulator.clearLog();
  if (revoked === true) house.simulator.revokeTokens();
  const inForce = rules.map((rule) => house.simulator.faults.add(rule));
  const central = isShort === true ? short : house.central;
  const settled = await Promise.allSettled([house.collect({ central, directories: false })]);
  const fired = inForce.every((rule) => rule.fired > 0);
  house.simulator.faults.clear();
  return { settled: settled[0], fired };
}

function resultOf(settled: PromiseSettledResult<CollectResult>): CollectResult {
  if (settled.status === "rejected") throw settled.reason;
  return settled.value;
}

async function expectOthersUntouched(result: CollectResult): Promise<void> {
  expect(result.tenants.find(({ tenant }) => tenant.id === OTHER)).toMatchObject({
    coverage: { kind: "complete" },
    counted: 20,
  });
  expect(await candidatesOf(OTHER)).toEqual({ planned: RETIRED.other, leftOut: [] });
}

const cases = FAULT_KINDS.flatMap((kind) => {
  const faults = READING_FAULTS[kind];
  return faults === "deletions only" ? [] : faults.map((fault) => [fault.what, fault] as const);
});

describe("a reading under a fault of Central", () => {
  it("has a case for every kind of fault that can happen to one", () => {
    const struck = FAULT_KINDS.filter((kind) => READING_FAULTS[kind] !== "deletions only");
    const possible = FAULT_KINDS.filter((kind) => {
      const fault = FAULTS[kind];
      return !("on" in fault) || fault.on.some((shape) => !shape.toLowerCase().includes("deletion"));
    });
    expect(struck).toEqual(possible);
    const rules = cases.flatMap(([, fault]) => fault.rules);
    expect(new Set(rules.map(({ action }) => action.kind))).toEqual(new Set(struck));
  });

  it.each(cases)(
    "%s: is told, decides nothing that is not whole, and stops nobody else",
    async (_what, fault) => {
      const { result } = fault;
      const before = {
        inventory: await inventory(),
        struck: await latest(STRUCK),
        other: await latest(OTHER),
      };
      const entries = await house.store.ledger.count();
      const { settled, fired } = await collectUnder(fault);
      expect(fired, "the fault struck").toBe(true);
      if (fault.requests !== undefined) expect(pagesAsked(STRUCK)).toBe(fault.requests);
      expect(await inventory()).toBe(before.inventory);
      expect(house.simulator.log.filter(({ method }) => method === "DELETE")).toEqual([]);

      if (result.kind === "stopped") {
        expect(settled).toMatchObject({ status: "rejected", reason: { name: "Fault", code: result.code } });
        expect(await latest(STRUCK)).toEqual(before.struck);
        expect(await latest(OTHER)).toEqual(before.other);
        expect(await house.store.ledger.count()).toBe(entries);
        return;
      }
      const collected = resultOf(settled);
      await expectOthersUntouched(collected);
      // Under load a short time-out may fall before the request has arrived: it was sent all the same.
      expect(collected.requests.total - house.simulator.requestCount).toBeGreaterThanOrEqual(0);
      if (fault.short !== true) expect(collected.requests.total).toBe(house.simulator.requestCount);
      const struck = collected.tenants.find(({ tenant }) => tenant.id === STRUCK);
      const now = await latest(STRUCK);
      const facts = (await house.store.ledger.newest(20)).map(({ fact }) => fact);

      if (result.kind === "not_covered") {
        const entry = collected.notCovered.find(({ code }) => code === result.code);
        expect(entry?.detail).not.toBe("");
        expect(struck?.coverage.kind).not.toBe("complete");
        expect(await house.store.inventory.notCovered()).toContainEqual(entry);
        expect(facts).toContainEqual({ kind: "tenant_not_covered", tenant: entry?.id, code: result.code });
        expect(await candidatesOf(STRUCK)).toEqual({ planned: 0, leftOut: [] });
        return;
      }
      expect(struck?.notCovered).toBeUndefined();
      expect(struck?.coverage.kind).toBe(result.kind);
      expect(now?.newest.coverage).toEqual(struck?.coverage);
      // A walk that had to be repeated is a collection of its own.
      const walks = result.kind !== "complete" && result.gaps.includes("count_mismatch") ? 2 : 1;
      if (fault.requests !== undefined) expect(now?.newest.requests).toBe(fault.requests / walks);
      expect(facts).toContainEqual(
        expect.objectContaining({
          kind: "collection_finished",
          collection: now?.newest.id,
          coverage: struck?.coverage,
        }),
      );
      if (result.kind === "complete") {
        expect(struck?.counted).toBe(510);
        expect(await candidatesOf(STRUCK)).toEqual({ planned: RETIRED.struck, leftOut: [] });
        return;
      }
      const gaps = struck?.coverage.kind === "complete" ? [] : (struck?.coverage.gaps ?? []);
      expect([...new Set(gaps.map(({ code }) => code))]).toEqual(result.gaps);
      expect(gaps.every(({ detail }) => detail !== "")).toBe(true);
      // The last complete reading stays the last complete one.
      if (before.struck?.complete !== undefined) expect(now?.complete).toEqual(before.struck.complete);
      expect(await candidatesOf(STRUCK)).toEqual({
        planned: 0,
        leftOut: Array.from({ length: RETIRED.struck }, () => "tenant_incomplete"),
      });
    },
  );

  it("leaves no trace in the inventory, no doubt in the ledger, and nothing in the way of the next reading", async () => {
    const before = await inventory();
    const { tenants, notCovered } = await house.collect();
    expect(tenants.map(({ coverage }) => coverage.kind)).toEqual(["complete", "complete"]);
    expect(notCovered).toEqual([]);
    expect(await inventory()).toBe(before);
    expect(await candidatesOf(STRUCK)).toEqual({ planned: RETIRED.struck, leftOut: [] });
    expect(await verifyLedger(house.store.ledger, sha256)).toMatchObject({ ok: true, timeBackwards: [] });
  });

  it("which is smaller by itself, count and all, is complete and trips the tenant's breaker", async () => {
    house.simulator.faults.add({
      match: { path: LIST, tenant: STRUCK },
      action: { kind: "shrink", share: 0.5, consistentCount: true },
    });
    const { tenants } = await house.collect({ directories: false });
    house.simulator.faults.clear();
    await house.assess();
    const { items, leftOut, breakers } = await house.plan("dry-run");
    expect(tenants[0]).toMatchObject({ coverage: { kind: "complete" }, counted: 255 });
    expect(items.filter(({ tenant }) => tenant === STRUCK)).toEqual([]);
    expect(breakers.map(({ code, tenant }) => [code, tenant])).toEqual([["collection_shrank", STRUCK]]);
    expect(new Set(leftOut.filter(({ tenant }) => tenant === STRUCK).map(({ code }) => code))).toEqual(
      new Set(["breaker_tripped"]),
    );
    expect((await candidatesOf(OTHER)).planned).toBe(RETIRED.other);
  });

  it("with fewer tenants than before, count and all, tells which one is listed no more and plans nothing of it", async () => {
    house.simulator.faults.add({
      match: { path: "/partner/v1/tenants" },
      action: { kind: "shrink", share: 0.5, consistentCount: true },
    });
    const seen = [await house.collect({ directories: false }), await house.collect({ directories: false })];
    house.simulator.faults.clear();
    for (const { notCovered } of seen)
      expect(notCovered).toMatchObject([{ id: OTHER, code: "not_listed", name: "Tenant 2" }]);
    expect((await candidatesOf(OTHER)).planned).toBe(0);
    expect((await house.collect({ directories: false })).notCovered).toEqual([]);
    expect((await candidatesOf(OTHER)).planned).toBe(RETIRED.other);
  });
});
