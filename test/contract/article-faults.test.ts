// The faults that a well-known pair of demonstration scripts has on the deleting side: none of them here.
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import { applyExit } from "../../src/cli/commands/apply.ts";
import { MINUTE } from "../../src/core/model/instant.ts";
import { admitPlan } from "../../src/core/plan/admit-plan.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { apply } from "../../src/flows/apply.ts";
import { rehearsedBudget } from "../../src/flows/attempt-budgets.ts";
import { rehearsedLease } from "../../src/flows/run-leases.ts";
import { emptyHandedKeeper } from "../../src/flows/dossier-keepers.ts";
import { verifyLedger } from "../../src/flows/verify-ledger.ts";
import { noWriteRemover } from "../../src/adapters/sophos-central/no-write-remover.ts";
import { LIST } from "../build/reading-fault.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { idOf } from "../build/small-world.ts";

const never = new AbortController().signal;
let stage: RemovalStage;
let number = 0;

beforeAll(async () => {
  stage = await aRemovalStage(16, endpointRemover);
});
afterEach(() => stage.house.simulator.faults.clear());
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

const fault = (action: Parameters<typeof stage.house.simulator.faults.add>[0]["action"]): void =>
  void stage.house.simulator.faults.add({ match: { method: "DELETE" }, action });

const admit = async (file: unknown, mode: "dry-run" | "enforce" = "enforce") => {
  const { house } = stage;
  const stored = await house.store.plans.newest();
  return admitPlan(stored, file, {
    now: house.clock.now(),
    policyHash: house.policyHash,
    mode,
    hash: sha256,
  });
};

const asFile = (plan: Plan): Record<string, unknown> => JSON.parse(JSON.stringify(plan)) as never;

it("article fault 6: a deletion is never tried again; what became of it is read", async () => {
  number++;
  fault({ kind: "resetAfter" });
  expect(await stage.retire(number)).toMatchObject({ outcome: "retired" });
  expect(stage.sent(number)).toHaveLength(1);
});

it("article fault 10: the endpoint is read by its id right before it is deleted, and one that is back is kept", async () => {
  const [gone, back] = [++number, ++number];
  const plan = await stage.planOf(gone, back);
  stage.record(back)["lastSeenAt"] = new Date(stage.house.clock.now()).toISOString();
  stage.house.simulator.clearLog();
  expect(await stage.enforce(plan)).toMatchObject({ outcomes: { retired: 1, changed: 1 } });
  const log = stage.house.simulator.log.filter(({ path }) => path === `${LIST}/${idOf(gone)}`);
  expect(log.map(({ method, status }) => [method, status])).toEqual([
    ["GET", 200],
    // Once more for the dossier, and judged again.
    ["GET", 200],
    ["DELETE", 200],
    ["GET", 404],
  ]);
  expect((log[2]?.at ?? Infinity) - (log[0]?.at ?? 0)).toBeLessThan(MINUTE);
  expect(stage.sent(back)).toEqual([]);
});

it("article fault 11: a second run deletes nothing again, and a copy of the plan is the same plan", async () => {
  const plan = await stage.planOf(++number);
  await stage.enforce(plan);
  expect(await stage.enforce(structuredClone(plan))).toMatchObject({ outcomes: { gone_already: 1 } });
  expect(stage.sent(number)).toHaveLength(1);
  const whole = await stage.house.plan("enforce");
  const [first] = whole.items;
  const twice = { ...asFile(whole), items: [first, first] };
  expect(await admit(twice)).toMatchObject({ kind: "refused", code: "plan_grown" });
});

it("article fault 12: deleted:false is a failure, and the run does not end as if all were done", async () => {
  fault({ kind: "deletedFalse" });
  const result = await stage.enforce(await stage.planOf(++number));
  expect(result).toMatchObject({
    results: [{ outcome: "failed", detail: "Central answered deleted:false" }],
  });
  expect(stage.exists(number)).toBe(true);
  expect(applyExit(result)).toBe(5);
});

it("article fault 13: each deletion is in the ledger before it is sent and after it was read back", async () => {
  number++;
  let before: unknown[] = [];
  const reading: Promise<unknown>[] = [];
  stage.hooks.before = () => {
    reading.push(stage.facts(number).then((facts) => (before = facts.map(({ kind }) => kind))));
  };
  await stage.retire(number);
  stage.hooks.before = () => {};
  await Promise.all(reading);
  expect(before.slice(-2)).toEqual(["endpoint_verified", "removal_intended"]);
  expect((await stage.facts(number)).at(-1)).toMatchObject({
    kind: "removal_settled",
    outcome: "retired",
    answer: "deleted",
    settledBy: "read_back",
  });
  const [last] = await stage.house.store.ledger.newest(1);
  expect(last).toMatchObject({ actor: "tester@house", fact: { kind: "apply_finished" } });
  expect(await verifyLedger(stage.house.store.ledger, sha256)).toMatchObject({ ok: true });
});

it("article fault 14: only a plan that was frozen here is an order, and only as far as it was", async () => {
  const plan = await stage.house.plan("enforce");
  const [item] = plan.items;
  const script = { [idOf(1)]: { id: idOf(1), tenant: { id: stage.tenant.id }, hostname: "PC-0001" } };
  expect(await admit(script)).toMatchObject({ kind: "refused", code: "malformed" });
  expect(await admit({ ...asFile(plan), id: "another" })).toMatchObject({ code: "plan_not_found" });
  const living = { ...item, endpoint: idOf(20), hostname: "PC-0020" };
  const grown = { ...asFile(plan), items: [...plan.items, living] };
  expect(await admit(grown)).toMatchObject({ code: "plan_grown" });
  const altered = { ...asFile(plan), items: [{ ...item, hostname: "PC-0020" }] };
  expect(await admit(altered)).toMatchObject({ code: "plan_altered" });
  const shrunk = { ...asFile(plan), items: [item] };
  expect(await admit(shrunk)).toMatchObject({
    kind: "admitted",
    plan: { items: [{ endpoint: item?.endpoint }] },
  });
});

it("article fault 15: nothing is deleted in observe, without a rehearsal under this policy, or beyond the caps", async () => {
  const { house } = stage;
  const plan = await stage.planOf(number + 1, number + 2);
  const parts = {
    ...house,
    hash: sha256,
    progress: () => {},
    remover: noWriteRemover(),
    dossiers: emptyHandedKeeper(house.central, undefined),
    budget: rehearsedBudget(house.store, { perTenantPerDay: 0, ramp: house.ramp }),
    lease: rehearsedLease(house.store, house.clock),
  };
  const admitted = { plan, frozenItems: 2 };
  const other = { ...parts, policyHash: sha256("another policy") };
  expect(await apply(admitted, other, never)).toMatchObject({ kind: "refused", code: "no_dry_run" });
  const observing = { ...admitted, plan: { ...plan, mode: "observe" as const } };
  expect(await apply(observing, parts, never)).toMatchObject({ kind: "refused", code: "mode_is_observe" });
  expect(await admit(asFile(plan), "enforce")).toMatchObject({ kind: "admitted" });
  const rehearsing = { ...admitted, plan: { ...plan, mode: "dry-run" as const } };
  expect(await apply(rehearsing, parts, never)).toMatchObject({ outcomes: { withheld: 2 } });
  expect(stage.sent(number + 1)).toEqual([]);
  expect(stage.exists(number + 1)).toBe(true);
});
