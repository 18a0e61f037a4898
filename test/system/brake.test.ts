// The brake, as a person pulls it while a run is deleting in another process that has the embedded store to itself.
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { prepared, resultOf } from "./command.ts";
import { aStage, type Stage } from "./stage.ts";

/** Every command is a process of its own, on a machine that may be busy. */
const PATIENT = 400_000;

let stage: Stage;
let enforce: string;

beforeAll(async () => {
  stage = await aStage({ endpoints: 120 });
  const dryRun = await stage.config("dry-run", (data) => {
    data.mode = "dry-run";
    data.limits["spacing"] = "PT5S";
  });
  enforce = await stage.config("enforce", (data) => {
    data.mode = "enforce";
    data.limits["spacing"] = "PT5S";
  });
  prepared(await stage.run(dryRun, "run"));
  await stage.day(1);
  prepared(await stage.run(dryRun, "run"));
});
afterAll(async () => stage[Symbol.asyncDispose]());

it(
  "stops the run that is deleting before its next deletion",
  async () => {
    expect((await stage.json(enforce, "status")).result).toMatchObject({
      mode: "enforce",
      brake: null,
      underWay: null,
      enforce: { allowed: true, hindrances: [] },
      budget: { used: 0 },
      lastRuns: [{ mode: "dry-run" }],
    });
    const running = stage.start(enforce, "run", "--json");
    await expect.poll(() => stage.deletes().length, { timeout: 120_000, interval: 20 }).toBe(1);

    const pulled = await stage.json(enforce, "brake", "--reason", "LAP-1 is in use");

    expect(pulled).toMatchObject({ exit: 0, stderr: "", result: { command: "brake", waiting: true } });
    const ran = await running.ended;
    expect(ran).toMatchObject({ exit: 5, signal: null });
    expect(resultOf(ran)["apply"]).toMatchObject({ outcomes: { retired: 1 }, stoppedBy: "brake_on" });
    expect(stage.deletes()).toHaveLength(1);
    await expect(access(join(stage.dir, "rollcall-data", "brake.json"))).rejects.toThrow("ENOENT");
  },
  PATIENT,
);

it(
  "refuses every later run, says so in the status, and is released once",
  async () => {
    const again = await stage.json(enforce, "run");
    expect(again).toMatchObject({ exit: 3, result: { refused: { code: "brake_on" } } });
    expect(again.stderr).toContain("LAP-1 is in use");
    expect(stage.deletes()).toHaveLength(1);
    const spoken = await stage.run(enforce, "status");
    expect(spoken).toMatchObject({ exit: 0, stderr: "" });
    for (const words of [
      "brake_on: The brake was pulled by",
      "Ramp: step 1 of 1",
      "1 attempts used",
      "corp",
      "branch",
    ])
      expect(spoken.stdout).toContain(words);

    const twice = await stage.run(enforce, "brake", "--reason", "once more");
    expect(twice).toMatchObject({ exit: 0, stderr: "" });
    expect(twice.stdout).toContain("LAP-1 is in use");
    expect(await stage.json(enforce, "resume", "--reason", "mended")).toMatchObject({
      exit: 0,
      result: { released: { reason: "LAP-1 is in use" } },
    });
    expect(await stage.json(enforce, "resume", "--reason", "mended")).toMatchObject({
      exit: 3,
      result: { refused: { code: "brake_not_on" } },
    });
    const ledger = await stage.run(enforce, "ledger", "show", "--last", "200");
    expect(ledger.stdout).toMatch(/The brake was pulled by \S+: LAP-1 is in use\./);
    expect(ledger.stdout).toMatch(/The brake was released by \S+: mended\./);
    expect(await stage.json(enforce, "ledger", "verify")).toMatchObject({ exit: 0, result: { ok: true } });
  },
  PATIENT,
);

it("that waits beside a store that nobody has open is in force with the next command", async () => {
  const path = await stage.config("paper", (data) => {
    data.mode = "enforce";
  });
  expect(await readFile(path, "utf8")).toContain("rollcall-data");
  expect(await stage.json(path, "brake", "--reason", "to be sure")).toMatchObject({
    exit: 0,
    result: { before: false, waiting: false, brake: { reason: "to be sure" } },
  });
  expect((await stage.json(path, "status")).result).toMatchObject({
    brake: { reason: "to be sure", pulledAt: expect.stringMatching(/Z$/) as string },
  });
});

it("asks for a reason", async () => {
  const refused = await stage.run(enforce, "brake");
  expect(refused.exit).toBe(2);
  expect(refused.stderr).toContain("--reason");
});
