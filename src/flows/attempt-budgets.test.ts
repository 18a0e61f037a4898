import { describe, expect, it, vi } from "vitest";
import type { TenantId } from "../core/model/ids.ts";
import { DAY, instant } from "../core/model/instant.ts";
import type { TenantFigures } from "../core/plan/candidate.ts";
import type { Ramp } from "../core/plan/ramp.ts";
import type { RunLease } from "../ports/run-lease.ts";
import type { Store } from "../ports/store.ts";
import { durableBudget, rehearsedBudget } from "./attempt-budgets.ts";

const ACME = "57ca9a6b-885f-4e36-95ec-290548c26059" as TenantId;
const OTHER = "57ca9a6b-885f-4e36-95ec-290548c26060" as TenantId;
const MORNING = instant(Date.UTC(2026, 8, 1, 6));

const figuresOf = (attemptsToday: number): TenantFigures => ({
  tenant: ACME,
  endpoints: 100,
  seenLastDay: 90,
  shrink: 0,
  complete: true,
  attemptsToday,
});

const WIDE: Ramp = { steps: [100], advanceAfterCleanDays: 3 };

function aStore(attemptsToday: number, attemptsOfAll = attemptsToday) {
  const tenantFigures = vi.fn(async () => Promise.resolve([figuresOf(attemptsToday)]));
  const reserveAttempt = vi.fn(async () => Promise.resolve("reserved" as const));
  const ramp = {
    kept: async () => Promise.resolve(undefined),
    daysAfter: async () => Promise.resolve([]),
    attemptsOn: async () => Promise.resolve(attemptsOfAll),
  };
  const rooms = { plans: { tenantFigures, reserveAttempt }, ramp };
  const transaction = async <T>(work: (tx: unknown) => Promise<T>): Promise<T> => work(rooms);
  return { store: { ...rooms, transaction } as unknown as Store, tenantFigures, reserveAttempt };
}

const aLease = (holds: boolean): RunLease => ({
  take: async () => Promise.resolve("taken"),
  renew: async () => Promise.resolve(holds),
  release: async () => Promise.resolve(),
});

describe("a rehearsed budget", () => {
  it("starts from what the day has used, ends at the cap, and takes nothing from the store", async () => {
    const { store, reserveAttempt } = aStore(3);
    const budget = rehearsedBudget(store, { perTenantPerDay: 5, ramp: WIDE });

    const answers = [
      await budget.reserve(ACME, MORNING),
      await budget.reserve(ACME, MORNING),
      await budget.reserve(ACME, MORNING),
    ];

    expect(answers).toEqual(["reserved", "reserved", "spent"]);
    expect(reserveAttempt).not.toHaveBeenCalled();
  });

  it.each([
    ["the cap is zero", 0, 0],
    ["the day has used more than the cap", 5, 9],
  ])("is spent where %s", async (_why, perTenantPerDay, used) => {
    const budget = rehearsedBudget(aStore(used).store, { perTenantPerDay, ramp: WIDE });
    expect(await budget.reserve(ACME, MORNING)).toBe("spent");
  });

  it("ends where the ramp's day does, whatever is left of the tenant's", async () => {
    const ramp = { ...WIDE, steps: [4] };
    const budget = rehearsedBudget(aStore(0, 2).store, { perTenantPerDay: 9, ramp });

    const answers = [
      await budget.reserve(ACME, MORNING),
      await budget.reserve(ACME, MORNING),
      await budget.reserve(ACME, MORNING),
    ];

    expect(answers).toEqual(["reserved", "reserved", "day_spent"]);
  });

  it("is spent for a tenant without figures", async () => {
    const budget = rehearsedBudget(aStore(0).store, { perTenantPerDay: 5, ramp: WIDE });
    expect(await budget.reserve(OTHER, MORNING)).toBe("spent");
  });

  it("asks the store once a day, and begins anew with the next", async () => {
    const { store, tenantFigures } = aStore(0);
    const budget = rehearsedBudget(store, { perTenantPerDay: 1, ramp: WIDE });

    const answers = [
      await budget.reserve(ACME, MORNING),
      await budget.reserve(ACME, MORNING),
      await budget.reserve(ACME, instant(MORNING + DAY)),
    ];

    expect(answers).toEqual(["reserved", "spent", "reserved"]);
    expect(tenantFigures).toHaveBeenCalledTimes(2);
  });
});

describe("the durable budget", () => {
  const caps = { perTenantPerDay: 7, ramp: { steps: [3, 30], advanceAfterCleanDays: 3 } };

  it("takes each attempt from the store, within what the ramp allows", async () => {
    const { store, reserveAttempt } = aStore(0);

    expect(await durableBudget(store, caps, aLease(true)).reserve(ACME, MORNING)).toBe("reserved");

    expect(reserveAttempt).toHaveBeenCalledExactlyOnceWith(ACME, MORNING, 7, 3);
  });

  it("takes nothing for a run that has lost the lease", async () => {
    const { store, reserveAttempt } = aStore(0);

    expect(await durableBudget(store, caps, aLease(false)).reserve(ACME, MORNING)).toBe("lease_lost");

    expect(reserveAttempt).not.toHaveBeenCalled();
  });
});
