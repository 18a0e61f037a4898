// `rollcall serve` on the embedded store, which it keeps open: runs by the schedule and those that other commands ask for, how
// they end when they are stopped, and what the next server says of one that died.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { resultOf, run, start, type Running } from "./command.ts";
import { aStage, type Stage } from "./stage.ts";

const PATIENCE = { timeout: 200_000, interval: 200 };
const READING = "/endpoint/v1/endpoints";

let stage: Stage;
let server: Running;

beforeAll(async () => {
  stage = await aStage({ endpoints: 40 });
  await house("* * * * *");
  server = await serving();
});
afterEach(() => stage.simulator.faults.clear());
afterAll(async () => {
  server.send("SIGKILL");
  await server.ended;
  await stage[Symbol.asyncDispose]();
});

const house = async (cron: string) =>
  stage.config("house", (data) => {
    data.store = "pglite:./house";
    data.schedule = [{ name: "always", run: cron, missed: "skip" }];
  });

async function serving(): Promise<Running> {
  const one = stage.start(join(stage.dir, "house.yaml"), "serve", "--json");
  await vi.waitUntil(() => one.stderr().includes("Ctrl-C stops it"), PATIENCE);
  return one;
}

/** A command as a person types it, beside the configuration, while the server has the store. */
const typed = (...args: readonly string[]) => [...args, "--config", "house.yaml"];
const ask = async (...args: readonly string[]) => {
  const ran = await run(typed(...args, "--json"), { cwd: stage.dir });
  return { ...ran, result: resultOf(ran) };
};
const newestRun = async () =>
  (await ask("status")).result["lastRun"] as Readonly<Record<string, unknown>> | null;

/** Starts the server anew with a schedule that comes once a year. */
async function quiet(): Promise<void> {
  server.send("SIGTERM");
  await server.ended;
  await house("0 0 1 1 *");
  server = await serving();
}

/** A run that another command asks for, as far as Central's keeping it waiting. */
async function heldUp(): Promise<Running> {
  stage.simulator.faults.add({ match: { path: READING }, action: { kind: "hang" } });
  stage.simulator.clearLog();
  const running = start(typed("run", "--json"), { cwd: stage.dir });
  await vi.waitUntil(() => stage.simulator.log.some(({ path }) => path === READING), PATIENCE);
  return running;
}

describe("serve on the embedded store", { timeout: 600_000 }, () => {
  it("runs by the schedule, and records it", async () => {
    await vi.waitUntil(() => server.stdout().includes('"outcome":"started"'), PATIENCE);
    await vi.waitUntil(async () => (await newestRun())?.["state"] !== "running", PATIENCE);

    const { exit, result } = await ask("status");
    expect(exit).toBe(0);
    expect(result).toMatchObject({
      lastRun: { kind: "run", mode: "observe", begunBy: "schedule", state: "done" },
      schedule: [{ name: "always", cron: "* * * * *", last: { name: "always" } }],
    });
    const { steps } = result["lastRun"] as { readonly steps: readonly { step: string; state: string }[] };
    expect(steps.map(({ step, state }) => `${step} ${state}`)).toEqual(
      ["settle", "collect", "watch", "assess", "review", "tickets", "plan"].map((step) => `${step} done`),
    );
  });

  it("gives a command's output, files and exit code as if it had been done where it was typed", async () => {
    const unknown = await ask("explain", "no-such-host");
    expect(unknown.exit).toBe(3);
    const exported = await run(typed("ledger", "export", "--out", "ledger.jsonl"), { cwd: stage.dir });
    expect(exported.exit).toBe(0);
    expect(await readFile(join(stage.dir, "ledger.jsonl"), "utf8")).toContain("plan_frozen");
    const wrong = await stage.config("elsewhere", (data) => (data.store = "pglite:./elsewhere"));
    expect((await run(["status", "--config", wrong], { cwd: stage.dir })).exit).toBe(0);
  });

  it("stops a run that another command asked for when that one is killed, and goes on", async () => {
    await quiet();
    const running = await heldUp();
    expect(await newestRun()).toMatchObject({ state: "running" });
    const second = await ask("run");
    expect(second).toMatchObject({ exit: 3, result: { refused: { code: "run_under_way" } } });

    running.send("SIGKILL");
    await running.ended;
    await vi.waitUntil(async () => (await newestRun())?.["state"] === "stopped", PATIENCE);
    expect(server.stderr()).not.toContain("BUG");
  });

  it("that is killed leaves a run of which the next one says that it is lost", async () => {
    const running = await heldUp();
    server.send("SIGKILL");
    await server.ended;
    expect((await running.ended).exit).toBe(1);
    expect(running.stderr()).toContain("STORE_UNAVAILABLE");
    stage.simulator.faults.clear();

    server = await serving();
    expect(server.stderr()).toContain("did not see its end");
  });

  it("lets a run end as stopped on SIGTERM, tells whoever asked, and gives the store back", async () => {
    const running = await heldUp();
    server.send("SIGTERM");
    expect(await server.ended).toMatchObject({ exit: 0, signal: null });
    expect(await running.ended).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining("CANCELLED") as unknown,
    });
    stage.simulator.faults.clear();

    const status = await ask("status", "--now", new Date(stage.clock.now()).toISOString());
    expect(status.result["lastRun"]).toMatchObject({ state: "stopped", trouble: { code: "CANCELLED" } });
    expect(await readdir(join(stage.dir, "house"))).not.toContain("door.json");
  });
});
