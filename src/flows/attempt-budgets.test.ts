import { describe, expect, it, vi } from "vitest";
import type { TenantId } from "../core/model/ids.ts";
import { DAY, instant } from "../core/model/instant.ts";
import type { TenantFigures } from "../core/plan/candidate.ts";
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

function aStore(attemptsToday: number) {
  const tenantFigures = vi.fn(async () => Promise.resolve([figuresOf(attemptsToday)]));
  const reserveAttempt = vi.fn(async () => Promise.resolve("reserved" as const));
  return {
    store: { plans: { tenantFigures, reserveAttempt } } as unknown as Store,
    tenantFigures,
    reserveAttempt,
  };
}

describe("a rehearsed budget", () => {
  it("starts from what the day has used, ends at the cap, and takes nothing from the store", async () => {
    const { store, reserveAttempt } = aStore(3);
    const budget = rehearsedBudget(store, 5);

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
  ])("is spent where %s", async (_why, cap, used) => {
    expect(await rehearsedBudget(aStore(used).store, cap).reserve(ACME, MORNING)).toBe("spent");
  });

  it("is spent for a tenant without figures", async () => {
    expect(await rehearsedBudget(aStore(0).store, 5).reserve(OTHER, MORNING)).toBe("spent");
  });

  it("asks the store once a day, and begins anew with the next", async () => {
    const { store, tenantFigures } = aStore(0);
    const budget = rehearsedBudget(store, 1);

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
  it("takes each attempt from the store", async () => {
    const { store, reserveAttempt } = aStore(0);

    expect(await durableBudget(store, 7).reserve(ACME, MORNING)).toBe("reserved");

    expect(reserveAttempt).toHaveBeenCalledExactlyOnceWith(ACME, MORNING, 7);
  });
});
