// A person stops the run (Ctrl-C), anywhere: it ends at once and cleanly, nothing is half-written, and the next run works.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../../src/adapters/system/hash.ts";
import type { CollectionId } from "../../src/core/model/ids.ts";
import type { ProgressEvent } from "../../src/flows/progress.ts";
import { verifyLedger } from "../../src/flows/verify-ledger.ts";
import type { FaultRule } from "../../src/simulator/fault-rule.ts";
import { aHouse, STORY_START, type House } from "../build/house.ts";
import { LIST, STRUCK } from "../build/reading-fault.ts";
import { smallWorld } from "../build/small-world.ts";

let house: House;
let onProgress: (event: ProgressEvent) => void = () => {};

beforeAll(async () => {
  const world = smallWorld(
    [
      { first: 1, endpoints: 505, retired: 2 },
      { first: 1_001, endpoints: 20, retired: 2 },
      // More tenants than are read at once: when the first is done, the last is not begun.
      ...[2, 3, 4, 5].map((thousand) => ({ first: thousand * 1_000 + 1, endpoints: 2, retired: 0 })),
    ],
    STORY_START,
  );
  house = await aHouse({ world, progress: (event) => onProgress(event) });
  await house.collect();
  await house.assess();
  await house.day(1);
  await house.collect();
  await house.assess();
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
});

/** A busy machine takes its time to send a request. */
const PATIENT = { timeout: 180_000 };
const isCancelled = { name: "Fault", code: "CANCELLED" };

/** Every collection that is the newest of its source, by source. */
async function newest() {
  const all = await house.store.inventory.latest();
  return new Map(
    all.map(({ newest: one }) => [
      one.source.kind === "tenant" ? one.source.tenant : one.source.directory,
      one,
    ]),
  );
}

async function inventory(): Promise<string> {
  const ids: string[] = [];
  for (const { id } of await house.store.inventory.tenants())
    for await (const batch of house.store.inventory.endpointsOf(id)) ids.push(...batch.map((one) => one.id));
  return ids.join();
}

/** Stops at the first event of this kind, and collects until then. */
async function collectUntil(stopsAt: (event: ProgressEvent) => boolean): Promise<unknown> {
  const person = new AbortController();
  onProgress = (event) => {
    if (stopsAt(event)) person.abort();
  };
  const [settled] = await Promise.allSettled([house.collect({ signal: person.signal })]);
  onProgress = () => {};
  expect(person.signal.aborted, "it was stopped").toBe(true);
  return settled.status === "rejected" ? settled.reason : undefined;
}

/** Stops once Central has seen the request that the rule strikes. */
async function collectUnder(rule: FaultRule): Promise<unknown> {
  const person = new AbortController();
  const active = house.simulator.faults.add(rule);
  const running = Promise.allSettled([house.collect({ signal: person.signal, directories: false })]);
  await expect.poll(() => active.fired, PATIENT).toBeGreaterThan(0);
  person.abort();
  const [settled] = await running;
  house.simulator.faults.clear();
  return settled?.status === "rejected" ? settled.reason : undefined;
}

async function expectConsistent(before: string): Promise<void> {
  expect(await inventory()).toBe(before);
  expect(await verifyLedger(house.store.ledger, sha256)).toMatchObject({ ok: true });
  const { tenants, directories } = await house.collect();
  expect(new Set([...tenants, ...directories].map(({ coverage }) => coverage.kind))).toEqual(
    new Set(["complete"]),
  );
  await house.assess();
  expect((await house.plan("dry-run")).items).toHaveLength(4);
  expect(await inventory()).toBe(before);
}

describe("a collecting run that is stopped", () => {
  it.each<[string, (event: ProgressEvent) => boolean]>([
    ["in a directory", ({ kind }) => kind === "directory_page"],
    ["between a directory and Central", ({ kind }) => kind === "directory_finished"],
    ["after the tenants were listed", ({ kind }) => kind === "tenants_listed"],
    ["between two pages", (event) => event.kind === "tenant_page" && event.counted === 500],
    ["between two tenants", ({ kind }) => kind === "tenant_finished"],
  ])("%s ends as CANCELLED, and takes nothing half-read for whole", async (_where, stopsAt) => {
    const before = await inventory();
    const complete = await newest();
    expect(await collectUntil(stopsAt)).toMatchObject(isCancelled);
    const now = await newest();
    for (const [source, { id, coverage }] of now) {
      const isNew = id !== complete.get(source)?.id;
      // What was begun is either whole or told as stopped; nothing is left open.
      if (isNew && coverage?.kind !== "complete") {
        expect(coverage?.gaps.map(({ code }) => code)).toEqual(["cancelled"]);
      }
      expect(coverage).toBeDefined();
    }
    await expectConsistent(before);
  });

  it.each<[string, FaultRule]>([
    ["while a page hangs", { match: { path: LIST, tenant: STRUCK, page: 2 }, action: { kind: "hang" } }],
    ["while whoami hangs", { match: { path: "/whoami/v1" }, action: { kind: "hang" } }],
    ["while the tenants hang", { match: { path: "/partner/v1/tenants" }, action: { kind: "hang" } }],
    [
      "while a page trickles in",
      {
        match: { path: LIST, tenant: STRUCK, page: 2 },
        action: { kind: "slowBody", pieces: 100, pauseMs: 100 },
      },
    ],
  ])("%s does not wait for it", async (_where, rule) => {
    const before = await inventory();
    expect(await collectUnder(rule)).toMatchObject(isCancelled);
    await expectConsistent(before);
  });

  it("keeps the tenants that were whole by then", async () => {
    const before = await newest();
    await collectUntil(({ kind }) => kind === "tenant_finished");
    const renewed = [...(await newest()).values()].filter(
      ({ id, source, coverage }) =>
        source.kind === "tenant" &&
        coverage?.kind === "complete" &&
        ![...before.values()].some((one) => one.id === id),
    );
    expect(renewed.length).toBeGreaterThan(0);
    await house.collect();
  });

  it("before it began reads nothing", async () => {
    house.simulator.clearLog();
    await expect(house.collect({ signal: AbortSignal.abort(), directories: false })).rejects.toMatchObject(
      isCancelled,
    );
    expect(house.simulator.requestCount).toBe(0);
  });
});

describe("a process that dies in the middle of a reading", () => {
  it("leaves an open collection, which is never taken for complete and stands in nobody's way", async () => {
    const before = await inventory();
    const tenant = (await house.store.inventory.tenants()).find(({ id }) => id === STRUCK);
    if (tenant === undefined) throw new Error("there is no such tenant");
    const open: CollectionId = await house.store.inventory.begin(
      { kind: "tenant", tenant: tenant.id },
      house.clock.now(),
    );
    expect((await newest()).get(tenant.id)).toMatchObject({ id: open, coverage: undefined });
    const { items, leftOut, collections } = await house.plan("dry-run");
    expect(items.filter((item) => item.tenant === tenant.id)).toEqual([]);
    expect(leftOut.map(({ code }) => code)).toEqual(["tenant_incomplete", "tenant_incomplete"]);
    expect(collections).not.toContain(open);
    await expectConsistent(before);
  });
});

describe("judging that is stopped", () => {
  it("ends as CANCELLED between two chunks; what is not judged yet is no candidate, and is judged next", async () => {
    // Every device has to be judged again: each has another serial number.
    for (const tenant of house.world.estate.tenants.values())
      for (const record of tenant.endpoints.values()) record["serialNumber"] = `SERIAL-${record.id}`;
    await house.collect();
    const person = new AbortController();
    person.abort();
    await expect(house.assess(person.signal)).rejects.toMatchObject(isCancelled);
    const { items, leftOut } = await house.plan("dry-run");
    expect([...items, ...leftOut]).toEqual([]);
    expect(await house.assess()).toMatchObject({ judged: 533, totals: { byDisposition: { retire: 4 } } });
    // Other evidence makes a new candidate, whose time begins now.
    const next = await house.plan("dry-run");
    expect(next.leftOut.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => "not_stable_yet"));
  });
});

describe("a rehearsal that is stopped", () => {
  it("says so, leaves no intent open, and does not count as a rehearsal", async () => {
    await house.day(3);
    await house.collect();
    await house.assess();
    const plan = await house.plan("dry-run");
    expect(plan.items).toHaveLength(4);
    const person = new AbortController();
    onProgress = ({ kind }) => {
      if (kind === "item") person.abort();
    };
    const result = await house.apply(plan, "dry-run", person.signal);
    onProgress = () => {};
    expect(result).toMatchObject({ outcomes: { withheld: 1 }, notBegun: 3, stoppedBy: "cancelled" });
    expect(await house.store.plans.openIntents()).toEqual([]);
    expect(await house.apply(plan, "enforce")).toMatchObject({ kind: "refused", code: "no_dry_run" });
    expect((await house.store.ledger.newest(1))[0]?.fact).toMatchObject({
      kind: "apply_finished",
      stoppedBy: "cancelled",
    });
    expect(await house.apply(plan, "dry-run")).toMatchObject({
      outcomes: { withheld: 4 },
      stoppedBy: undefined,
    });
    expect(await verifyLedger(house.store.ledger, sha256)).toMatchObject({ ok: true });
  });
});
