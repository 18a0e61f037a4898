import type { CaseDetail, CaseSummary, DecisionAnswer } from "../api/decisions.ts";
import type { Decided } from "../flows/decide-case.ts";
import type { CaseView } from "../flows/show-case.ts";
import type { KnownCase } from "../ports/case-store.ts";
import { timeText } from "./api/time-views.ts";

/** A case as others see it. */
export function caseSummary(one: KnownCase): CaseSummary {
  const { number, version, state, cause, tenant, tenantName, endpoint, hostname, evidenceHash } = one;
  return {
    number,
    version,
    state,
    cause,
    tenant,
    tenantName,
    endpoint,
    hostname,
    evidenceHash,
    reasons: one.reasons.map(({ code, approvable }) => ({ code, approvable })),
    askedAt: timeText(one.askedAt),
    until: one.until === undefined ? undefined : timeText(one.until),
    assignee: one.assignee,
    agreements: one.agreements.map(({ by, at, reason }) => ({ by, at: timeText(at), reason })),
  };
}

/** A case with what a person needs to decide on it: every reason and its evidence, and no record as a whole. */
export function caseDetail({ one, device, peopleNeeded, outdated }: CaseView): CaseDetail {
  const assessment = device?.assessment;
  return {
    case: caseSummary(one),
    peopleNeeded,
    outdated,
    assessment: assessment && {
      disposition: assessment.disposition,
      daysInactive: assessment.daysInactive,
      reasons: assessment.reasons.map(({ code, evidence }) => ({ code, evidence: { ...evidence } })),
    },
  };
}

/** The answer to a decision that was taken. */
export const decisionAnswer = ({ one, event, underWay }: Decided): DecisionAnswer => ({
  case: caseSummary(one),
  complete: event.kind === "answered" && event.complete,
  underWay,
});
