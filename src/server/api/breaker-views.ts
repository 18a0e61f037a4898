import type * as z from "zod";
import type { Breaker } from "../../api/overview.ts";
import type { Tenant } from "../../core/model/tenant.ts";
import type { TrippedBreaker } from "../../core/plan/plan.ts";
import type { ToldBreaker } from "../../flows/told-breakers.ts";

/** Tripped breakers, each with what to do about it. @param told the same ones, as people are told of them */
export function breakerViews(
  breakers: readonly TrippedBreaker[],
  told: readonly ToldBreaker[],
  tenants: readonly Pick<Tenant, "id" | "name">[],
): z.input<typeof Breaker>[] {
  const names = new Map<string, string>(tenants.map(({ id, name }) => [id, name]));
  const remedies = new Map(told.map(({ code, remedy }) => [code, remedy]));
  return breakers.map(({ code, tenant, directory, figures, groups }) => {
    const tenantName = tenant === undefined ? undefined : names.get(tenant);
    return {
      code,
      ...(tenant !== undefined && { tenant }),
      ...(tenantName !== undefined && { tenantName }),
      ...(directory !== undefined && { directory }),
      figures: { ...figures },
      ...(groups !== undefined && { groups: [...groups] }),
      remedy: remedies.get(code) ?? "",
    };
  });
}
