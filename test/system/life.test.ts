// A clean-up as it is lived: a day of observing, a day of rehearsing, a plan edited down and applied, a run that enforces.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prepared } from "./command.ts";
import { aStage, type ConfigData, type Stage } from "./stage.ts";

let stage: Stage;
let observe: string;
let dryRun: string;
let enforce: string;

const mode =
  (wanted: string) =>
  (data: ConfigData): void => {
    data.mode = wanted;
  };

beforeAll(async () => {
  stage = await aStage();
  observe = await stage.config("observe");
  dryRun = await stage.config("dry-run", mode("dry-run"));
  enforce = await stage.config("enforce", mode("enforce"));
});
afterAll(async () => stage[Symbol.asyncDispose]());

interface Item {
  readonly tenant: string;
  readonly endpoint: string;
  readonly hostname: string;
}
interface PlanFile {
  readonly id: string;
  readonly mode: string;
  items: Item[];
}
const planOf = (result: Readonly<Record<string, unknown>>): PlanFile => result["plan"] as PlanFile;
const readPlan = async (name: string): Promise<PlanFile> =>
  JSON.parse(await readFile(join(stage.dir, name), "utf8")) as PlanFile;
const writePlan = async (name: string, plan: unknown): Promise<string> => {
  const path = join(stage.dir, name);
  await writeFile(path, JSON.stringify(plan));
  return path;
};
const lines = (text: string): string[] => text.trimEnd().split("\n");

describe("the first day, in observe", () => {
  it("assess and plan before any reading say that there is none, and do nothing", async () => {
    const assessed = await stage.run(observe, "assess");
    expect(assessed).toMatchObject({ exit: 0, stderr: "" });
    expect(assessed.stdout).toContain("No endpoint has been collected yet: run `rollcall collect` first.");
  });

  it("check proves what is there, and changes nothing", async () => {
    const before = await stage.run(observe, "ledger", "show", "--json");
    const checked = await stage.json(observe, "check");
    expect(checked).toMatchObject({ exit: 0, stderr: "", result: { command: "check", ok: true } });
    expect(lines(checked.stdout)).toHaveLength(1);
    expect(checked.result["checks"]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ source: "configuration", what: observe, result: "ok" }),
        expect.objectContaining({ source: "store", result: "ok" }),
        expect.objectContaining({
          source: "Sophos Central, reader",
          what: "get a token from Sophos ID",
          result: "ok",
        }),
        expect.objectContaining({ source: "corp", result: "ok" }),
        expect.objectContaining({ source: "branch", result: "ok" }),
      ]),
    );
    // In enforce the deleter is held against the reader; what no harmless call proves is not claimed.
    const { result } = await stage.json(enforce, "check");
    const rights = (result["checks"] as { source: string; what: string; result: string }[]).flatMap((row) =>
      row.result === "unknown" || / than | else$|what the reader covers$/.test(row.what)
        ? [[row.source, row.what, row.result]]
        : [],
    );
    expect(rights).toEqual([
      ["Sophos Central, reader", "be unable to delete", "unknown"],
      ["Sophos Central, deleter", "be another credential than the reader", "ok"],
      ["Sophos Central, deleter", "cover what the reader covers", "ok"],
      ["Sophos Central, deleter", "cover nothing else", "ok"],
      ["Sophos Central, deleter", "delete an endpoint", "unknown"],
    ]);
    // With a vault it has to be able to read passwords: that one was asked for stands in the ledger, and nothing else.
    expect(result["checks"]).toContainEqual(
      expect.objectContaining({
        what: expect.stringContaining("read a tamper-protection password") as string,
        result: "ok",
      }),
    );
    const noted = await stage.run(observe, "ledger", "show", "--json");
    expect(noted.stdout.match(/"seq":/g) ?? []).toHaveLength(
      (before.stdout.match(/"seq":/g) ?? []).length + 1,
    );
    expect(noted.stdout).toContain('"password_access_checked"');
    expect(stage.deletes()).toEqual([]);
    const spoken = await stage.run(observe, "check");
    expect(spoken).toMatchObject({ exit: 0, stderr: "" });
    expect(lines(spoken.stdout).at(-1)).toBe("Everything that Rollcall needs is there.");
    expect((await stage.run(observe, "ledger", "show", "--json")).stdout).toBe(noted.stdout);
    // Six commands, one after the other, on a busy machine.
  }, 400_000);

  it("run reads, judges and plans, and sends nothing", async () => {
    const ran = await stage.json(observe, "run");
    expect(ran).toMatchObject({
      exit: 0,
      stderr: "",
      result: { command: "run", mode: "observe", settled: [], apply: null },
    });
    expect(lines(ran.stdout)).toHaveLength(1);
    const { collect, assess } = ran.result as Record<string, Record<string, unknown>>;
    expect(collect).toMatchObject({
      complete: true,
      endpoints: stage.world.truth.size,
      computers: expect.any(Number) as number,
      credential: { kind: "partner" },
      requests: { total: expect.any(Number) as number, retries: 0 },
    });
    const { keep, review, retire, endpoints } = assess as Record<string, number>;
    expect(endpoints).toBe(stage.world.truth.size);
    expect([keep, review, retire].reduce((sum = 0, one = 0) => sum + one, 0)).toBe(endpoints);
    expect(retire).toBeGreaterThan(0);
    expect(planOf(ran.result)).toMatchObject({ mode: "observe", items: [] });
    expect(stage.deletes()).toEqual([]);
  });

  it("run tells a person the same in words, source by source", async () => {
    const { exit, stdout, stderr } = await stage.run(observe, "run");
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    for (const word of ["corp", "branch", "complete", "keep ·", "Nothing to retire in this plan."])
      expect(stdout).toContain(word);
    expect(lines(stdout).at(-1)).toBe("Mode is observe: nothing was verified or sent.");
    expect(() => JSON.parse(stdout) as unknown).toThrow(SyntaxError);
  });

  it("collect, assess and plan do the same step by step", async () => {
    const collected = await stage.json(observe, "collect", "--source", "corp");
    expect(collected).toMatchObject({ exit: 0, result: { command: "collect", tenants: [], files: [] } });
    expect(collected.result["directories"]).toEqual([
      expect.objectContaining({ name: "corp", coverage: "complete" }),
    ]);
    const assessed = await stage.json(observe, "assess");
    expect(assessed).toMatchObject({ exit: 0, result: { command: "assess", protectRulesWithoutMatch: [] } });
    const planned = await stage.run(observe, "plan");
    expect(planned).toMatchObject({ exit: 0, stderr: "" });
    expect(planned.stdout).toMatch(/^Plan [0-9a-f-]{36} \(observe\): 0 to retire, \d+ left out; expires /m);
  });
});

describe("the second day, in dry-run", () => {
  beforeAll(async () => stage.day(1));

  it("enforce is refused before a dry run of the same policy, and what was read is told all the same", async () => {
    const ran = await stage.json(enforce, "run");
    expect(ran).toMatchObject({
      exit: 3,
      result: {
        command: "run",
        mode: "enforce",
        refused: { code: "no_dry_run" },
        collect: { complete: true },
      },
    });
    expect(planOf(ran.result).items.length).toBeGreaterThan(1);
    expect(ran.stderr).toMatch(/^refused no_dry_run: This policy has not had a complete dry run/);
    expect(lines(ran.stdout)).toHaveLength(1);
    expect(stage.deletes()).toEqual([]);
  });

  it("goes the whole way but for the deletion", async () => {
    const ran = await stage.json(dryRun, "run");
    const items = planOf(ran.result).items.length;
    expect(ran).toMatchObject({
      exit: 0,
      stderr: "",
      result: { mode: "dry-run", apply: { notBegun: 0, stoppedBy: null, outcomes: { withheld: items } } },
    });
    expect(stage.deletes()).toEqual([]);
  });

  it("a plan frozen in dry-run may be rehearsed and not be enforced", async () => {
    const file = join(stage.dir, "rehearsed.json");
    expect(await stage.run(dryRun, "plan", "--out", file)).toMatchObject({ exit: 0, stderr: "" });
    const applied = await stage.json(enforce, "apply", file);
    expect(applied).toMatchObject({ exit: 3, result: { refused: { code: "mode_not_allowed" } } });
    const rehearsed = await stage.run(enforce, "apply", file, "--dry-run");
    expect(rehearsed).toMatchObject({ exit: 0, stderr: "" });
    expect(rehearsed.stdout).toMatch(/\d+ withheld\.\nMode is dry-run: no deletion was sent\.$/m);
    expect(stage.deletes()).toEqual([]);
  });
});

describe("a plan file", () => {
  let file: string;
  let planned: Awaited<ReturnType<Stage["json"]>>;
  let frozen: PlanFile;
  beforeAll(async () => {
    file = join(stage.dir, "plan.json");
    planned = prepared(await stage.json(enforce, "plan", "--out", file));
    frozen = await readPlan("plan.json");
  });

  it("holds the plan that was printed", () => {
    expect(planned).toMatchObject({ exit: 0, stderr: "", result: { command: "plan", file } });
    expect(planOf(planned.result).items).toHaveLength(frozen.items.length);
    expect(frozen.items.length).toBeGreaterThan(3);
  });

  it("edited down is applied: those and no others, each once, none of them alive", async () => {
    const chosen = frozen.items.slice(1, 4);
    const path = await writePlan("down.json", { ...frozen, items: chosen });
    const applied = await stage.json(enforce, "apply", path);
    expect(applied).toMatchObject({
      exit: 0,
      stderr: "",
      result: { command: "apply", plan: frozen.id, mode: "enforce", outcomes: { retired: 3 }, notBegun: 0 },
    });
    expect(applied.result["items"]).toEqual(
      chosen.map(({ tenant, endpoint, hostname }) => ({
        tenant,
        endpoint,
        hostname,
        outcome: "retired",
        reasons: [],
      })),
    );
    expect(stage.deletes().toSorted()).toEqual(
      chosen.map(({ endpoint }) => `/endpoint/v1/endpoints/${endpoint}`).toSorted(),
    );
    expect(stage.deleted.map((truth) => truth?.alive)).toEqual([false, false, false]);
  });

  it("applied again deletes nothing again", async () => {
    const applied = await stage.json(enforce, "apply", join(stage.dir, "down.json"));
    expect(applied).toMatchObject({ exit: 0, result: { outcomes: { gone_already: 3 } } });
    expect(stage.deletes()).toHaveLength(3);
  });

  it("leaves nothing half-written beside it", async () => {
    expect((await readdir(stage.dir)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});

describe("afterwards", () => {
  it("a run that enforces deletes what is left of the plan, within its limits, and tells it", async () => {
    await stage.day(2);
    const before = stage.deleted.length;
    const ran = await stage.run(enforce, "run");
    expect(ran).toMatchObject({ exit: 0, stderr: "" });
    expect(ran.stdout).toMatch(/\d+ retired/);
    expect(stage.deleted.length).toBeGreaterThan(before);
    expect(stage.deleted.filter((truth) => truth?.alive !== false)).toEqual([]);
  });

  it("explain tells of a device that was deleted, by name and by id", async () => {
    const item = (await readPlan("down.json")).items[0];
    const byName = await stage.run(enforce, "explain", item?.hostname ?? "");
    expect(byName).toMatchObject({ exit: 0, stderr: "" });
    expect(byName.stdout).toMatch(/no longer listed by Central since 2026-09-03/);
    expect(byName.stdout).toContain("retired");
    const byId = await stage.json(enforce, "explain", item?.endpoint ?? "");
    expect(byId).toMatchObject({ exit: 0, result: { command: "explain" } });
    expect(byId.result["endpoints"]).toEqual([
      expect.objectContaining({
        endpoint: item?.endpoint,
        goneAt: expect.stringMatching(/^2026-09-03T/) as string,
      }),
    ]);
  });

  it("explain tells of a device that is kept, with every reason", async () => {
    const active = [...stage.world.truth.values()].find(({ story }) => story === "active");
    const told = await stage.json(enforce, "explain", active?.endpoint ?? "");
    expect(told.result["endpoints"]).toEqual([
      expect.objectContaining({
        tenant: active?.tenant,
        assessment: expect.objectContaining({
          disposition: "keep",
          reasons: expect.arrayContaining([expect.objectContaining({ code: "recently_seen" })]) as unknown,
        }) as unknown,
      }),
    ]);
    const spoken = await stage.run(enforce, "explain", active?.endpoint ?? "");
    for (const word of ["KEEP", "Central", "Directory", "Match", "recently_seen"])
      expect(spoken.stdout).toContain(word);
  });

  it("explain of a device that nobody knows is refused", async () => {
    const told = await stage.json(enforce, "explain", "NO-SUCH-HOST");
    expect(told).toMatchObject({ exit: 3, result: { command: "explain", endpoints: [] } });
    expect(told.stderr).toBe('No endpoint with the hostname or id "NO-SUCH-HOST" has been collected.\n');
  });

  it("the ledger shows, verifies and exports what was done", async () => {
    const shown = await stage.json(enforce, "ledger", "show", "--last", "5");
    expect(shown).toMatchObject({ exit: 0, stderr: "", result: { command: "ledger show" } });
    expect(shown.result["entries"]).toHaveLength(5);
    const spoken = await stage.run(enforce, "ledger", "show", "--last", "3");
    expect(lines(spoken.stdout)).toHaveLength(3);
    const verified = await stage.json(enforce, "ledger", "verify");
    expect(verified).toMatchObject({
      exit: 0,
      stderr: "",
      result: {
        command: "ledger verify",
        ok: true,
        entries: expect.any(Number) as number,
        timeBackwards: [],
      },
    });
    expect(verified.result["head"]).toMatch(/^[0-9a-f]{64}$/);
    const spokenOf = await stage.run(enforce, "ledger", "verify");
    expect(spokenOf.stdout).toMatch(/^The ledger holds: [\d,]+ entries, head [0-9a-f]{64}\.\n$/);
    const exported = await stage.json(enforce, "ledger", "export");
    const [result, ...entries] = lines(exported.stdout).toReversed();
    expect(JSON.parse(result ?? "")).toMatchObject({ command: "ledger export", entries: entries.length });
    expect(entries).toHaveLength(verified.result["entries"] as number);
    const seqs = entries.toReversed().map((line) => (JSON.parse(line) as { readonly seq: number }).seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    const file = join(stage.dir, "ledger.jsonl");
    const written = await stage.run(enforce, "ledger", "export", "--out", file);
    expect(written.stdout).toMatch(/^[\d,]+ entries written to /);
    expect(lines(await readFile(file, "utf8"))).toEqual(entries.toReversed());
  });
});
