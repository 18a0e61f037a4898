// How fast it may go, and what stops it: ramp, the day's budget, brake, hours, spacing, and one run at a time.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import { MINUTE, SECOND } from "../../src/core/model/instant.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { pullBrake, releaseBrake } from "../../src/flows/brake.ts";
import { rampStanding } from "../../src/flows/move-ramp.ts";
import { LEASE_FOR } from "../../src/flows/run-leases.ts";
import { status } from "../../src/flows/status.ts";
import { requestBrake } from "../../src/main/brake-file.ts";
import type { DirectoryName } from "../../src/core/model/ids.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";

const PERSON = { reason: "a wrong one", by: "jane@ops1" };
const RAMP = { steps: [1, 2, 4], advanceAfterCleanDays: 2 };
const deletes = (stage: RemovalStage): number =>
  stage.house.simulator.log.filter(({ method }) => method === "DELETE").length;

describe("day by day, the ramp", () => {
  let stage: RemovalStage;
  let today = 1;
  beforeAll(async () => {
    stage = await aRemovalStage(40, endpointRemover, { ramp: RAMP });
  });
  afterEach(() => {
    stage.house.simulator.faults.clear();
    stage.hooks.after = () => {};
  });
  afterAll(async () => stage[Symbol.asyncDispose]());

  const nextDay = async (): Promise<void> => {
    await stage.house.day(++today);
    await stage.house.collect();
    await stage.house.assess();
  };
  const standing = async () => rampStanding(stage.house.store, stage.house.ramp, stage.house.clock.now());
  const aDay = async (): Promise<number> => {
    await nextDay();
    const { outcomes } = await stage.enforce(await stage.house.plan("enforce"));
    return outcomes.retired ?? 0;
  };

  it("begins with its first step, rehearsed or not, and says what it leaves out", async () => {
    const [dry, real] = [await stage.house.plan("dry-run"), await stage.house.plan("enforce")];
    expect(dry.items).toEqual(real.items);
    expect(real.items).toHaveLength(1);
    expect(new Set(real.leftOut.map(({ code }) => code))).toEqual(new Set(["over_ramp"]));
    expect(await stage.house.store.ramp.kept()).toBeUndefined();
  });

  it("grows by clean days only, one step at a time, and stays on its last one", async () => {
    const retired: number[] = [];
    for (let day = 0; day < 6; day++) retired.push(await aDay());
    expect(retired).toEqual([1, 1, 2, 2, 4, 4]);
    const facts = [];
    for await (const batch of stage.house.store.ledger.entries(1)) facts.push(...batch);
    expect(facts.flatMap(({ fact }) => (fact.kind === "ramp_moved" ? [fact.perDay] : []))).toEqual([1, 2, 4]);
  });

  it("leaves nothing of a day that is used up: not to the next plan, and not to one that was made before", async () => {
    await nextDay();
    const plan = await stage.house.plan("enforce");
    const other = await stage.house.plan("enforce");
    const half: Plan = { ...plan, items: plan.items.slice(0, 2) };
    expect(await stage.enforce(half)).toMatchObject({ outcomes: { retired: 2 } });
    expect((await stage.house.plan("enforce")).items).toHaveLength(2);

    const sent = deletes(stage);
    const late = await stage.house.plan("enforce");
    const rest = await stage.enforce(other);
    expect(rest.outcomes).toEqual({ gone_already: 2, retired: 2 });
    expect(await stage.enforce(late)).toMatchObject({ outcomes: { gone_already: 2 } });
    expect(deletes(stage)).toBe(sent + 2);
    expect((await stage.house.plan("enforce")).items).toEqual([]);
    expect(await standing()).toMatchObject({ perDay: 4, attempts: 4, left: 0 });
  });

  it("withholds what would go beyond it, and the tenant's budget is not touched either", async () => {
    await nextDay();
    const plan = await stage.house.plan("enforce");
    await stage.enforce({ ...plan, items: plan.items.slice(0, 3) });
    // Another process takes the last one while this one holds its plan.
    const [other] = await stage.house.store.inventory.tenants();
    if (other === undefined) throw new Error("there is a tenant");
    await stage.house.store.plans.reserveAttempt(other.id, stage.house.clock.now(), 1_000, 4);
    const attempts = await stage.attemptsToday();

    const { results } = await stage.enforce({ ...plan, items: plan.items.slice(3) });

    expect(results).toMatchObject([
      { outcome: "withheld", detail: "the ramp's attempts of the day are used up" },
    ]);
    expect(await stage.attemptsToday()).toBe(attempts);
  });

  it("falls back at once when a run is stopped by failures in a row, and the day was not clean", async () => {
    await nextDay();
    stage.house.simulator.faults.add({
      match: { method: "DELETE" },
      action: { kind: "status", status: 400 },
    });
    const stopped = await stage.enforce(await stage.house.plan("enforce"));
    expect(stopped).toMatchObject({ stoppedBy: "failures_in_a_row" });
    stage.house.simulator.faults.clear();

    expect(await standing()).toMatchObject({
      perDay: 1,
      left: 0,
      kept: { state: { step: 0, cleanDays: 0 } },
    });
    expect(await aDay()).toBe(1);
    expect(await aDay()).toBe(1);
    expect(await aDay()).toBe(2);
  });

  it("falls back with a brake, and begins anew once that is released", async () => {
    await nextDay();
    expect((await standing()).perDay).toBe(2);
    await pullBrake(stage.house, PERSON);
    await releaseBrake(stage.house, PERSON);

    expect(await standing()).toMatchObject({ perDay: 1, left: 1 });
    expect(await stage.enforce(await stage.house.plan("enforce"))).toMatchObject({
      outcomes: { retired: 1 },
    });
    await nextDay();
    expect((await standing()).kept.state).toMatchObject({ step: 0, cleanDays: 0 });
  });

  it("and everything else deleted no living device", () => {
    expect(stage.house.deleted.length).toBeGreaterThan(20);
    expect(stage.house.deleted.filter((truth) => truth === undefined || truth.alive)).toEqual([]);
  });
});

describe("what stops a run", () => {
  let stage: RemovalStage;
  let dir: string;
  let open = true;
  const hours = { isOpen: () => open, text: "by day" };
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "rollcall-paced-"));
    const brakeFile = join(dir, "brake.json");
    stage = await aRemovalStage(30, endpointRemover, { hours, spacingMs: 2 * SECOND, brakeFile });
  });
  beforeEach(() => {
    open = true;
  });
  afterEach(async () => {
    stage.hooks.before = () => {};
    stage.hooks.after = () => {};
    await releaseBrake(stage.house, PERSON);
  });
  afterAll(async () => {
    await stage[Symbol.asyncDispose]();
    await rm(dir, { recursive: true, force: true });
  });

  const apply = async (plan: Plan, mode: "enforce" | "dry-run" = "enforce") => stage.house.apply(plan, mode);
  const planOf = async (count: number): Promise<Plan> => {
    const plan = await stage.house.plan("enforce");
    return { ...plan, items: plan.items.slice(0, count) };
  };
  const statusNow = async () =>
    status({
      ...stage.house,
      mode: "enforce",
      directoryNames: stage.house.directories.map(({ name }) => name),
    });

  it("a brake refuses it before anything is verified, a dry run only says so, and resuming lets it go on", async () => {
    const plan = await planOf(1);
    await pullBrake(stage.house, PERSON);
    await pullBrake(stage.house, { reason: "again", by: "joe@ops2" });
    const requests = stage.house.simulator.requestCount;

    expect(await apply(plan)).toMatchObject({ kind: "refused", code: "brake_on" });
    expect(stage.house.simulator.requestCount).toBe(requests);
    expect(await apply(plan, "dry-run")).toMatchObject({
      outcomes: { withheld: 1 },
      hindrances: [{ code: "brake_on", detail: expect.stringContaining("jane@ops1") as string }],
    });

    expect(await releaseBrake(stage.house, PERSON)).toMatchObject({
      kind: "resumed",
      brake: { reason: "a wrong one" },
    });
    expect(await releaseBrake(stage.house, PERSON)).toMatchObject({ kind: "refused", code: "brake_not_on" });
    expect(await apply(plan)).toMatchObject({ outcomes: { retired: 1 }, hindrances: [] });
    const kinds = (await stage.house.store.ledger.newest(40)).map(({ fact }) => fact.kind);
    expect(kinds.filter((kind) => kind === "brake_pulled")).toHaveLength(2);
    expect(kinds.filter((kind) => kind === "brake_released")).toHaveLength(1);
  });

  it("a brake that is pulled meanwhile stops it before the next deletion", async () => {
    const plan = await planOf(3);
    let pulled: Promise<unknown> = Promise.resolve();
    stage.hooks.after = () => void (pulled = pullBrake(stage.house, PERSON));

    expect(await apply(plan)).toMatchObject({ outcomes: { retired: 1 }, notBegun: 2, stoppedBy: "brake_on" });
    await pulled;
  });

  it("a brake that waits beside the store stops it too, and is in the ledger then", async () => {
    const plan = await planOf(3);
    const sent = deletes(stage);
    await requestBrake(join(dir, "brake.json"), PERSON);

    expect(await apply(plan)).toMatchObject({ results: [], notBegun: 3, stoppedBy: "brake_on" });

    expect(deletes(stage)).toBe(sent);
    expect(await stage.house.store.brake.pulled()).toMatchObject({ pulledBy: "jane@ops1" });
    expect(await stage.house.brakeRequests.waiting()).toBeUndefined();
  });

  it("outside the hours it is refused, a dry run says so, and one that runs into their end stops", async () => {
    const plan = await planOf(2);
    open = false;
    expect(await apply(plan)).toMatchObject({ kind: "refused", code: "outside_hours" });
    expect(await apply(plan, "dry-run")).toMatchObject({
      outcomes: { withheld: 2 },
      hindrances: [{ code: "outside_hours" }],
    });
    open = true;
    stage.hooks.after = () => void (open = false);
    expect(await apply(plan)).toMatchObject({
      outcomes: { retired: 1 },
      notBegun: 1,
      stoppedBy: "outside_hours",
    });
  });

  it("another run that is under way refuses it, a dry run says so, and one that fell silent is taken over", async () => {
    const plan = await planOf(1);
    const other = await stage.house.store.lease.take(stage.house.clock.now(), LEASE_FOR);
    expect(other.kind).toBe("taken");
    expect(await apply(plan)).toMatchObject({ kind: "refused", code: "run_under_way" });
    expect(await apply(plan, "dry-run")).toMatchObject({
      outcomes: { withheld: 1 },
      hindrances: [{ code: "run_under_way" }],
    });
    expect((await statusNow()).enforce).toMatchObject({
      allowed: false,
      hindrances: [{ code: "run_under_way" }],
    });

    stage.house.clock.advance(LEASE_FOR);

    expect(await apply(plan)).toMatchObject({ outcomes: { retired: 1 } });
    expect(await stage.house.store.lease.held(stage.house.clock.now(), LEASE_FOR)).toBeUndefined();
  });

  it("a lease that another run took stops it before its next deletion, and is not given back by it", async () => {
    const plan = await planOf(3);
    let stolen: Promise<unknown> = Promise.resolve();
    stage.hooks.after = () => {
      stage.house.clock.advance(LEASE_FOR + MINUTE);
      stolen = stage.house.store.lease.take(stage.house.clock.now(), LEASE_FOR);
    };

    expect(await apply(plan)).toMatchObject({
      outcomes: { retired: 1 },
      notBegun: 2,
      stoppedBy: "lease_lost",
    });

    expect(await stolen).toMatchObject({ kind: "taken" });
    expect(await stage.house.store.lease.held(stage.house.clock.now(), LEASE_FOR)).toBeDefined();
    stage.house.clock.advance(LEASE_FOR);
  });

  it("a run that breaks off with a fault gives the lease back", async () => {
    const plan = await planOf(1);
    stage.hooks.before = () => {
      throw new Error("the process died");
    };
    await expect(apply(plan)).rejects.toThrow("the process died");
    expect(await stage.house.store.lease.held(stage.house.clock.now(), LEASE_FOR)).toBeUndefined();
    stage.house.clock.advance(MINUTE);
    await stage.house.settle();
  });

  it("a person, who does not wait for the spacing", async () => {
    const plan = await planOf(2);
    const person = new AbortController();
    stage.hooks.after = () => person.abort();
    expect(await stage.enforce(plan, person.signal)).toMatchObject({
      outcomes: { retired: 1 },
      notBegun: 1,
      stoppedBy: "cancelled",
    });
  });

  it("nothing else: between two deletions there is the spacing", async () => {
    const plan = await planOf(3);
    const times: number[] = [];
    stage.hooks.before = () => void times.push(stage.house.clock.now());
    expect(await apply(plan)).toMatchObject({ outcomes: { retired: 3 } });
    expect(times).toHaveLength(3);
    for (const [index, time] of times.slice(1).entries())
      expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(2 * SECOND);
  });

  it("nothing, where there is nothing to delete", async () => {
    const plan = await planOf(0);
    open = false;
    expect(await apply(plan)).toMatchObject({ kind: "applied", results: [], hindrances: [] });
  });

  it("a dry run takes neither budget nor lease, and keeps no ramp", async () => {
    const { store, clock } = stage.house;
    const before = [await store.ramp.attemptsOn(clock.now()), await store.ramp.kept()];
    const next = await store.lease.take(clock.now(), LEASE_FOR);
    if (next.kind !== "taken") throw new Error("the lease is free");
    await store.lease.release(next.token);

    await apply(await planOf(2), "dry-run");

    expect([await store.ramp.attemptsOn(clock.now()), await store.ramp.kept()]).toEqual(before);
    expect(await store.lease.take(clock.now(), LEASE_FOR)).toEqual({ kind: "taken", token: next.token + 1 });
    await store.lease.release(next.token + 1);
  });

  it("stands in the status, with ramp, budget, sources and what is open", async () => {
    await pullBrake(stage.house, PERSON);
    const now = await statusNow();
    expect(now).toMatchObject({
      brake: { pulledBy: "jane@ops1", reason: "a wrong one" },
      ramp: { step: 1, perDay: 1_000, nextPerDay: undefined },
      enforce: { allowed: false, hindrances: [{ code: "brake_on" }] },
      openIntents: [],
      holds: { standing: 0, expired: 0 },
      notCovered: [],
    });
    expect(now.enforce.dryRunAt).toBeDefined();
    expect(now.lastRuns.map(({ mode }) => mode)).toEqual(["dry-run", "enforce"]);
    expect(now.budget.used).toBe(await stage.attemptsToday());
    expect(now.budget.used + now.budget.left).toBe(1_000);
    expect(now.sources.length).toBeGreaterThan(1);
    expect(now.sources.filter(({ decides }) => !decides)).toEqual([]);
    const unread = await status({
      ...stage.house,
      mode: "enforce",
      directoryNames: ["elsewhere" as DirectoryName],
    });
    expect(unread.sources[0]).toMatchObject({ name: "elsewhere", coverage: undefined, decides: false });
  });
});
