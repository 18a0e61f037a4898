import type { TenantId } from "../model/ids.ts";
import type { Limits } from "../model/policy.ts";
import type { Candidate, TenantFigures } from "./candidate.ts";
import { failuresOf, surestFirst } from "./surest-first.ts";

/** What the caps let through, in the order of deletion, and what they do not. */
export interface Fitted {
  readonly within: readonly Candidate[];
  readonly overTenantDay: readonly Candidate[];
  readonly overRamp: readonly Candidate[];
  readonly overRun: readonly Candidate[];
}

/**
 * Fits candidates into what is left of each tenant's day, of the ramp's day, and then into the run. Attempts count, whatever
 * became of them.
 *
 * The run is shared out in rounds: every tenant's surest, then every tenant's second, and so on, and within a round the
 * surest first. A tenant that had attempts today starts as many rounds later, so that a tenant with many candidates, or with
 * failing deletions, does not take the others' turn from run to run. Those whose deletion failed before come after all others,
 * of whatever tenant: they take the turns that nobody else needs, and what stops a run stops it after the others.
 */
export function fitIntoCaps(
  candidates: readonly Candidate[],
  figures: ReadonlyMap<TenantId, TenantFigures>,
  limits: Limits,
  perDay: number,
): Fitted {
  const queued: { readonly candidate: Candidate; readonly round: number }[] = [];
  const overTenantDay: Candidate[] = [];
  const nextRound = new Map<TenantId, number>();
  for (const candidate of [...candidates].sort(surestFirst)) {
    const { tenant } = candidate.assessment;
    // A tenant whose attempts are not known has none left.
    const round = nextRound.get(tenant) ?? figures.get(tenant)?.attemptsToday ?? limits.perTenantPerDay;
    nextRound.set(tenant, round + 1);
    if (round < limits.perTenantPerDay) queued.push({ candidate, round });
    else overTenantDay.push(candidate);
  }
  // Within a round the sort is stable, so the surest stay first.
  const ordered = queued
    .sort((a, b) => Number(failedBefore(a)) - Number(failedBefore(b)) || a.round - b.round)
    .map(({ candidate }) => candidate);
  const ofToday = ordered.slice(0, perDay);
  return {
    within: ofToday.slice(0, limits.perRun),
    overTenantDay,
    overRamp: ordered.slice(perDay),
    overRun: ofToday.slice(limits.perRun),
  };
}

const failedBefore = ({ candidate }: { readonly candidate: Candidate }): boolean => failuresOf(candidate) > 0;
