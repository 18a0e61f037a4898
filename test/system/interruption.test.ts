// Stopped at any time, by a person or by a power cut: nothing is half-written, the next run settles what was begun by reading,
// and nothing is deleted twice.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { prepared, resultOf, start, type Running } from "./command.ts";
import { aStage, type Stage } from "./stage.ts";

const PREPARED = "prepared";

let stage: Stage;

/** A stage on its second day: a dry run has been, and a plan can be enforced. Every test has a copy of its store. */
beforeAll(async () => {
  stage = await aStage({ endpoints: 120 });
  const observe = await stage.config("prepare", (data) => (data.store = `pglite:./${PREPARED}`));
  const dryRun = await stage.config("prepare-dry-run", (data) => {
    data.store = `pglite:./${PREPARED}`;
    data.mode = "dry-run";
  });
  prepared(await stage.run(observe, "run"));
  await stage.day(1);
  prepared(await stage.run(dryRun, "run"));
});
afterEach(() => stage.simulator.faults.clear());
afterAll(async () => stage[Symbol.asyncDispose]());

/** A configuration in enforce on a copy of the prepared store. */
async function onACopy(name: string): Promise<string> {
  const store = await stage.copyStore(PREPARED, name);
  return stage.config(name, (data) => {
    data.store = store;
    data.mode = "enforce";
  });
}

/** Waits until Central has seen such a request since the log was cleared. */
const seen = async (
  running: Running,
  is: (one: { method: string; path: string }) => boolean,
): Promise<void> => {
  await expect
    .poll(
      () => {
        if (running.stderr() !== "") throw new Error(running.stderr());
        return stage.simulator.log.some(is);
      },
      { timeout: 120_000, interval: 20 },
    )
    .toBe(true);
};

/** No drafts of files, no lock of a process that has ended. */
async function expectNothingLeft(store: string): Promise<void> {
  const left = [...(await readdir(stage.dir)), ...(await readdir(join(stage.dir, store)))];
  expect(left.filter((name) => /\.part$|^lock/.test(name))).toEqual([]);
}

async function expectLedgerHolds(config: string): Promise<void> {
  expect(await stage.json(config, "ledger", "verify")).toMatchObject({ exit: 0, result: { ok: true } });
}

describe("Ctrl-C", () => {
  it("while reading ends the run with a sentence and one result; the next run reads on", async () => {
    const config = await onACopy("sigint-collect");
    stage.simulator.clearLog();
    stage.simulator.faults.add({ match: { path: "/endpoint/v1/endpoints" }, action: { kind: "hang" } });
    const running = stage.start(config, "collect", "--json");
    await seen(running, ({ path }) => path === "/endpoint/v1/endpoints");
    running.send("SIGINT");
    const ran = await running.ended;
    stage.simulator.faults.clear();

    expect(ran).toMatchObject({ exit: 1, signal: null });
    expect(ran.stderr).toBe(
      "Stopping; once more to stop at once.\n" +
        "CANCELLED Reading Sophos Central was cancelled.\nRun it again when it suits; nothing is half-written.\n",
    );
    expect(resultOf(ran)).toMatchObject({ error: { code: "CANCELLED" } });
    await expectNothingLeft("sigint-collect");
    await expectLedgerHolds(config);
    expect(await stage.json(config, "collect")).toMatchObject({ exit: 0, result: { complete: true } });
  });

  it("after a deletion was sent follows it to its end, begins no other, and says so", async () => {
    const config = await onACopy("sigint-apply");
    stage.simulator.clearLog();
    stage.simulator.faults.add({
      match: { method: "DELETE" },
      action: { kind: "slowBody", pieces: 2, pauseMs: 700 },
    });
    const running = stage.start(config, "run", "--json");
    await seen(running, ({ method }) => method === "DELETE");
    running.send("SIGTERM");
    const ran = await running.ended;

    expect(ran).toMatchObject({ exit: 1, stderr: "Stopping; once more to stop at once.\n" });
    const result = resultOf(ran) as { plan: { items: unknown[] }; apply: Record<string, unknown> };
    expect(result.apply).toMatchObject({
      outcomes: { retired: 1 },
      stoppedBy: "cancelled",
      notBegun: result.plan.items.length - 1,
    });
    expect(stage.deletes()).toHaveLength(1);
    await expectNothingLeft("sigint-apply");
    await expectLedgerHolds(config);
  });

  it("twice stops at once, and the next run settles the deletion that was under way", async () => {
    const config = await onACopy("sigint-twice");
    stage.simulator.clearLog();
    stage.simulator.faults.add({
      match: { method: "DELETE" },
      action: { kind: "slowBody", pieces: 2, pauseMs: 60_000 },
    });
    const running = stage.start(config, "run");
    await seen(running, ({ method }) => method === "DELETE");
    running.send("SIGINT");
    await expect.poll(() => running.stderr()).toContain("once more");
    running.send("SIGINT");
    expect(await running.ended).toMatchObject({ exit: 1, signal: null });
    stage.simulator.faults.clear();

    await settledOnce("sigint-twice");
  });

  it("in a demo leaves nothing of it behind", async () => {
    const running = start(["demo", "--endpoints", "60", "--days", "1"], { env: { TMPDIR: stage.dir } });
    await expect.poll(() => running.stdout(), { timeout: 120_000 }).toContain("Day 0");
    running.send("SIGINT");
    expect((await running.ended).exit).toBe(1);
    expect((await readdir(stage.dir)).filter((name) => name.startsWith("rollcall-demo"))).toEqual([]);
  });
});

/** What the only deletion of the log was of is settled by the next run, by reading, and is not deleted again. */
async function settledOnce(store: string): Promise<void> {
  const [path = ""] = stage.deletes();
  const endpoint = path.split("/").at(-1);
  // In observe, so that what is left to delete is left to the next test.
  const observing = await stage.config("observing", (data) => (data.store = `pglite:./${store}`));
  const next = await stage.json(observing, "run");
  expect(next.exit).toBe(0);
  expect(next.result["settled"]).toEqual([expect.objectContaining({ endpoint, outcome: "retired" })]);
  expect(stage.deletes()).toEqual([path]);
  expect(stage.deleted.filter((truth) => truth?.alive !== false)).toEqual([]);
  await expectLedgerHolds(observing);
}

describe("a process that is killed", () => {
  it("after its deletion took effect: the next run finds it done", async () => {
    const config = await onACopy("killed-after");
    stage.simulator.clearLog();
    stage.simulator.faults.add({ match: { method: "DELETE" }, action: { kind: "hangAfter" } });
    const running = stage.start(config, "run");
    await seen(running, ({ method }) => method === "DELETE");
    running.send("SIGKILL");
    expect(await running.ended).toMatchObject({ exit: null, signal: "SIGKILL" });
    stage.simulator.faults.clear();

    await settledOnce("killed-after");
  });

  it("while it has the store: its lock is taken over", async () => {
    const config = await onACopy("killed-locked");
    stage.simulator.clearLog();
    stage.simulator.faults.add({ match: { path: "*/oauth2/token" }, action: { kind: "hang" } });
    const running = stage.start(config, "collect", "--source", "central");
    await seen(running, ({ path }) => path.endsWith("/oauth2/token"));
    const second = await stage.json(config, "ledger", "show");
    expect(second).toMatchObject({ exit: 1, result: { error: { code: "STORE_LOCKED" } } });
    expect(second.stderr).toContain(String(running.pid));
    expect(second.stderr).toContain(
      "Another Rollcall uses this store: wait for it, or use PostgreSQL for several.",
    );
    running.send("SIGKILL");
    await running.ended;
    await expectLedgerHolds(config);
  });
});

describe("a store", () => {
  /** Changes the store behind Rollcall's back. */
  async function tamper(name: string, sql: string): Promise<void> {
    const db = await PGlite.create(join(stage.dir, name, "pgdata"));
    await db.exec(sql);
    await db.close();
  }

  it("of a newer version is left alone", async () => {
    const config = await onACopy("newer");
    await tamper("newer", "insert into rollcall.schema_version values (99, 0)");
    stage.simulator.clearLog();
    const ran = await stage.json(config, "run");
    expect(ran).toMatchObject({ exit: 1, result: { error: { code: "STORE_NEWER" } } });
    expect(ran.stderr).toMatch(
      /^STORE_NEWER The store is of version 99, this Rollcall knows up to \d+\.\nThe store was written by a newer Rollcall: use that version\.\n$/,
    );
    expect(stage.deletes()).toEqual([]);
  });

  it("whose ledger was changed is told by verify, with the entry", async () => {
    const config = await onACopy("tampered");
    await tamper(
      "tampered",
      `alter table rollcall.ledger disable trigger all;
       delete from rollcall.ledger where seq = 3`,
    );
    const ran = await stage.json(config, "ledger", "verify");
    expect(ran).toMatchObject({ exit: 1, result: { ok: false, entries: 2, broken: { seq: 3 } } });
    const spoken = await stage.run(config, "ledger", "verify");
    expect(spoken.stdout).toMatch(/^The ledger is broken at entry 3 \(/);

    stage.simulator.clearLog();
    const enforced = await stage.json(config, "run");
    expect(enforced).toMatchObject({ exit: 1, result: { error: { code: "LEDGER_BROKEN" } } });
    expect(enforced.stderr).toMatch(
      /^LEDGER_BROKEN The ledger does not hold at entry 3 \(\w+\): nothing is deleted\.\nThe ledger was changed outside Rollcall: keep it as it is and find out by whom\.\n$/,
    );
    expect(stage.deletes()).toEqual([]);
  });

  it("whose budget of the day was lost allows no more for that", async () => {
    await onACopy("budget");
    const config = async (mode: string) =>
      stage.config(`budget-${mode}`, (data) => {
        data.store = "pglite:./budget";
        data.mode = mode;
        data.limits["ramp"] = { steps: [2], advanceAfterCleanDays: 3 };
      });
    const enforce = await config("enforce");
    prepared(await stage.run(await config("dry-run"), "run"));
    stage.simulator.clearLog();
    prepared(await stage.run(enforce, "run"));
    expect(stage.deletes()).toHaveLength(2);

    await tamper("budget", "delete from rollcall.day_budget; delete from rollcall.attempt_budget");
    const again = await stage.json(enforce, "run");

    expect(again).toMatchObject({ exit: 0, result: { plan: { items: [] } } });
    expect(stage.deletes()).toHaveLength(2);
  });
});

describe("a reader that has seen enough", () => {
  it("does not break off the run that it reads from", async () => {
    const store = await stage.copyStore(PREPARED, "epipe");
    const config = await stage.config("epipe", (data) => (data.store = store));
    const running = stage.start(config, "run");
    await expect.poll(() => running.stdout(), { timeout: 120_000, interval: 10 }).not.toBe("");
    running.stopReading();
    expect(await running.ended).toMatchObject({ exit: 0, stderr: "" });
    const { result } = await stage.json(config, "ledger", "show", "--last", "1");
    expect(result["entries"]).toEqual([
      expect.objectContaining({ fact: expect.objectContaining({ kind: "plan_frozen" }) as unknown }),
    ]);
  });
});

// The last: it deletes whatever there is to delete.
describe("a process that is killed", () => {
  it("before its deletion took effect: it stays open while it may still come, and is not sent again", async () => {
    const config = await onACopy("killed-before");
    stage.simulator.clearLog();
    stage.simulator.faults.add({ match: { method: "DELETE" }, action: { kind: "hang" } });
    const running = stage.start(config, "run");
    await seen(running, ({ method }) => method === "DELETE");
    running.send("SIGKILL");
    await running.ended;
    stage.simulator.faults.clear();
    const [path = ""] = stage.deletes();

    const next = await stage.json(config, "run");
    expect(next.result["settled"]).toEqual([expect.objectContaining({ outcome: "unconfirmed" })]);
    expect(stage.deletes().filter((one) => one === path)).toHaveLength(1);
    await expectLedgerHolds(config);
  });
});
