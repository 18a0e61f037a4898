import type { Hash } from "../model/ids.ts";
import { instant, type Instant } from "../model/instant.ts";
import { invariant } from "../model/invariant.ts";
import type { Policy } from "../model/policy.ts";
import { withApproval } from "./approval.ts";
import type { Assessment } from "./assessment.ts";
import type { Evidence } from "./evidence.ts";
import { evidenceHash } from "./evidence-hash.ts";
import { factsOf, type Facts } from "./facts.ts";
import { endpointFindings, findingsTurnAt } from "./findings.ts";
import { isAcceptable, REASONS, type Disposition, type Reason, type ReasonCode } from "./reason.ts";
import { isAsGoodAsRetired } from "./rules/vanished-from-directory.ts";
import { TABLE } from "./table.ts";

/**
 * The decision on one endpoint: every rule of the table is asked, and the strictest answer that the policy does not accept
 * holds. Pure: the same evidence, policy and instant give the same assessment.
 */
export function judge(evidence: Evidence, policy: Policy, now: Instant, hash: Hash): Assessment {
  checkPolicy(policy);
  const facts = factsOf(evidence, policy, now);
  const found = evidenceHash(facts, hash);
  const { approval } = evidence.memory;
  const reasons = withApproval(reasonsOf(facts, policy, now), approval, found, now, policy.twoPeople ?? []);
  const disposition = dispositionOf(reasons);
  if (disposition === "retire") checkRetirable(facts);
  return {
    tenant: evidence.tenant.id,
    endpoint: evidence.endpoint.id,
    disposition,
    reasons,
    findings: endpointFindings(facts, now),
    match: facts.match.tier,
    computer: facts.subject?.ref,
    daysInactive: facts.lastSeen.kind === "seen" ? facts.lastSeen.days : undefined,
    evidenceHash: found,
    reviewAt: reviewAt(facts, policy, now),
    apartFromSilence: {
      deviceClass: facts.deviceClass,
      disposition: dispositionOf(reasons.filter(({ code }) => code !== "recently_seen")),
      hangsOnOthers: facts.duplicates.length > 0,
    },
  };
}

const ORDER = Object.keys(REASONS) as readonly ReasonCode[];

function reasonsOf(facts: Facts, policy: Policy, now: Instant): readonly Reason[] {
  return TABLE.flatMap((rule) => rule.state(facts, policy, now))
    .map(({ code, evidence, acceptable }) => ({
      code,
      evidence,
      accepted: acceptable !== false && isAcceptable(code, policy.accept),
      ...(acceptable === false && { final: true as const }),
    }))
    .sort((a, b) => ORDER.indexOf(a.code) - ORDER.indexOf(b.code));
}

function dispositionOf(reasons: readonly Reason[]): Disposition {
  const pushes = new Set(reasons.filter((reason) => !isPassed(reason)).map(({ code }) => REASONS[code]));
  if (pushes.has("keep")) return "keep";
  return pushes.has("review") ? "review" : "retire";
}

const isPassed = ({ accepted, approved }: Reason): boolean => accepted || approved === true;

/** The first instant from which the passing of time alone could change the decision. */
function reviewAt(facts: Facts, policy: Policy, now: Instant): Instant | undefined {
  const turns = TABLE.flatMap((rule) => rule.turnsAt?.(facts, policy) ?? []);
  const { approval } = facts.evidence.memory;
  const lapses = approval === undefined ? [] : [approval.expires];
  const ahead = [...turns, ...lapses, ...findingsTurnAt(facts)].filter((at) => at > now);
  return ahead.length === 0 ? undefined : instant(Math.min(...ahead));
}

// Comparisons with NaN are all false, and false here means that nothing speaks against a deletion.
function checkPolicy({ inactive, graceDays }: Policy): void {
  const days = [inactive.computerDays, inactive.serverDays, graceDays];
  invariant(
    days.every((count) => Number.isFinite(count) && count >= 0),
    "a policy counts in whole or part days",
  );
}

// The table says it already; that it said nothing must not be a gap in the table.
function checkRetirable(facts: Facts): void {
  const { subject, match, lastSeen, evidence, inactiveAfterDays } = facts;
  invariant(subject?.retired === true, "only an endpoint of a retired computer is to be retired");
  invariant(match.tier === "exact" || isAsGoodAsRetired(facts), "only a proven identity is to be retired");
  invariant(
    lastSeen.kind === "seen" && lastSeen.days >= inactiveAfterDays,
    "only a silent endpoint is to be retired",
  );
  invariant(evidence.endpoint.online !== true, "nothing that is online is to be retired");
}
