import { expect, it } from "vitest";
import type { PlanId } from "../../src/core/model/ids.ts";
import { HOUR, instant } from "../../src/core/model/instant.ts";
import type { NewRun } from "../../src/ports/run-store.ts";
import { later, type Bench } from "./store-fixture.ts";

const SILENT = 10 * 60_000;

const aRun = (id: string, parts: Partial<NewRun> = {}): NewRun => ({
  id,
  kind: "run",
  mode: "observe",
  begunBy: "tester",
  slot: undefined,
  startedAt: later(0),
  ...parts,
});

export function runSuite(bench: () => Bench): void {
  const runs = () => bench().store.runs;
  /** As a process of another host would have left it, heard of at that time. */
  const elsewhere = async (id: string, heardAt: number, pid = 4_000_000, host = "elsewhere") => {
    const holder = JSON.stringify({ pid, host, namespace: null, started: null, actor: "svc@elsewhere" });
    await bench().connection.query(
      "update rollcall.run set holder = $2::json, heard_at = $3 where run_id = $1",
      [id, holder, heardAt],
    );
  };

  it("one run is under way at a time, and its record is what was written last", async () => {
    const slot = { name: "nightly", at: later(0) };
    const begun = await runs().begin(aRun("a", { slot }), SILENT);
    if (begun.kind !== "begun") throw new Error("nothing was under way");
    expect(begun.run).toMatchObject({ id: "a", state: "running", slot, steps: [], outcomes: {} });
    expect(await runs().begin(aRun("b"), SILENT)).toMatchObject({
      kind: "under_way",
      run: { id: "a" },
      holder: expect.stringContaining(`svc@test, process ${process.pid}`) as unknown,
    });
    expect(await runs().current()).toEqual(begun.run);

    const step = {
      step: "plan",
      state: "done",
      startedAt: later(1),
      endedAt: later(2),
      text: "3 to delete",
    } as const;
    const trouble = { code: "brake_on", detail: "The brake.", remedy: undefined };
    const ended = {
      ...begun.run,
      state: "stopped",
      endedAt: later(3),
      plan: "p" as PlanId,
      outcomes: { retired: 2 },
      steps: [step],
      trouble,
    } as const;
    await runs().save(ended, later(3));
    expect(await runs().find("a")).toEqual(ended);
    expect(await runs().current()).toBeUndefined();
    expect(await runs().begin(aRun("b"), SILENT)).toMatchObject({ kind: "begun" });
  });

  it("runs are listed page by page, the newest first", async () => {
    for (const id of ["a", "b", "c"]) {
      const begun = await runs().begin(aRun(id), SILENT);
      if (begun.kind === "begun") await runs().save({ ...begun.run, state: "done" }, later(1));
    }
    const page = await runs().list(2);
    expect(page.map(({ id }) => id)).toEqual(["c", "b"]);
    expect((await runs().list(2, page.at(-1)?.number)).map(({ id }) => id)).toEqual(["a"]);
    expect(await runs().count()).toBe(3);
  });

  it("a run is lost when it fell silent, and when its process of this host has died; not before", async () => {
    await runs().begin(aRun("far"), SILENT);
    await elsewhere("far", later(0));
    expect(await runs().settleLost(instant(later(0) + SILENT - 1), SILENT)).toEqual([]);
    await runs().heard("far", later(1));
    expect(await runs().settleLost(instant(later(1) + SILENT - 1), SILENT)).toEqual([]);

    const [lost] = await runs().settleLost(instant(later(1) + SILENT), SILENT);
    expect(lost).toMatchObject({
      id: "far",
      state: "lost",
      endedAt: later(1),
      trouble: { code: "RUN_LOST" },
    });
    expect(await runs().find("far")).toEqual(lost);

    const { hostname } = await import("node:os");
    await runs().begin(aRun("dead", { startedAt: later(2) }), SILENT);
    // No pid is that large (pid_max is 4,194,304).
    await elsewhere("dead", later(2), 2 ** 30, hostname());
    await bench().connection.query(
      `update rollcall.run set holder = jsonb_set(holder::jsonb, '{namespace}', $1::jsonb)::json where run_id = 'dead'`,
      [JSON.stringify(await namespace())],
    );
    expect(await runs().begin(aRun("next", { startedAt: later(2) }), SILENT)).toMatchObject({
      kind: "begun",
    });
    expect(await runs().find("dead")).toMatchObject({ state: "lost" });
  });

  it("a slot is taken once, and the newest one is told with what became of it", async () => {
    const schedule = bench().store.schedule;
    const slot = { name: "nightly", at: later(0) };
    expect(await schedule.last("nightly")).toBeUndefined();
    expect(await schedule.take(slot, "started", later(0))).toBe(true);
    expect(await schedule.take(slot, "missed", later(1))).toBe(false);
    expect(await schedule.take({ ...slot, name: "other" }, "missed", later(1))).toBe(true);
    expect(await schedule.take({ ...slot, at: instant(slot.at - HOUR) }, "missed", later(1))).toBe(true);

    await schedule.note(slot, "overlapped", "r1");
    expect(await schedule.last("nightly")).toEqual({ ...slot, state: "overlapped", run: "r1" });
  });
}

async function namespace(): Promise<string | null> {
  const { readlink } = await import("node:fs/promises");
  return readlink("/proc/self/ns/pid").catch(() => null);
}
