import { isApprovable, isDoubt } from "../assess/approval.ts";
import type { Assessment } from "../assess/assessment.ts";
import { REASONS } from "../assess/reason.ts";
import { instant, type Instant } from "../model/instant.ts";
import {
  isOver,
  moved,
  type Case,
  type CaseCause,
  type CaseMove,
  type CaseReason,
  type Change,
  type ClosedBecause,
  type ReopenedBecause,
  type ReviewTerms,
} from "./case.ts";

/** What is known of a case's device. */
export interface Sighting {
  /** Whether Central lists it still, by the last complete reading or by our own deletion. */
  readonly gone: "no" | "by_us" | "by_others";
  /** As it was last judged; undefined while it waits for that: then nothing is concluded from it. */
  readonly assessment: Assessment | undefined;
  readonly hold: "holds" | "expired" | "none";
  /** Its attempts are used up, and nobody has released it. */
  readonly quarantined: boolean;
}

/** Who asks, when, and for how long. */
export interface Asking {
  readonly now: Instant;
  /** The account that this process runs as. */
  readonly actor: string;
  readonly terms: Pick<ReviewTerms, "answerWithinMs">;
}

/** The first state of a case. */
export function openCase(
  subject: { readonly hostname: string; readonly assessment: Assessment },
  cause: CaseCause,
  { now, actor, terms }: Asking,
): CaseMove {
  const { assessment, hostname } = subject;
  const { tenant, endpoint, evidenceHash } = assessment;
  const reasons = doubtsOf(assessment);
  return {
    next: {
      tenant,
      endpoint,
      hostname,
      cause,
      state: "open",
      version: 1,
      reasons,
      evidenceHash,
      askedAt: now,
      openedAt: now,
      until: instant(now + terms.answerWithinMs),
      agreements: [],
      reopened: 0,
      assignee: undefined,
      askedBy: actor,
    },
    event: { kind: "opened", cause, reasons: reasons.map(({ code }) => code) },
  };
}

/**
 * Opens again a case that is over: its device is in review again, or came back. Another cause takes the place of the first;
 * undefined when the case is not over, or was retired and nothing has come back.
 */
export function openAgain(
  one: Case,
  assessment: Assessment,
  cause: CaseCause,
  asking: Asking,
): CaseMove | undefined {
  if (!isOver(one)) return undefined;
  const because =
    cause === "quarantine"
      ? "quarantined"
      : one.state === "retired" || cause === "return"
        ? "returned"
        : "in_review_again";
  return reopen({ ...one, cause }, assessment, because, asking);
}

/** What verify found of an approved device, which voids the approval; undefined when nothing stands any more. */
export const voidApproval = (one: Case, assessment: Assessment, asking: Asking): CaseMove | undefined =>
  one.state === "approved" ? reopen(one, assessment, "changed_at_verify", asking) : undefined;

/** The yes was taken back where it was given: the question is put once more. Undefined when nothing stands any more. */
export const withdrawApproval = (one: Case, { now, actor, terms }: Asking): CaseMove | undefined =>
  one.state === "approved"
    ? moved(
        one,
        {
          state: "open",
          agreements: [],
          reopened: one.reopened + 1,
          askedAt: now,
          askedBy: actor,
          until: instant(now + terms.answerWithinMs),
        },
        { kind: "reopened", because: "answer_withdrawn", change: { arose: [], went: [], evidence: false } },
      )
    : undefined;

/** What a look at its device makes of a case; undefined when it stays as it is. Never an approval. */
export function tendCase(one: Case, seen: Sighting, asking: Asking): CaseMove | undefined {
  if (isOver(one)) return undefined;
  // What came back is gone by us under its old id, and that is what it is about.
  if (seen.gone === "by_us" && one.cause !== "return")
    return moved(one, { state: "retired", until: undefined }, { kind: "retired" });
  if (seen.gone === "by_others") return closed(one, "removed_by_others");
  // A person's word, later than any answer.
  if (one.cause === "quarantine" && !seen.quarantined) return closed(one, "released");
  if (one.state === "held") {
    // Without a judgement there is nothing to put before a person: the hold, or its being over, keeps the device meanwhile.
    if (seen.hold === "holds" || seen.assessment === undefined) return undefined;
    return reopen(one, seen.assessment, "hold_ended", asking);
  }
  const byItself = seen.assessment === undefined ? undefined : closesItself(one, seen.assessment);
  if (byItself !== undefined) return closed(one, byItself);
  return one.state === "open" ? tendOpen(one, seen.assessment, asking) : tendAnswered(one, seen, asking);
}

function tendOpen(one: Case, found: Assessment | undefined, asking: Asking): CaseMove | undefined {
  if (one.until === undefined || asking.now >= one.until) {
    return moved(one, { state: "expired", until: undefined, agreements: [] }, { kind: "expired" });
  }
  if (found === undefined) return undefined;
  const change = changeOf(one, found);
  if (change === undefined) return undefined;
  // Whoever agreed agreed to something else.
  return moved(one, { ...asked(found, asking), agreements: [] }, { kind: "asked_anew", change });
}

function tendAnswered(one: Case, { assessment }: Sighting, asking: Asking): CaseMove | undefined {
  if (assessment === undefined) return undefined;
  if (one.until !== undefined && asking.now >= one.until) {
    return reopen(one, assessment, one.state === "approved" ? "approval_lapsed" : "keep_ended", asking);
  }
  return changeOf(one, assessment) === undefined
    ? undefined
    : reopen(one, assessment, "evidence_changed", asking);
}

function reopen(one: Case, found: Assessment, because: ReopenedBecause, asking: Asking): CaseMove {
  const change = changeOf(one, found) ?? { arose: [], went: [], evidence: false };
  return moved(
    one,
    { ...asked(found, asking), state: "open", agreements: [], reopened: one.reopened + 1 },
    { kind: "reopened", because, change },
  );
}

const asked = (found: Assessment, { now, actor, terms }: Asking) => ({
  reasons: doubtsOf(found),
  evidenceHash: found.evidenceHash,
  askedAt: now,
  askedBy: actor,
  until: instant(now + terms.answerWithinMs),
});

const closed = (one: Case, because: ClosedBecause): CaseMove =>
  moved(one, { state: "closed", until: undefined, agreements: [] }, { kind: "closed", because });

/**
 * Why the device answers the question itself. A device that came back reports, of course: its case is for a person. A doubt
 * that is gone settles only what nobody has said no to, by word or by silence.
 */
function closesItself(one: Case, { reasons }: Assessment): ClosedBecause | undefined {
  if (one.cause === "return") return undefined;
  const keeps = reasons
    .filter(({ code, accepted }) => REASONS[code] === "keep" && !accepted)
    .map(({ code }) => code);
  if (keeps.includes("recently_seen")) return "reports_again";
  // The case itself and a hold are no news of the device.
  if (keeps.some((code) => code !== "case_open" && code !== "on_hold")) return "kept_by_evidence";
  const unanswered = one.state === "open" && one.reopened === 0 && one.cause === "review";
  return unanswered && !keeps.includes("on_hold") && !reasons.some(isDoubt) ? "doubt_gone" : undefined;
}

const doubtsOf = ({ reasons }: Assessment): readonly CaseReason[] =>
  reasons.filter(isDoubt).map((reason) => ({ code: reason.code, approvable: isApprovable(reason) }));

/** How what is found differs from what a case is about; undefined when it does not. */
function changeOf(one: Case, found: Assessment): Change | undefined {
  // A device that came back reports, and that it does so changes its evidence each day.
  if (one.cause === "return") return undefined;
  const before = one.reasons.map(({ code }) => code);
  const after = doubtsOf(found).map(({ code }) => code);
  const arose = after.filter((code) => !before.includes(code));
  const went = before.filter((code) => !after.includes(code));
  const evidence = found.evidenceHash !== one.evidenceHash;
  return evidence || arose.length > 0 || went.length > 0 ? { arose, went, evidence } : undefined;
}
