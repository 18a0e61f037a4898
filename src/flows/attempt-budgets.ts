import type { TenantId } from "../core/model/ids.ts";
import { DAY } from "../core/model/instant.ts";
import type { Ramp } from "../core/plan/ramp.ts";
import type { AttemptBudget } from "../ports/attempt-budget.ts";
import type { RunLease } from "../ports/run-lease.ts";
import type { Store } from "../ports/store.ts";
import { rampStanding } from "./move-ramp.ts";

/** What may be attempted in a UTC day: of each tenant, and over all by the ramp. */
export interface DayCaps {
  readonly perTenantPerDay: number;
  readonly ramp: Ramp;
}

/** The budget that counts: kept in the store, shared by every process, and open only to the run that holds the lease. */
export function durableBudget(store: Store, caps: DayCaps, lease: RunLease): AttemptBudget {
  return {
    reserve: async (tenant, now) =>
      store.transaction(async (tx) => {
        if (!(await lease.renew(tx))) return "lease_lost";
        const { perDay } = await rampStanding(tx, caps.ramp, now);
        return tx.plans.reserveAttempt(tenant, now, caps.perTenantPerDay, perDay);
      }),
  };
}

/**
 * The same budget for a dry run: it starts from what the day has used, and takes nothing from it. It asks the store once a
 * day: the figures of all tenants are a walk over all endpoints.
 */
export function rehearsedBudget(store: Store, { perTenantPerDay, ramp }: DayCaps): AttemptBudget {
  let day: number | undefined;
  let left = new Map<TenantId, number>();
  let leftOfAll = 0;
  return {
    reserve: async (tenant, now) => {
      const today = Math.floor(now / DAY);
      if (day !== today) {
        const figures = await store.plans.tenantFigures(now);
        left = new Map(figures.map((one) => [one.tenant, perTenantPerDay - one.attemptsToday]));
        leftOfAll = (await rampStanding(store, ramp, now)).left;
        day = today;
      }
      // A tenant without figures has no budget that could be read, and one that cannot be read is spent.
      const rest = left.get(tenant) ?? 0;
      if (rest <= 0) return "spent";
      if (leftOfAll <= 0) return "day_spent";
      left.set(tenant, rest - 1);
      leftOfAll--;
      return "reserved";
    },
  };
}
