// Runs in the background of a process: begun, recorded step by step, applied in part, stopped, one at a time.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { noWriteRemover } from "../../src/adapters/sophos-central/no-write-remover.ts";
import type { Mode } from "../../src/core/plan/plan.ts";
import { DAY } from "../../src/core/model/instant.ts";
import { rehearsedBudget } from "../../src/flows/attempt-budgets.ts";
import { emptyHandedKeeper } from "../../src/flows/dossier-keepers.ts";
import { rehearsedLease } from "../../src/flows/run-leases.ts";
import type { RunParts } from "../../src/flows/run-parts.ts";
import { createLive } from "../../src/server/api/live.ts";
import { createRunDesk, type RunAsk, type RunDesk, type RunStart } from "../../src/server/worker/run-desk.ts";
import { createRunWatch } from "../../src/server/worker/run-watch.ts";
import type { LiveEvent } from "../../src/api/runs.ts";
import { createIds } from "../../src/adapters/system/ids.ts";
import { aHouse, type House } from "../build/house.ts";

let house: House;
let desk: RunDesk;
let events: LiveEvent[];
let troubles: unknown[];
let stopping: AbortController;

beforeEach(async () => {
  house = await aHouse({ endpoints: 120 });
  events = [];
  troubles = [];
  stopping = new AbortController();
  const live = createLive();
  live.listen((event) => events.push(event));
  const watch = createRunWatch(live, () => async () => Promise.resolve());
  desk = createRunDesk({
    withSession: async (_actor, work) => work({ ...partsOf(house, "dry-run"), watcher: watch }),
    watch,
    trouble: (error) => troubles.push(error),
    signal: stopping.signal,
  });
});
afterEach(async () => house[Symbol.asyncDispose]());

/** The parts of a run in a house that cannot write. */
function partsOf(built: House, mode: Mode): Omit<RunParts, "watcher"> {
  const { store, clock, central, directories, ramp, limits } = built;
  return {
    ...built,
    mode,
    ids: createIds(clock),
    tenantFilter: { include: [], exclude: [] },
    directoryNames: directories.map(({ name }) => name),
    dossiersKeptMs: 90 * DAY,
    mirrorsIn: () => false,
    central: () => central,
    directories: () => directories,
    hand: () => ({
      remover: noWriteRemover(),
      budget: rehearsedBudget(store, { perTenantPerDay: limits.perTenantPerDay, ramp }),
      lease: rehearsedLease(store, clock),
      dossiers: emptyHandedKeeper(central, undefined),
    }),
  };
}

const asking = (parts: Partial<RunAsk> = {}): RunAsk => ({
  kind: "run",
  begunBy: "oidc:ann",
  dryRun: false,
  ...parts,
});
const idOf = (start: RunStart): string => {
  if (start.kind === "refused") throw new Error(`${start.code}: ${start.detail}`);
  return start.run.id;
};
/** Begins it and waits for its end. */
const ran = async (parts: Partial<RunAsk> = {}) => {
  const id = idOf(await desk.start(asking(parts)));
  await desk.ended();
  return house.store.runs.find(id);
};

describe("the desk of runs", { timeout: 300_000 }, () => {
  it("records every step, tells of it live, and applies a plan in part only as it was frozen", async () => {
    const first = await ran();
    expect(first).toMatchObject({ kind: "run", mode: "dry-run", begunBy: "oidc:ann", state: "done" });
    const steps = ["settle", "collect", "watch", "assess", "review", "tickets", "plan", "apply", "tell"];
    expect(first?.steps.map(({ step, state }) => [step, state])).toEqual(steps.map((step) => [step, "done"]));
    expect(first?.steps.every(({ text, endedAt }) => text !== undefined && endedAt !== undefined)).toBe(true);
    const told = events.filter((event) => event.kind === "run").map(({ run }) => run);
    expect(told.at(-1)).toMatchObject({ state: "done", plan: first?.plan });
    expect(events.some((event) => event.kind === "progress" && event.run === first?.id)).toBe(true);

    await house.day(1);
    const planned = await ran({ kind: "plan" });
    expect(planned).toMatchObject({ kind: "plan", state: "done", outcomes: {} });
    const plan = planned?.plan;
    if (plan === undefined) throw new Error("nothing was planned");
    const [one, two] = (await house.store.plans.find(plan))?.items ?? [];
    if (one === undefined || two === undefined) throw new Error("the plan is too small");

    const part = await ran({ kind: "apply", plan, items: [two] });
    expect(part).toMatchObject({ kind: "apply", plan, state: "done", outcomes: { withheld: 1 } });
    const twice = await desk.start(asking({ kind: "apply", plan, items: [one, one] }));
    expect(twice).toMatchObject({ kind: "refused", code: "plan_grown" });
    const strange = await desk.start(
      asking({ kind: "apply", plan, items: [{ ...one, endpoint: two.tenant as never }] }),
    );
    expect(strange).toMatchObject({ kind: "refused", code: "plan_grown" });
    expect(troubles).toEqual([]);
  });

  it("refuses a second run, stops the first one between its steps, and then begins another", async () => {
    house.simulator.faults.add({ match: { path: "/endpoint/v1/endpoints" }, action: { kind: "hang" } });
    const id = idOf(await desk.start(asking()));
    const second = await desk.start(asking({ kind: "plan" }));
    expect(second).toMatchObject({ kind: "refused", code: "run_under_way" });
    expect(desk.current()).toMatchObject({ id, state: "running" });

    expect(desk.stop("another")).toBe(false);
    expect(desk.stop(id)).toBe(true);
    await desk.ended();
    expect(await house.store.runs.find(id)).toMatchObject({
      state: "stopped",
      trouble: { code: "CANCELLED" },
    });
    expect(desk.current()).toBeUndefined();

    house.simulator.faults.clear();
    expect(await ran({ kind: "plan" })).toMatchObject({ state: "done" });
  });

  it("records what Central's trouble was, and that a plan of nowhere is none", async () => {
    house.simulator.faults.add({ match: { path: "/whoami/v1" }, action: { kind: "status", status: 403 } });
    expect(await ran()).toMatchObject({ state: "failed", trouble: { code: "CENTRAL_FORBIDDEN" } });
    expect(await desk.start(asking({ kind: "apply", plan: "x" as never }))).toMatchObject({
      kind: "refused",
      code: "plan_not_found",
    });
  });
});
