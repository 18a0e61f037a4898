import type { TenantId } from "../model/ids.ts";
import { directoryBreakers, trippedBreakers } from "./breakers.ts";
import type { Candidate } from "./candidate.ts";
import type { LeftOutCode, TrippedBreaker } from "./plan.ts";
import type { PlanInput } from "./plan-input.ts";
import { isQuarantined } from "./quarantined.ts";
import { isStable } from "./stability.ts";
import { compareText } from "./surest-first.ts";

/** A candidate that a guard objects to, with the first objection. */
export interface Objection {
  readonly candidate: Candidate;
  readonly code: LeftOutCode;
}

export interface Guarded {
  readonly standing: readonly Candidate[];
  readonly objections: readonly Objection[];
  readonly breakers: readonly TrippedBreaker[];
}

/** What is left of the candidates after every guard but the caps. */
export function guardCandidates(input: PlanInput): Guarded {
  const complete = new Set(input.tenants.filter((tenant) => tenant.complete).map((tenant) => tenant.tenant));
  const admissible: Candidate[] = [];
  const objections: Objection[] = [];
  for (const candidate of input.candidates) {
    const code = objectionTo(candidate, input, complete);
    if (code === undefined) admissible.push(candidate);
    else objections.push({ candidate, code });
  }
  const ofRun = directoryBreakers(input.directories, input.limits);
  const guarded = guardTenants(input, admissible, ofRun.length > 0);
  return {
    ...guarded,
    objections: [...objections, ...guarded.objections],
    breakers: [...ofRun, ...guarded.breakers],
  };
}

/** Why readings or our own memory do not let this one be a candidate at all. */
function objectionTo(
  candidate: Candidate,
  { policyHash, incompleteDirectories }: PlanInput,
  complete: ReadonlySet<TenantId>,
): LeftOutCode | undefined {
  if (candidate.policyHash !== policyHash) return "assessed_by_another_policy";
  if (candidate.deletedBefore) return "deleted_before";
  // A tenant without figures is not known to be complete.
  if (!complete.has(candidate.assessment.tenant)) return "tenant_incomplete";
  // The living computer of this name could be in the very directory that was not read whole.
  if (incompleteDirectories.length > 0) return "directory_incomplete";
  return undefined;
}

/**
 * Asks the breakers of each tenant that was read whole, and each candidate's stability; a tripped breaker stops the whole
 * tenant. They are asked where there is no candidate too: a shrunken or silent tenant is worth telling on any day.
 */
function guardTenants(input: PlanInput, candidates: readonly Candidate[], runBroken: boolean): Guarded {
  const standing: Candidate[] = [];
  const objections: Objection[] = [];
  const breakers: TrippedBreaker[] = [];
  const byTenant = groupByTenant(candidates);
  for (const figures of [...input.tenants].sort((a, b) => compareText(a.tenant, b.tenant))) {
    if (!figures.complete) continue;
    const ofTenant = byTenant.get(figures.tenant) ?? [];
    const stable = new Set(ofTenant.filter((candidate) => isStable(candidate, input.stable, input.now)));
    const tripped = trippedBreakers(figures, stable.size, input.limits);
    breakers.push(...tripped);
    const broken = runBroken || tripped.some((breaker) => breaker.code !== "share_exceeded");
    for (const candidate of ofTenant) {
      if (broken) objections.push({ candidate, code: "breaker_tripped" });
      else if (!stable.has(candidate)) objections.push({ candidate, code: "not_stable_yet" });
      else if (tripped.length > 0) objections.push({ candidate, code: "over_share_of_tenant" });
      // Last: one that is quarantined is a candidate still, and counts in the share of its tenant.
      else if (candidate.quarantine !== undefined && isQuarantined(candidate.quarantine, input.now))
        objections.push({ candidate, code: "quarantined" });
      else standing.push(candidate);
    }
  }
  return { standing, objections, breakers };
}

function groupByTenant(candidates: readonly Candidate[]): ReadonlyMap<TenantId, readonly Candidate[]> {
  const groups = new Map<TenantId, Candidate[]>();
  for (const candidate of candidates) {
    const group = groups.get(candidate.assessment.tenant);
    if (group === undefined) groups.set(candidate.assessment.tenant, [candidate]);
    else group.push(candidate);
  }
  return groups;
}
