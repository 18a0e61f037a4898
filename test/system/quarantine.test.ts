// A deletion that fails, as it is lived: Central is down, then refuses one device, which is left alone until somebody releases it.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepared } from "./command.ts";
import { aStage, type ConfigData, type Stage } from "./stage.ts";

let stage: Stage;
let enforce: string;
/** Frozen in enforce, after a dry run, and of one item. */
let file: string;
let device: { readonly tenant: string; readonly endpoint: string; readonly hostname: string };

const inMode =
  (mode: string, change: (data: ConfigData) => void = () => {}) =>
  (data: ConfigData): void => {
    data.mode = mode;
    change(data);
  };

beforeAll(async () => {
  stage = await aStage({ endpoints: 120 });
  enforce = await stage.config("enforce", inMode("enforce"));
  prepared(await stage.run(await stage.config("observe"), "run"));
  await stage.day(1);
  prepared(await stage.run(await stage.config("dry-run", inMode("dry-run")), "run"));
  file = join(stage.dir, "plan.json");
  prepared(await stage.run(enforce, "plan", "--out", file));
  const plan = JSON.parse(await readFile(file, "utf8")) as { readonly items: readonly (typeof device)[] };
  const [item] = plan.items;
  if (item === undefined) throw new Error("the stage has nothing to retire");
  device = item;
  await writeFile(file, JSON.stringify({ ...plan, items: [item] }));
});
afterAll(async () => stage[Symbol.asyncDispose]());

describe("a plan that is applied", () => {
  it("while Central cannot be reached is told so once, sends nothing and quarantines nobody", async () => {
    const lost = inMode("enforce", ({ sophos }) => {
      sophos.idUrl = "https://localhost:9";
    });
    const applied = await stage.json(await stage.config("lost", lost), "apply", file);
    expect(applied).toMatchObject({ exit: 4, result: { error: { code: "CENTRAL_UNREACHABLE" } } });
    expect(applied.stderr.split("CENTRAL_UNREACHABLE")).toHaveLength(2);
    expect(stage.deletes()).toEqual([]);
    const listed = await stage.run(enforce, "quarantine", "list");
    expect(listed.stdout).toBe("No device that is still listed has a failed deletion.\n");
  });

  it("and fails quarantines its device, which every command tells", async () => {
    stage.simulator.faults.add({ match: { method: "DELETE" }, action: { kind: "status", status: 409 } });
    const applied = await stage.json(enforce, "apply", file);
    const quarantine = { failures: 1, counted: 1, failure: "refused" };
    expect(applied).toMatchObject({
      exit: 5,
      result: { items: [{ endpoint: device.endpoint, outcome: "failed", failure: "refused", quarantine }] },
    });
    stage.simulator.faults.clear();

    const listed = await stage.run(enforce, "quarantine", "list");
    expect(listed.stdout).toContain(device.hostname);
    expect(listed.stdout).toContain("refused");
    const explained = await stage.run(enforce, "explain", device.endpoint);
    expect(explained.stdout).toMatch(/^ {2}Quarantine until .*: 1 failed, last .* of refused$/m);
    const status = await stage.json(enforce, "status");
    expect(status.result).toMatchObject({ quarantine: { standing: 1, exhausted: 0 } });
  });

  it("goes on with the device once somebody releases it, and says why not", async () => {
    const release = async (...args: string[]) => stage.json(enforce, "quarantine", "release", ...args);
    expect(await release(device.endpoint, "--reason", "Central let go")).toMatchObject({
      exit: 0,
      stderr: "",
      result: { command: "quarantine release", device: { endpoint: device.endpoint } },
    });
    expect(await release(device.endpoint, "--reason", "again")).toMatchObject({
      exit: 3,
      result: { refused: { code: "not_quarantined" } },
    });
    expect(await stage.json(enforce, "apply", file)).toMatchObject({
      exit: 0,
      result: { items: [{ outcome: "retired" }] },
    });
  });
});
