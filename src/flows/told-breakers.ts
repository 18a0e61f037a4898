import type { Tenant } from "../core/model/tenant.ts";
import { BREAKER_REMEDIES, type BreakerRemedy } from "../core/plan/breaker-remedies.ts";
import type { BreakerCode, TrippedBreaker } from "../core/plan/plan.ts";

/** One kind of breaker that tripped: whom it stopped, and once what to do about it. */
export interface ToldBreaker extends BreakerRemedy {
  readonly code: BreakerCode;
  readonly tripped: readonly {
    /** The tenant's or directory's name, or the tenant's id when it has none; undefined: the run as a whole. */
    readonly where: string | undefined;
    readonly figures: TrippedBreaker["figures"];
    readonly groups: readonly string[];
  }[];
}

/**
 * Tripped breakers by kind, in the order in which they tripped.
 * @param tenants all that are known, for their names
 */
export function tellBreakers(
  breakers: readonly TrippedBreaker[],
  tenants: readonly Pick<Tenant, "id" | "name">[],
): readonly ToldBreaker[] {
  const names = new Map(tenants.map(({ id, name }) => [id, name]));
  return [...new Set(breakers.map(({ code }) => code))].map((code) => ({
    code,
    ...BREAKER_REMEDIES[code],
    tripped: breakers
      .filter((breaker) => breaker.code === code)
      .map(({ tenant, directory, figures, groups = [] }) => ({
        where: tenant === undefined ? directory : (names.get(tenant) ?? tenant),
        figures,
        groups,
      })),
  }));
}
