// Failures over several days: who failed is left alone for a while, takes nobody's turn, and waits for a person after the third time.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import type { EndpointId, TenantId } from "../../src/core/model/ids.ts";
import { HOUR, MINUTE } from "../../src/core/model/instant.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import type { FailureClass } from "../../src/core/retire/failure-class.ts";
import { releaseQuarantine } from "../../src/flows/quarantines.ts";
import { Fault } from "../../src/ports/fault.ts";
import type { FaultAction } from "../../src/simulator/fault-action.ts";
import { LIST } from "../build/reading-fault.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { idOf } from "../build/small-world.ts";

let stage: RemovalStage;
let day = 1;

beforeAll(async () => {
  stage = await aRemovalStage(24, endpointRemover);
});
afterEach(() => {
  stage.house.simulator.faults.clear();
  stage.hooks.after = () => {};
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

/** The next day: everything is read and judged anew. */
async function tomorrow(): Promise<void> {
  await stage.house.day(++day);
  await stage.house.collect();
  await stage.house.assess();
}

const strike = (number: number, action: FaultAction, method = "DELETE") =>
  stage.house.simulator.faults.add({ match: { method, path: `${LIST}/${idOf(number)}` }, action });
const quarantineOf = async (number: number) =>
  stage.house.store.quarantine.find(stage.tenant.id as TenantId, idOf(number) as EndpointId);
const codeOf = ({ leftOut }: Plan, number: number) =>
  leftOut.find(({ endpoint }) => endpoint === idOf(number))?.code;
const isPlanned = ({ items }: Plan, number: number) =>
  items.some(({ endpoint }) => endpoint === idOf(number));
/** A plan of so many turns, as the run's cap would leave them. */
const turns = (plan: Plan, count: number): Plan => ({ ...plan, items: plan.items.slice(0, count) });

describe("a device whose deletion fails", () => {
  it("is tried three times over the days, after all others, and then waits for a person", async () => {
    const bad = 1;
    strike(bad, { kind: "status", status: 500 });
    const { house } = stage;

    const first = await house.plan("enforce");
    expect(first.items[0]?.endpoint).toBe(idOf(bad));
    expect(await stage.enforce(turns(first, 2))).toMatchObject({
      results: [
        { outcome: "failed", failure: "server", quarantine: { failures: 1 } },
        { outcome: "retired" },
      ],
    });
    expect(codeOf(await house.plan("enforce"), bad)).toBe("quarantined");

    await tomorrow();
    const second = await house.plan("enforce");
    expect(second.items.at(-1)?.endpoint).toBe(idOf(bad));
    const { results } = await stage.enforce(turns(second, 3));
    expect(results.map(({ outcome }) => outcome)).toEqual(["retired", "retired", "retired"]);
    expect(await stage.retire(bad)).toMatchObject({ outcome: "failed", quarantine: { failures: 2 } });

    house.clock.advance(2 * HOUR);
    expect(codeOf(await house.plan("enforce"), bad)).toBe("quarantined");
    await tomorrow();
    expect(await stage.retire(bad)).toMatchObject({
      outcome: "failed",
      quarantine: { failures: 3, until: undefined },
    });

    for (let n = 0; n < 3; n++) await tomorrow();
    expect(codeOf(await house.plan("enforce"), bad)).toBe("quarantined");
    expect(await house.store.quarantine.exhausted()).toMatchObject([
      { endpoint: idOf(bad), hostname: "PC-0001" },
    ]);
    expect(stage.sent(bad)).toHaveLength(3);
    const facts = await stage.facts(bad);
    expect(facts.filter(({ kind }) => kind === "endpoint_quarantined")).toMatchObject([
      { failure: "server", attempts: 1, exhausted: false },
      { failure: "server", attempts: 2, exhausted: false },
      { failure: "server", attempts: 3, exhausted: true },
    ]);
    expect(facts.filter((fact) => fact.kind === "removal_settled" && fact.failure === "server")).toHaveLength(
      3,
    );
  });

  it("is released by a person, with a reason and on the record, and has all its attempts again", async () => {
    const device = { text: "pc-0001", tenant: undefined };
    expect(await releaseQuarantine({ device, reason: " " }, stage.house)).toMatchObject({
      code: "reason_unusable",
    });
    expect(await releaseQuarantine({ device, reason: "the record is repaired" }, stage.house)).toMatchObject({
      kind: "released",
      quarantine: { failures: 3 },
    });
    expect(await releaseQuarantine({ device, reason: "again" }, stage.house)).toMatchObject({
      code: "not_quarantined",
    });
    expect((await stage.facts(1)).at(-1)).toMatchObject({
      kind: "quarantine_released",
      attempts: 3,
      reason: "the record is repaired",
    });
    expect(await stage.retire(1)).toMatchObject({ outcome: "retired" });
    expect(await quarantineOf(1)).toBeUndefined();
  });

  it("and succeeds the third time is quarantined no more", async () => {
    const number = 20;
    const rule = strike(number, { kind: "deletedFalse" });
    for (const failures of [1, 2]) {
      expect(await stage.retire(number)).toMatchObject({ failure: "refused", quarantine: { failures } });
      await tomorrow();
      await tomorrow();
    }
    rule.remove();
    expect(await stage.retire(number)).toMatchObject({ outcome: "retired", quarantine: undefined });
    expect(await quarantineOf(number)).toBeUndefined();
  });

  it("is left alone by a plan that was frozen before, and read no more", async () => {
    const number = 21;
    const plan = await stage.planOf(number);
    strike(number, { kind: "status", status: 409 });
    expect(await stage.enforce(plan)).toMatchObject({ results: [{ outcome: "failed", failure: "refused" }] });
    stage.house.simulator.clearLog();
    const attempts = await stage.attemptsToday();
    const again = await stage.enforce(plan);
    expect(again.results).toMatchObject([{ outcome: "withheld", failure: undefined }]);
    expect(again.results[0]?.detail).toMatch(/^it is quarantined until /);
    expect(stage.house.simulator.log).toEqual([]);
    expect(await stage.attemptsToday()).toBe(attempts);
  });

  it("without an end that could be read is quarantined once it is settled, by what its answer said", async () => {
    const number = 22;
    stage.house.simulator.faults.add({
      match: { method: "DELETE", path: `${LIST}/${idOf(number)}` },
      action: { kind: "status", status: 503 },
    });
    stage.hooks.after = () => void strike(number, { kind: "status", status: 500 }, "GET");
    expect(await stage.retire(number)).toMatchObject({ outcome: "unconfirmed", failure: "server" });
    expect(await quarantineOf(number)).toBeUndefined();
    expect(codeOf(await stage.house.plan("enforce"), number)).toBe("deleted_before");

    stage.house.simulator.faults.clear();
    stage.house.clock.advance(MINUTE);
    expect(await stage.house.settle()).toMatchObject([{ outcome: "failed" }]);
    expect(await quarantineOf(number)).toMatchObject({ failures: 1, counted: 1, failure: "server" });
    expect((await stage.facts(number)).slice(-2)).toMatchObject([
      { kind: "removal_settled", settledBy: "restart", failure: "server" },
      { kind: "endpoint_quarantined" },
    ]);
    expect(codeOf(await stage.house.plan("enforce"), number)).toBe("quarantined");
  });

  it("in a dry run, or at verify for what moved, is not quarantined", async () => {
    const number = 23;
    const plan = await stage.planOf(number);
    const rule = strike(number, { kind: "status", status: 500 }, "GET");
    expect(await stage.house.apply(plan, "dry-run")).toMatchObject({
      results: [{ outcome: "failed", failure: "server", quarantine: undefined }],
    });
    rule.remove();
    stage.record(number)["lastSeenAt"] = new Date(stage.house.clock.now()).toISOString();
    expect(await stage.enforce(plan)).toMatchObject({
      results: [{ outcome: "changed", failure: "refused_by_verify" }],
    });
    expect(await quarantineOf(number)).toBeUndefined();
  });

  it.each<readonly [string, string, FaultAction, FailureClass]>([
    ["throttled", "DELETE", { kind: "status", status: 429 }, "throttled"],
    ["forbidden by its tenant", "DELETE", { kind: "forbidTenant" }, "forbidden"],
    ["forbidden to be read", "GET", { kind: "status", status: 403 }, "forbidden"],
  ])("that is %s is delayed, and none of its attempts is used up", async (_what, method, action, failure) => {
    const number = 24;
    const before = await quarantineOf(number);
    strike(number, action, method);
    expect(await stage.retire(number)).toMatchObject({
      outcome: "failed",
      failure,
      quarantine: { failures: (before?.failures ?? 0) + 1, counted: 0 },
    });
    expect(codeOf(await stage.house.plan("enforce"), number)).toBe("quarantined");
    for (let n = 0; n < 4; n++) await tomorrow();
    expect(isPlanned(await stage.house.plan("enforce"), number)).toBe(true);
  });
});

describe("a run while Central answers nobody", () => {
  it("is one fault, begins nothing and quarantines nobody", async () => {
    const { house } = stage;
    const plan = await house.plan("enforce");
    expect(plan.items.length).toBeGreaterThan(2);
    const before = await house.store.quarantine.list();
    const [entry] = await house.store.ledger.newest(1);
    house.simulator.faults.add({ action: { kind: "status", status: 503 } });
    const run = house.apply(plan, "enforce", undefined, { centralAnswered: false });
    await expect(run).rejects.toThrow(Fault);
    await expect(run).rejects.toMatchObject({ code: "CENTRAL_SERVER_ERROR" });
    expect(await house.store.quarantine.list()).toEqual(before);
    expect(await house.store.ledger.newest(1)).toEqual([entry]);
    house.simulator.faults.clear();
    expect(await house.apply(turns(plan, 1), "enforce", undefined, { centralAnswered: false })).toMatchObject(
      {
        outcomes: { retired: 1 },
      },
    );
  });
});
