import { expect, it } from "vitest";
import type { KeptRamp } from "../../src/core/plan/ramp.ts";
import { DAY, instant, MINUTE } from "../../src/core/model/instant.ts";
import type { PlanId } from "../../src/core/model/ids.ts";
import { anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import { aTenant, later, OTHER_TENANT, type Bench } from "./store-fixture.ts";

const TODAY = Math.floor(NOW / DAY);
const TTL = 10 * MINUTE;

export function rampSuite(bench: () => Bench): void {
  const store = () => bench().store;
  const intend = async (n: number, tenant = TENANT, at = NOW, mode: "enforce" | "dry-run" = "enforce") => {
    const intent = {
      plan: "01900000-0000-7000-8000-000000000009" as PlanId,
      tenant,
      endpoint: anEndpointId(n),
      hostname: `PC-${n}`,
      intendedAt: at,
    };
    await store().plans.openIntent(intent, mode);
    return intent;
  };

  it("the ramp comes back as it was kept, and there is none before", async () => {
    const kept: KeptRamp = { state: { step: 2, earned: 25, cleanDays: 1, since: NOW }, through: TODAY };
    expect(await store().ramp.kept()).toBeUndefined();

    await store().ramp.keep({ ...kept, through: TODAY - 1 });
    await store().ramp.keep(kept);

    expect(await store().ramp.kept()).toEqual(kept);
    expect(await store().transaction(async (tx) => tx.ramp.kept())).toEqual(kept);
  });

  it("a day is what was retired in enforce and begun on it, and what set the ramp back", async () => {
    for (const [n, outcome, at, mode] of [
      [1, "retired", NOW, "enforce"],
      [2, "retired", NOW, "enforce"],
      [3, "failed", NOW, "enforce"],
      [4, "withheld", NOW, "dry-run"],
      [5, "retired", instant(NOW - DAY), "enforce"],
      [6, "retired", instant(NOW - 2 * DAY), "enforce"],
    ] as const)
      await store().plans.settle(await intend(n, TENANT, at, mode), outcome, undefined, later(48));
    await store().ramp.setBack("brake", instant(NOW - DAY));
    await store().ramp.setBack("return", instant(NOW + DAY));
    await store().ramp.setBack("failures_in_a_row", instant(NOW + DAY));

    expect(await store().ramp.daysAfter(TODAY - 2)).toEqual([
      { day: TODAY - 1, retired: 1, setbacks: ["brake"] },
      { day: TODAY, retired: 2, setbacks: [] },
      { day: TODAY + 1, retired: 0, setbacks: ["return", "failures_in_a_row"] },
    ]);
    expect(await store().ramp.daysAfter(TODAY + 1)).toEqual([]);
  });

  it("the day of all tenants is spent beside the tenant's, and neither is taken alone", async () => {
    const reserve = async (tenant: typeof TENANT, perTenant: number, perDay: number) =>
      store().plans.reserveAttempt(tenant, NOW, perTenant, perDay);
    await store().inventory.saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], NOW);

    expect(await reserve(TENANT, 5, 0)).toBe("day_spent");
    expect(await reserve(TENANT, 2, 3)).toBe("reserved");
    expect(await reserve(TENANT, 2, 3)).toBe("reserved");
    expect(await reserve(TENANT, 2, 3)).toBe("spent");
    expect(await store().ramp.attemptsOn(NOW)).toBe(2);
    expect(await reserve(OTHER_TENANT, 2, 3)).toBe("reserved");
    expect(await reserve(OTHER_TENANT, 2, 3)).toBe("day_spent");

    expect(await store().ramp.attemptsOn(NOW)).toBe(3);
    const figures = await store().plans.tenantFigures(NOW);
    expect(figures.map(({ attemptsToday }) => attemptsToday)).toEqual([1, 2]);
    expect(await store().ramp.attemptsOn(instant(NOW + DAY))).toBe(0);
  });

  it("a budget row that was lost frees nothing: what was intended that day counts", async () => {
    await store().inventory.saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], NOW);
    for (const [n, tenant] of [
      [1, TENANT],
      [2, TENANT],
      [3, OTHER_TENANT],
    ] as const) {
      await store().plans.reserveAttempt(tenant, NOW, 2, 3);
      await intend(n, tenant);
    }
    await bench().connection.script("delete from rollcall.day_budget; delete from rollcall.attempt_budget;");

    expect(await store().ramp.attemptsOn(NOW)).toBe(3);
    expect(await store().plans.reserveAttempt(OTHER_TENANT, NOW, 2, 3)).toBe("day_spent");
    expect(await store().plans.reserveAttempt(TENANT, NOW, 2, 4)).toBe("spent");
    expect(await store().plans.reserveAttempt(OTHER_TENANT, NOW, 2, 4)).toBe("reserved");
    expect(await store().ramp.attemptsOn(NOW)).toBe(4);
    const figures = await store().plans.tenantFigures(NOW);
    expect(figures.map(({ attemptsToday }) => attemptsToday)).toEqual([2, 2]);
  });

  it("a reservation that is taken back with its transaction has taken nothing", async () => {
    await expect(
      store().transaction(async (tx) => {
        await tx.plans.reserveAttempt(TENANT, NOW, 5, 5);
        throw new Error("taken back");
      }),
    ).rejects.toThrow("taken back");

    expect(await store().ramp.attemptsOn(NOW)).toBe(0);
  });

  it("a brake stays as it was pulled first, and is off once it is released", async () => {
    const brake = { pulledAt: NOW, pulledBy: "jane@ops1", reason: "a wrong one" };
    expect(await store().brake.pulled()).toBeUndefined();
    expect(await store().brake.release()).toBeUndefined();

    await store().brake.pull(brake);
    await store().brake.pull({ ...brake, pulledAt: later(1), reason: "again" });

    expect(await store().brake.pulled()).toEqual(brake);
    expect(await store().brake.release()).toEqual(brake);
    expect(await store().brake.pulled()).toBeUndefined();
  });

  it("one run holds the lease, and the next one has another token", async () => {
    const { lease } = store();
    expect(await lease.held(NOW, TTL)).toBeUndefined();
    const first = await lease.take(NOW, TTL);
    expect(first).toEqual({ kind: "taken", token: 1 });
    expect(await lease.take(later(0), TTL)).toMatchObject({ kind: "held", by: { token: 1, renewedAt: NOW } });
    expect(await lease.held(NOW, TTL)).toMatchObject({ token: 1 });
    expect((await lease.held(NOW, TTL))?.holder).toContain("svc@test");

    await lease.release(1);

    expect(await lease.held(NOW, TTL)).toBeUndefined();
    expect(await lease.renew(1, NOW)).toBe(false);
    expect(await lease.take(NOW, TTL)).toEqual({ kind: "taken", token: 2 });
  });

  it("a lease that is not renewed in time is taken over, and its holder can neither renew nor release it", async () => {
    const { lease } = store();
    await lease.take(NOW, TTL);
    expect(await lease.renew(1, instant(NOW + TTL - 1))).toBe(true);
    expect(await lease.take(instant(NOW + 2 * TTL - 2), TTL)).toMatchObject({ kind: "held" });

    expect(await lease.take(instant(NOW + 2 * TTL - 1), TTL)).toEqual({ kind: "taken", token: 2 });

    expect(await lease.renew(1, instant(NOW + 2 * TTL))).toBe(false);
    await lease.release(1);
    expect(await lease.held(instant(NOW + 2 * TTL), TTL)).toMatchObject({ token: 2 });
  });

  it("a lease that a clock far ahead renewed does not stand for ever", async () => {
    await store().lease.take(later(48), TTL);
    expect(await store().lease.take(NOW, TTL)).toMatchObject({ kind: "taken", token: 2 });
  });

  it("the lease of a process that has died is free at once", async () => {
    const { lease } = store();
    await lease.take(NOW, TTL);
    // No process has this number: it is above the largest that Linux gives (2^22).
    await bench().connection.script(
      `update rollcall.lease set holder = (replace(holder::text, '"pid":${process.pid}', '"pid":99999999'))::json`,
    );

    expect(await lease.held(NOW, TTL)).toBeUndefined();
    expect(await lease.take(NOW, TTL)).toEqual({ kind: "taken", token: 2 });
  });
}
