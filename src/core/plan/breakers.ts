import type { Limits } from "../model/policy.ts";
import type { TenantFigures } from "./candidate.ts";
import type { BreakerCode, TrippedBreaker } from "./plan.ts";

/**
 * The breakers that stop a tenant, all of them. Each comparison is written so that a figure that is no number trips it.
 *
 * - `collection_shrank`: endpoints went missing from Central by themselves; what else is wrong is for a person to find out.
 * - `tenant_silent`: too few devices reported in the last day, so silence says nothing about a single one.
 * - `share_exceeded`: so many stable candidates at once are more likely a wrong rule than a wave of retirements. It stops the
 *   tenant and is never trimmed to what would still be allowed.
 * @param stable how many candidates of the tenant are stable
 */
export function trippedBreakers(
  figures: TenantFigures,
  stable: number,
  limits: Limits,
): readonly TrippedBreaker[] {
  const { endpoints, seenLastDay, shrink } = figures;
  const { maxShrink, minSeenLastDay, maxShareOfTenant } = limits;
  const tripped = (code: BreakerCode, numbers: TrippedBreaker["figures"]): TrippedBreaker => ({
    code,
    tenant: figures.tenant,
    directory: undefined,
    figures: numbers,
  });
  return [
    ...(shrink <= maxShrink ? [] : [tripped("collection_shrank", { shrink, maxShrink })]),
    ...(seenLastDay >= minSeenLastDay ? [] : [tripped("tenant_silent", { seenLastDay, minSeenLastDay })]),
    // Divided and not multiplied: 29 of 100 is then exactly the 0.29 that a person wrote.
    ...(stable === 0 || stable / endpoints <= maxShareOfTenant
      ? []
      : [tripped("share_exceeded", { stable, endpoints, maxShareOfTenant })]),
  ];
}
