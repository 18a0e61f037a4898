import type { TenantId } from "../core/model/ids.ts";
import { DAY } from "../core/model/instant.ts";
import type { AttemptBudget } from "../ports/attempt-budget.ts";
import type { Store } from "../ports/store.ts";

/** The budget that counts: kept in the store, shared by every process. */
export function durableBudget(store: Store, perTenantPerDay: number): AttemptBudget {
  return {
    reserve: async (tenant, now) => store.plans.reserveAttempt(tenant, now, perTenantPerDay),
  };
}

/**
 * The same budget for a dry run: it starts from what the day has used, and takes nothing from it. It asks the store once a
 * day: the figures of all tenants are a walk over all endpoints.
 */
export function rehearsedBudget(store: Store, perTenantPerDay: number): AttemptBudget {
  let day: number | undefined;
  let left = new Map<TenantId, number>();
  return {
    reserve: async (tenant, now) => {
      const today = Math.floor(now / DAY);
      if (day !== today) {
        const figures = await store.plans.tenantFigures(now);
        left = new Map(figures.map((one) => [one.tenant, perTenantPerDay - one.attemptsToday]));
        day = today;
      }
      // A tenant without figures has no budget that could be read, and one that cannot be read is spent.
      const rest = left.get(tenant) ?? 0;
      if (rest <= 0) return "spent";
      left.set(tenant, rest - 1);
      return "reserved";
    },
  };
}
