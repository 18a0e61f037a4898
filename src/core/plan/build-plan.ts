import { DAY, daysBetween, instant, type Instant } from "../model/instant.ts";
import { invariant } from "../model/invariant.ts";
import type { Candidate } from "./candidate.ts";
import { fitIntoCaps } from "./caps.ts";
import { guardCandidates, type Objection } from "./guards.ts";
import { planHash } from "./plan-hash.ts";
import { checkPlanInput, type PlanInput } from "./plan-input.ts";
import { PLAN_VERSION, type LeftOut, type LeftOutCode, type Plan, type PlanItem } from "./plan.ts";
import { compareText } from "./surest-first.ts";

export type { Candidate, DirectoryFigures, TenantFigures } from "./candidate.ts";

/**
 * How long a plan may be applied: a day. Whoever reads it in the morning can apply it in the afternoon; if it were longer,
 * endpoints that moved meanwhile would be the rule at verify, and tomorrow's collections make a better plan anyway.
 */
export const DEFAULT_PLAN_TTL_MS = DAY;

/**
 * Freezes what one run would do, and says of everything else why not. The guards are asked in this order, and the first that
 * objects is told: another policy, deleted before, incomplete tenant, incomplete directory, breakers of the run and of the tenant, stability,
 * share of the tenant, quarantine, the tenant's day, the ramp's day, the run. The order of the input does not matter; items stand in the order of deletion.
 */
export function buildPlan(input: PlanInput): Plan {
  checkPlanInput(input);
  const { standing, objections, breakers } = guardCandidates(input);
  const figures = new Map(input.tenants.map((tenant) => [tenant.tenant, tenant]));
  const { within, overTenantDay, overRamp, overRun } = fitIntoCaps(
    standing,
    figures,
    input.limits,
    input.perDay,
  );
  const leftOut = [
    ...objections,
    ...overTenantDay.map(objection("over_tenant_day_cap")),
    ...overRamp.map(objection("over_ramp")),
    ...overRun.map(objection("over_run_cap")),
  ];
  invariant(
    within.length + leftOut.length === input.candidates.length,
    "every candidate is in the plan or left out",
  );
  const plan = {
    version: PLAN_VERSION,
    id: input.id,
    createdAt: input.now,
    expiresAt: instant(input.now + input.ttlMs),
    mode: input.mode,
    policyHash: input.policyHash,
    collections: [...input.collections].sort(compareText),
    items: within.map((candidate) => itemOf(candidate, input.now)),
    leftOut: leftOut.map(leftOutOf).sort(byTenantThenEndpoint),
    breakers,
  } as const;
  return { ...plan, hash: planHash(plan, input.hash) };
}

const objection =
  (code: LeftOutCode) =>
  (candidate: Candidate): Objection => ({ candidate, code });

const leftOutOf = ({ candidate, code }: Objection): LeftOut => ({
  tenant: candidate.assessment.tenant,
  endpoint: candidate.assessment.endpoint,
  hostname: candidate.hostname,
  code,
});

const itemOf = (candidate: Candidate, now: Instant): PlanItem => ({
  tenant: candidate.assessment.tenant,
  tenantName: candidate.tenantName,
  endpoint: candidate.assessment.endpoint,
  hostname: candidate.hostname,
  lastSeenAt: candidate.lastSeenAt,
  daysInactive: daysBetween(candidate.lastSeenAt, now),
  computer: candidate.assessment.computer,
  candidateSince: candidate.candidateSince,
  evidenceHash: candidate.assessment.evidenceHash,
  accepted: candidate.assessment.reasons.filter((reason) => reason.accepted),
  approved: approvedOf(candidate),
});

function approvedOf({ assessment }: Candidate): PlanItem["approved"] {
  const codes = assessment.reasons.filter(({ approved }) => approved === true).map(({ code }) => code);
  return codes.length === 0 ? undefined : codes;
}

const byTenantThenEndpoint = (a: LeftOut, b: LeftOut): number =>
  compareText(a.tenant, b.tenant) || compareText(a.endpoint, b.endpoint);
