// A device that waits to move to another tenant is not gone: verify asks for it, and nothing is sent in doubt.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import type { Reason } from "../../src/core/assess/reason.ts";
import { DAY, MINUTE } from "../../src/core/model/instant.ts";
import type { FaultAction } from "../../src/simulator/fault-action.ts";
import { uuidOf } from "../build/estate.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { idOf } from "../build/small-world.ts";

const MIGRATIONS = "/endpoint/v1/migrations";
const RETIRED = 16;

let stage: RemovalStage;
beforeAll(async () => {
  stage = await aRemovalStage(RETIRED, endpointRemover);
});
afterEach(() => {
  stage.house.simulator.faults.clear();
  stage.tenant.migrations.clear();
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

/** A job of the tenant's own with this device in it. */
function migrate(
  number: number,
  job: { mode?: string; ends?: number; expiresAt?: string | null; status?: string },
) {
  const { mode = "sending", ends = 13 * DAY, status = "pending" } = job;
  const id = uuidOf(6, number);
  const expiresAt =
    job.expiresAt === undefined ? new Date(stage.house.clock.now() + ends).toISOString() : job.expiresAt;
  stage.tenant.migrations.set(id, { id, mode, expiresAt, endpoints: [{ id: idOf(number), status }] });
}

const migration = (reasons: readonly Reason[]) =>
  reasons.find(({ code }) => code === "isolated_or_locked")?.evidence["migration"];

const asked = (): number => stage.house.simulator.log.filter(({ path }) => path === MIGRATIONS).length;

describe("a device in a migration job", () => {
  it.each<[string, number, Parameters<typeof migrate>[1]]>([
    ["that is pending", 1, {}],
    ["in a state that nobody knows yet", 2, { status: "handingOver" }],
    ["of a job whose end is illegible", 3, { expiresAt: "soon" }],
    ["of a job that names no end", 4, { expiresAt: null }],
  ])("%s is kept at verify, and nothing is sent", async (_what, number, job) => {
    const plan = await stage.planOf(number);
    migrate(number, job);

    const { results } = await stage.enforce(plan);

    expect(results).toMatchObject([{ outcome: "changed" }]);
    expect(migration(results[0]?.reasons ?? [])).toBe("pending");
    expect(stage.sent(number)).toEqual([]);
    expect(stage.exists(number)).toBe(true);
  });

  it.each<[string, number, Parameters<typeof migrate>[1]]>([
    ["that failed", 5, { status: "failed" }],
    ["of a job that is over", 6, { ends: -DAY }],
    ["of a job that receives", 7, { mode: "receiving" }],
  ])("%s is judged as any other", async (_what, number, job) => {
    migrate(number, job);

    expect(await stage.retire(number)).toMatchObject({ outcome: "retired" });
    expect(stage.exists(number)).toBe(false);
  });
});

describe("migrations that cannot be read", () => {
  it("for want of the right may hide it: it is kept, and nothing is sent", async () => {
    stage.house.simulator.faults.add({
      match: { path: MIGRATIONS },
      action: { kind: "status", status: 403 },
    });

    const { outcome, reasons } = await stage.retire(8);

    expect(outcome).toBe("changed");
    expect(migration(reasons)).toBe("unknown");
    expect(stage.sent(8)).toEqual([]);
  });

  it.each<[string, number, string, FaultAction]>([
    ["fail each time", 11, MIGRATIONS, { kind: "status", status: 500 }],
    ["are not counted", 12, MIGRATIONS, { kind: "omitItemsCount" }],
    ["have no id", 13, MIGRATIONS, { kind: "malformedRecord", how: "noId" }],
    [
      "keep their devices to themselves",
      14,
      `${MIGRATIONS}/${uuidOf(6, 1)}/endpoints`,
      { kind: "status", status: 404 },
    ],
    [
      "list fewer devices than they count",
      15,
      `${MIGRATIONS}/${uuidOf(6, 1)}/endpoints`,
      { kind: "shrink", share: 0, consistentCount: false },
    ],
  ])("because they %s leave it as it is, to be tried again", async (_what, number, path, action) => {
    migrate(1, {});
    const rule = stage.house.simulator.faults.add({ match: { path }, action });

    const { outcome, detail } = await stage.retire(number);

    expect(rule.fired).toBeGreaterThan(0);
    expect(outcome).toBe("failed");
    expect(detail).toContain("Sophos Central");
    expect(stage.sent(number)).toEqual([]);
  });
});

describe("the migrations of a tenant", () => {
  it("are asked for once for all its devices of a minute, and again after it", async () => {
    const plan = await stage.planOf(9, 10, 16);
    stage.house.simulator.clearLog();
    let deletions = 0;
    stage.hooks.after = () => {
      deletions += 1;
      if (deletions === 2) stage.house.clock.advance(MINUTE);
    };

    const { results } = await stage.enforce(plan);

    expect(results.map(({ outcome }) => outcome)).toEqual(["retired", "retired", "retired"]);
    expect(asked()).toBe(2);
  });
});
