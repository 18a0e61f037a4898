// Whole runs that go wrong: a process that dies, a person who stops it, Central that refuses everything, a run that is repeated.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import { createIds } from "../../src/adapters/system/ids.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import { HOUR, MINUTE } from "../../src/core/model/instant.ts";
import { planFileText } from "../../src/core/plan/plan-file.ts";
import type { Mode } from "../../src/core/plan/plan.ts";
import { apply } from "../../src/flows/apply.ts";
import { durableBudget } from "../../src/flows/attempt-budgets.ts";
import { plan as freezePlan } from "../../src/flows/plan.ts";
import { durableLease } from "../../src/flows/run-leases.ts";
import { verifyLedger } from "../../src/flows/verify-ledger.ts";
import type { EndpointRemover } from "../../src/ports/endpoint-remover.ts";
import { LIST } from "../build/reading-fault.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { idOf } from "../build/small-world.ts";

let stage: RemovalStage;
let remover: EndpointRemover | undefined;
let next = 1;
/** Numbers that no test has used yet. */
const take = (count: number): number[] => Array.from({ length: count }, () => next++);
const one = (): number => next++;

beforeAll(async () => {
  stage = await aRemovalStage(40, (connection) => (remover = endpointRemover(connection)));
});
afterEach(() => {
  stage.house.simulator.faults.clear();
  stage.hooks.before = () => {};
  stage.hooks.after = () => {};
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

/** A busy machine takes its time to send a request. */
const PATIENT = { timeout: 180_000 };
const die = (): never => {
  throw new Error("the process died");
};
const statuses = (number: number) => stage.sent(number).map(({ status }) => status);
const never = new AbortController().signal;

describe("a process that dies", () => {
  it("before the deletion left is settled by reading: open for a minute, then failed, and later a candidate again", async () => {
    const number = one();
    const plan = await stage.planOf(number);
    stage.hooks.before = die;
    await expect(stage.enforce(plan)).rejects.toThrow("the process died");
    expect(await stage.house.store.plans.openIntents()).toMatchObject([{ endpoint: idOf(number) }]);

    expect(await stage.house.settle()).toMatchObject([{ outcome: "unconfirmed" }]);
    expect((await stage.planOf(number)).items).toEqual([]);
    stage.house.clock.advance(MINUTE);
    expect(await stage.house.settle()).toMatchObject([{ outcome: "failed" }]);
    expect(await stage.house.store.plans.openIntents()).toEqual([]);
    expect((await stage.facts(number)).at(-1)).toMatchObject({
      kind: "endpoint_quarantined",
      failure: "interrupted",
    });
    expect(statuses(number)).toEqual([]);
    expect((await stage.planOf(number)).items).toEqual([]);
    stage.house.clock.advance(HOUR);
    expect((await stage.planOf(number)).items).toHaveLength(1);
  });

  it("after the deletion was done is settled by reading as retired, and nothing is sent again", async () => {
    const number = one();
    const plan = await stage.planOf(number);
    stage.hooks.after = die;
    await expect(stage.enforce(plan)).rejects.toThrow("the process died");
    stage.hooks.after = () => {};
    expect(await stage.house.settle()).toMatchObject([{ outcome: "retired" }]);
    expect((await stage.facts(number)).at(-1)).toMatchObject({ outcome: "retired", settledBy: "restart" });
    expect(await stage.enforce(plan)).toMatchObject({ outcomes: { gone_already: 1 } });
    expect(statuses(number)).toEqual([200]);
  });

  it("and whose plan is applied again before the open deletion is settled sends nothing", async () => {
    const number = one();
    const plan = await stage.planOf(number);
    stage.hooks.before = die;
    await expect(stage.enforce(plan)).rejects.toThrow("the process died");
    stage.hooks.before = () => {};
    const attempts = await stage.attemptsToday();
    expect(await stage.enforce(plan)).toMatchObject({
      results: [{ outcome: "withheld", detail: "an earlier deletion of it is not settled yet" }],
    });
    expect(await stage.attemptsToday()).toBe(attempts);
    expect(statuses(number)).toEqual([]);
    stage.house.clock.advance(MINUTE);
    expect(await stage.house.settle()).toMatchObject([{ outcome: "failed" }]);
  });
});

describe("a deletion whose end cannot be read", () => {
  it("is unconfirmed until it can, is excluded meanwhile, and is never sent again", async () => {
    const number = one();
    const path = `${LIST}/${idOf(number)}`;
    stage.hooks.after = () => {
      stage.house.simulator.faults.add({ match: { path }, action: { kind: "status", status: 500 } });
    };
    expect(await stage.retire(number)).toMatchObject({ outcome: "unconfirmed" });
    expect((await stage.facts(number)).at(-1)).toMatchObject({ outcome: "unconfirmed", answer: "deleted" });
    expect(await stage.house.settle()).toMatchObject([{ outcome: "unconfirmed" }]);
    const { leftOut } = await stage.house.plan("enforce");
    expect(leftOut).toContainEqual(
      expect.objectContaining({ endpoint: idOf(number), code: "deleted_before" }),
    );
    stage.house.simulator.faults.clear();
    expect(await stage.house.settle()).toMatchObject([{ outcome: "retired" }]);
    expect(await stage.house.settle()).toEqual([]);
    expect(statuses(number)).toEqual([200]);
  });

  it("is not believed when Central says deleted and still has it", async () => {
    const number = one();
    const record = stage.record(number);
    stage.hooks.after = () => void stage.tenant.endpoints.set(record.id, record);
    expect(await stage.retire(number)).toMatchObject({ outcome: "unconfirmed" });
    stage.house.clock.advance(MINUTE);
    expect(await stage.house.settle()).toMatchObject([{ outcome: "failed" }]);
    expect(statuses(number)).toEqual([200]);
  });
});

describe("a run", () => {
  it("is stopped by three failures in a row, and each of them counts in the day's budget", async () => {
    const numbers = take(5);
    const plan = await stage.planOf(...numbers);
    const attempts = await stage.attemptsToday();
    stage.house.simulator.faults.add({
      match: { method: "DELETE" },
      action: { kind: "status", status: 400 },
    });
    const result = await stage.enforce(plan);
    expect(result).toMatchObject({ outcomes: { failed: 3 }, notBegun: 2, stoppedBy: "failures_in_a_row" });
    expect((await stage.attemptsToday()) - attempts).toBe(3);
    expect(numbers.map((number) => statuses(number).length)).toEqual([1, 1, 1, 0, 0]);
  });

  it("sends nothing more once the day's attempts are used up, the failed ones included", async () => {
    const [failing, spared] = [one(), one()];
    const plan = await stage.planOf(failing, spared);
    const { house } = stage;
    house.simulator.faults.add({
      match: { method: "DELETE", path: `${LIST}/${idOf(failing)}` },
      action: { kind: "status", status: 400 },
    });
    if (remover === undefined) throw new Error("the stage has a remover");
    const lease = durableLease(house.store, house.clock);
    const caps = { perTenantPerDay: (await stage.attemptsToday()) + 1, ramp: house.ramp };
    const budget = durableBudget(house.store, caps, lease);
    const parts = { ...house, remover, budget, lease, hash: sha256, progress: () => {} };
    expect(await apply({ plan, frozenItems: 2 }, parts, never)).toMatchObject({
      results: [{ outcome: "failed" }, { outcome: "withheld" }],
    });
    expect(statuses(spared)).toEqual([]);
    expect(stage.exists(spared)).toBe(true);
  });

  it("that Central throttles for an hour sends nothing on a reading that has grown old", async () => {
    const [throttled, ...later] = take(3);
    const plan = await stage.planOf(throttled ?? 0, ...later);
    stage.house.simulator.faults.add({
      match: { method: "DELETE" },
      action: { kind: "status", status: 429, headers: { "Retry-After": "3600" } },
    });
    const result = await stage.enforce(plan);
    expect(result).toMatchObject({ outcomes: { failed: 3 } });
    expect(result.results[1]?.detail).toContain("re-read");
    // The one after it is read when the hour is over, and that reading is fresh.
    expect(later.map((number) => statuses(number))).toEqual([[], [429]]);
    stage.house.clock.advance(HOUR);
  });

  it("that a person stops follows the deletion under way to its end and begins no other", async () => {
    const numbers = take(3);
    const plan = await stage.planOf(...numbers);
    const person = new AbortController();
    stage.hooks.before = () => person.abort();
    const result = await stage.enforce(plan, person.signal);
    expect(result).toMatchObject({ outcomes: { retired: 1 }, notBegun: 2, stoppedBy: "cancelled" });
    expect(numbers.map((number) => statuses(number))).toEqual([[200], [], []]);
    expect(await stage.house.store.plans.openIntents()).toEqual([]);
    stage.hooks.before = () => {};
    expect(await stage.enforce(plan)).toMatchObject({ outcomes: { gone_already: 1, retired: 2 } });
  });

  it("that a person stops while an endpoint is verified leaves that one as it was", async () => {
    const number = one();
    const plan = await stage.planOf(number);
    const person = new AbortController();
    stage.house.simulator.faults.add({ match: { path: `${LIST}/*` }, action: { kind: "hang" } });
    const stopped = stage.enforce(plan, person.signal);
    await expect.poll(() => stage.house.simulator.log.at(-1)?.faults, PATIENT).toEqual(["hang"]);
    person.abort();
    expect(await stopped).toMatchObject({ results: [], notBegun: 1, stoppedBy: "cancelled" });
    stage.house.simulator.faults.clear();
    expect(await stage.retire(number)).toMatchObject({ outcome: "retired" });
    expect(statuses(number)).toEqual([200]);
  });

  it("over a tenant that is no longer covered sends nothing, and the ledger has it", async () => {
    const number = one();
    const plan = await stage.planOf(number);
    stage.house.simulator.faults.add({
      match: { path: "/partner/v1/tenants" },
      action: { kind: "noApiHost" },
    });
    await stage.house.collect();
    expect(await stage.enforce(plan)).toMatchObject({
      results: [{ outcome: "failed", detail: "its tenant is no longer covered" }],
    });
    expect(statuses(number)).toEqual([]);
    expect((await stage.facts(number)).at(-1)).toMatchObject({ outcome: "failed", settledBy: "verify" });
    stage.house.simulator.faults.clear();
    await stage.house.collect();
    expect((await stage.planOf(number)).items).toHaveLength(1);
  });

  it("that is dry has the items of the real one and sends not one write", async () => {
    const numbers = take(2);
    const { house } = stage;
    // From one state, at one instant.
    const at = house.clock.now();
    const clock = { ...house.clock, now: () => at };
    const directories = house.directories.map(({ name }) => name);
    const freeze = (mode: Mode) =>
      freezePlan({ ...house, ids: createIds(clock), clock, directories, mode }, never);
    const [dry, real] = [await freeze("dry-run"), await freeze("enforce")];
    expect(dry.items.length).toBeGreaterThan(0);
    // Byte by byte, but for the mode, the id of each, and the hash over both.
    const { mode, id, hash } = dry;
    expect(planFileText({ ...real, mode, id, hash })).toBe(planFileText(dry));
    expect([real.mode, mode]).toEqual(["enforce", "dry-run"]);
    const attempts = await stage.attemptsToday();
    stage.house.simulator.clearLog();
    expect(await stage.house.apply(await stage.planOf(...numbers), "dry-run")).toMatchObject({
      outcomes: { withheld: 2 },
    });
    const writes = stage.house.simulator.log.filter(({ method, host }) => method !== "GET" && host !== "id");
    expect(stage.house.simulator.requestCount).toBeGreaterThan(0);
    expect(writes).toEqual([]);
    expect(await stage.attemptsToday()).toBe(attempts);
    expect((await stage.planOf(...numbers)).items).toHaveLength(2);
  });

  it("that is repeated finds what was deleted gone, counts that as nobody's fault and sends nothing", async () => {
    const numbers = take(2);
    const plan = await stage.planOf(...numbers);
    expect(await stage.enforce(plan)).toMatchObject({ outcomes: { retired: 2 } });
    expect(await stage.enforce(plan)).toMatchObject({ outcomes: { gone_already: 2 }, stoppedBy: undefined });
    expect(numbers.map((number) => statuses(number))).toEqual([[200], [200]]);
    expect((await stage.planOf(...numbers)).items).toEqual([]);
    await stage.house.collect();
    await stage.house.assess();
    const { items } = await stage.house.plan("enforce");
    expect(items.length).toBeGreaterThan(0);
    expect(items.filter(({ endpoint }) => !stage.tenant.endpoints.has(endpoint))).toEqual([]);
  });

  it("whatever became of it leaves a ledger that holds, and no living device deleted", async () => {
    expect(await verifyLedger(stage.house.store.ledger, sha256)).toMatchObject({ ok: true });
    expect(stage.house.deleted.filter((truth) => truth === undefined || truth.alive)).toEqual([]);
  });
});

describe("our own deletions", () => {
  it("are no inventory that shrank by itself, and what others delete is", async () => {
    const { house, tenant } = stage;
    await house.collect();
    await house.assess();
    const { items } = await house.plan("enforce");
    const [last, ...most] = items.toReversed();
    expect(most.length / tenant.endpoints.size).toBeGreaterThan(house.limits.maxShrink);
    const plan = await stage.planOf(...most.map(({ endpoint }) => Number.parseInt(endpoint.slice(-12), 16)));
    expect(await stage.enforce(plan)).toMatchObject({ outcomes: { retired: most.length } });
    await house.collect();
    await house.assess();
    const after = await house.plan("enforce");
    expect(after.breakers).toEqual([]);
    expect(after.items.map(({ endpoint }) => endpoint)).toEqual([last?.endpoint]);

    for (const id of [...tenant.endpoints.keys()].slice(-4)) tenant.endpoints.delete(id);
    await house.collect();
    await house.assess();
    expect((await house.plan("enforce")).breakers).toMatchObject([{ code: "collection_shrank" }]);
  });
});
