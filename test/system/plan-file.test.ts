// A plan file that may not be applied: edited up, of another policy, expired, or no plan at all. Nothing is deleted.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepared } from "./command.ts";
import { aStage, type ConfigData, type Stage } from "./stage.ts";

interface PlanFile {
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

let stage: Stage;
let observe: string;
let enforce: string;
/** Frozen in enforce, on the second day, after a dry run. */
let file: string;

const mode =
  (wanted: string) =>
  (data: ConfigData): void => {
    data.mode = wanted;
  };

const readPlan = async (): Promise<PlanFile> => JSON.parse(await readFile(file, "utf8")) as PlanFile;
const writePlan = async (name: string, plan: unknown): Promise<string> => {
  const path = join(stage.dir, name);
  await writeFile(path, JSON.stringify(plan));
  return path;
};

beforeAll(async () => {
  stage = await aStage({ endpoints: 120 });
  enforce = await stage.config("enforce", mode("enforce"));
  file = join(stage.dir, "plan.json");
  observe = await stage.config("observe");
  prepared(await stage.run(observe, "run"));
  await stage.day(1);
  prepared(await stage.run(await stage.config("dry-run", mode("dry-run")), "run"));
  prepared(await stage.run(enforce, "plan", "--out", file));
});
afterAll(async () => stage[Symbol.asyncDispose]());

describe("a plan file", () => {
  const stranger = { endpoint: "00000000-0000-4000-8000-000000000000", hostname: "STRANGER" };
  it.each<[string, string, string, (plan: PlanFile) => unknown]>([
    [
      "edited up",
      "plan_grown",
      `items[0] (STRANGER) is not in the plan that was frozen.`,
      (plan) => ({ ...plan, items: [{ ...plan.items[0], ...stranger }, ...plan.items] }),
    ],
    [
      "with another id",
      "plan_not_found",
      "No plan 00000000-0000-7000-8000-000000000000 was frozen here.",
      (plan) => ({ ...plan, id: "00000000-0000-7000-8000-000000000000" }),
    ],
    ["that is no plan", "malformed", " should be ", (plan) => ({ ...plan, items: "all" })],
  ])("%s is refused with %s", async (_what, code, detail, change) => {
    const path = await writePlan("changed.json", change(await readPlan()));
    const applied = await stage.json(enforce, "apply", path);
    expect(applied).toMatchObject({ exit: 3, result: { command: "apply", refused: { code } } });
    expect(applied.stderr).toContain(`refused ${code}: `);
    expect(applied.stderr).toContain(detail);
    expect(stage.deletes()).toEqual([]);
  });

  it.each([
    ["is not there", "missing.json", "cannot be read"],
    ["is not JSON", "broken.json", "is not JSON"],
  ])("that %s is a usage error", async (_what, name, why) => {
    await writeFile(join(stage.dir, "broken.json"), `{"id": "x",`);
    const applied = await stage.json(enforce, "apply", join(stage.dir, name));
    expect(applied).toMatchObject({ exit: 2, result: { error: { code: "PLAN_INVALID" } } });
    expect(applied.stderr).toContain(why);
    expect(applied.stderr).toContain(name);
  });

  it("is not applied in observe", async () => {
    const applied = await stage.json(observe, "apply", file);
    expect(applied).toMatchObject({ exit: 3, result: { refused: { code: "mode_not_allowed" } } });
    expect(applied.stderr).toBe("refused mode_not_allowed: The mode observe only reports.\n");
  });

  it("of another policy is refused", async () => {
    const stricter = await stage.config("stricter", (data) => {
      data.mode = "enforce";
      data.policy = { grace: "P20D" };
    });
    const applied = await stage.json(stricter, "apply", file);
    expect(applied).toMatchObject({ exit: 3, result: { refused: { code: "policy_changed" } } });
  });

  it("that has expired is refused", async () => {
    await stage.day(2);
    const applied = await stage.run(enforce, "apply", file);
    expect(applied).toMatchObject({ exit: 3, stdout: "" });
    expect(applied.stderr).toMatch(/^refused plan_expired: The plan expired at 2026-09-03T/);
  });

  it("that was refused has deleted nothing", async () => {
    expect(stage.deletes()).toEqual([]);
    expect(await stage.json(enforce, "ledger", "verify")).toMatchObject({ exit: 0, result: { ok: true } });
  });
});
