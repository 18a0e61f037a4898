import type { Limits } from "../model/policy.ts";
import type { DirectoryFigures, TenantFigures } from "./candidate.ts";
import type { BreakerCode, TrippedBreaker } from "./plan.ts";
import { compareText } from "./surest-first.ts";

// Each comparison is written so that a figure that is no number trips it.

/**
 * The breakers that stop a tenant, all of them.
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
    groups: undefined,
  });
  return [
    ...(shrink <= maxShrink ? [] : [tripped("collection_shrank", { shrink, maxShrink })]),
    // A tenant without endpoints has nobody who could be silent.
    ...(endpoints === 0 || seenLastDay >= minSeenLastDay
      ? []
      : [tripped("tenant_silent", { seenLastDay, minSeenLastDay })]),
    // Divided and not multiplied: 29 of 100 is then exactly the 0.29 that a person wrote.
    ...(stable === 0 || stable / endpoints <= maxShareOfTenant
      ? []
      : [tripped("share_exceeded", { stable, endpoints, maxShareOfTenant })]),
  ];
}

/**
 * The breakers of directories. They stop the run: a directory can hold the living computer of any tenant's endpoint.
 *
 * - `directory_shrank`: computers went missing, which looks as if their endpoints belonged to nobody.
 * - `vip_group_unreadable`: who is a VIP is not known, so everybody may be one.
 */
export const directoryBreakers = (
  directories: readonly DirectoryFigures[],
  { maxShrink }: Pick<Limits, "maxShrink">,
): readonly TrippedBreaker[] =>
  [...directories]
    .sort((a, b) => compareText(a.directory, b.directory))
    .flatMap(({ directory, shrink, unreadableGroups }): TrippedBreaker[] => [
      ...(shrink <= maxShrink
        ? []
        : [
            {
              code: "directory_shrank",
              tenant: undefined,
              directory,
              figures: { shrink, maxShrink },
              groups: undefined,
            } as const,
          ]),
      ...(unreadableGroups.length === 0
        ? []
        : [
            {
              code: "vip_group_unreadable",
              tenant: undefined,
              directory,
              figures: { unreadable: unreadableGroups.length },
              groups: [...unreadableGroups].sort(compareText),
            } as const,
          ]),
    ]);

/** What has tripped whoever is a candidate: everything but the share, of the directories and of every tenant that was read whole. */
export const standingBreakers = (
  tenants: readonly TenantFigures[],
  directories: readonly DirectoryFigures[],
  limits: Limits,
): readonly TrippedBreaker[] => [
  ...directoryBreakers(directories, limits),
  ...tenants.filter(({ complete }) => complete).flatMap((figures) => trippedBreakers(figures, 0, limits)),
];
