import type { TenantId } from "../core/model/ids.ts";
import type { AttemptBudget } from "../ports/attempt-budget.ts";
import type { Store } from "../ports/store.ts";

/** The budget that counts: kept in the store, shared by every process. */
export function durableBudget(store: Store, perTenantPerDay: number): AttemptBudget {
  return {
    reserve: async (tenant, now) => store.plans.reserveAttempt(tenant, now, perTenantPerDay),
  };
}

/** The same budget for a dry run: it starts from what the day has used, and takes nothing from it. */
export function rehearsedBudget(store: Store, perTenantPerDay: number): AttemptBudget {
  const used = new Map<TenantId, number>();
  return {
    reserve: async (tenant, now) => {
      const figures = await store.plans.tenantFigures(now);
      const today = figures.find((one) => one.tenant === tenant)?.attemptsToday;
      const rehearsed = used.get(tenant) ?? 0;
      // A tenant without figures has no budget that could be read, and one that cannot be read is spent.
      if (today === undefined || today + rehearsed >= perTenantPerDay) return "spent";
      used.set(tenant, rehearsed + 1);
      return "reserved";
    },
  };
}
