import { DAY, formatInstant, instant, type Instant } from "../model/instant.ts";
import type { Digest } from "../model/ids.ts";
import { isOver, moved, type Case, type CaseMove, type Channel, type ReviewTerms } from "./case.ts";
import { isUsable, refuseHold, unusable, type HoldRefusalCode } from "./hold.ts";
import { isSamePerson } from "./person.ts";

/** How long a person's keep holds while the evidence stays as it is (product rule). */
const KEPT_DAYS = 30;

/** What a person wants of a case. */
export type CaseCommand =
  | { readonly kind: "approve"; readonly reason: string; readonly evidenceHash: Digest }
  | { readonly kind: "keep"; readonly reason: string }
  | {
      readonly kind: "hold";
      readonly reason: string;
      readonly until: Instant;
      readonly owner: string;
    }
  | { readonly kind: "comment"; readonly text: string }
  /** undefined: nobody any more. */
  | { readonly kind: "assign"; readonly to: string | undefined };

/** Who commands, and on what grounds. */
export interface Commander {
  readonly actor: string;
  readonly channel: Channel;
  /** The version the person has seen. */
  readonly version: number;
  /** Who asked for the deletion, where somebody did: not one of two people. */
  readonly requester?: string;
}

export type CaseRefusalCode =
  | "case_changed"
  | "case_over"
  | "case_not_open"
  | "answer_too_late"
  | "evidence_changed"
  | "not_approvable"
  | "same_person"
  | "not_your_answer"
  | "text_unusable"
  | HoldRefusalCode;

export interface CaseRefusal {
  readonly kind: "refused";
  readonly code: CaseRefusalCode;
  readonly detail: string;
}

/**
 * What a person's command makes of a case, or why it makes nothing.
 * @param current the evidence as it is known now; undefined when the endpoint is gone
 */
export function answerCase(
  one: Case,
  command: CaseCommand,
  who: Commander,
  { now, current, terms }: { now: Instant; current: Digest | undefined; terms: ReviewTerms },
): CaseMove | CaseRefusal {
  if (who.version !== one.version) {
    return refused(
      "case_changed",
      `It is at version ${one.version}, not ${who.version}: look at it again and answer what it asks now.`,
    );
  }
  const { actor: by, channel } = who;
  switch (command.kind) {
    case "comment": {
      const text = command.text.trim();
      if (!isUsable(text)) return refused("text_unusable", unusable("comment"));
      return moved(one, {}, { kind: "commented", by, channel, text });
    }
    case "assign": {
      const to = command.to?.trim();
      if (to !== undefined && !isUsable(to)) return refused("text_unusable", unusable("assignee"));
      return moved(one, { assignee: to }, { kind: "assigned", by, channel, to });
    }
    case "approve":
      return approve(one, command, who, { now, current, terms });
    case "keep": {
      const refusal = refuseNo(one, command.reason);
      if (refusal !== undefined) return refusal;
      return answered(one, "kept", who, command.reason, instant(now + KEPT_DAYS * DAY));
    }
    case "hold": {
      const refusal = refuseNo(one, command.reason) ?? holdRefused(command, now);
      if (refusal !== undefined) return refusal;
      return answered(one, "held", who, command.reason, command.until);
    }
  }
}

function approve(
  one: Case,
  command: Extract<CaseCommand, { kind: "approve" }>,
  who: Commander,
  { now, current, terms }: { now: Instant; current: Digest | undefined; terms: ReviewTerms },
): CaseMove | CaseRefusal {
  const reason = command.reason.trim();
  if (!isUsable(reason)) return refused("reason_unusable", unusable("reason"));
  if (isOver(one)) return over(one);
  if (one.state !== "open") {
    return refused("case_not_open", `It is ${one.state}: only an open case can be approved.`);
  }
  // Also where nobody has tended it yet: a time-out is a no.
  if (one.until === undefined || !(now < one.until)) {
    return refused("answer_too_late", "Its time was up, which is a no.");
  }
  if (command.evidenceHash !== one.evidenceHash || current !== one.evidenceHash) {
    return refused("evidence_changed", "The evidence is no longer what the case shows: it is asked anew.");
  }
  // One that was opened again may have no doubt left: then the yes is all that it waits for.
  const barred = one.reasons.filter(({ approvable }) => !approvable).map(({ code }): string => code);
  if (one.cause !== "review") barred.unshift(one.cause);
  if (barred.length > 0) {
    return refused("not_approvable", `No answer makes a deletion sound here (${barred.join(", ")}).`);
  }
  const refusal = refusePerson(one, who, terms);
  if (refusal !== undefined) return refusal;
  const agreements = [...one.agreements, { by: who.actor, at: now, reason }];
  const complete = agreements.length >= peopleNeeded(one, terms);
  const until = complete ? instant(now + terms.answerWithinMs) : one.until;
  return moved(
    one,
    { agreements, until, state: complete ? "approved" : "open" },
    {
      kind: "answered",
      answer: "approve",
      by: who.actor,
      channel: who.channel,
      reason,
      complete,
      until: complete ? until : undefined,
    },
  );
}

/** How many people must agree to a deletion. */
export const peopleNeeded = ({ reasons }: Pick<Case, "reasons">, { twoPeople }: ReviewTerms): 1 | 2 =>
  reasons.some(({ code }) => twoPeople.includes(code)) ? 2 : 1;

function refusePerson(one: Case, who: Commander, terms: ReviewTerms): CaseRefusal | undefined {
  const two = peopleNeeded(one, terms) === 2;
  // On the command line a person alone may run Rollcall and answer it. Whoever speaks from elsewhere under its own name is
  // no person: a sender that echoes what it was told.
  if (!two && who.channel !== "webhook") return undefined;
  if (two && one.agreements.some(({ by }) => isSamePerson(by, who.actor))) {
    return refused("same_person", `${who.actor} has agreed already: another person has to.`);
  }
  const parties = [one.askedBy, ...(who.requester === undefined ? [] : [who.requester])];
  return parties.some((party) => isSamePerson(party, who.actor))
    ? refused(
        "not_your_answer",
        `${who.actor} cannot agree here: Rollcall runs as, or the request came from, that account.`,
      )
    : undefined;
}

/** A no can be said as long as the case is not over. */
function refuseNo(one: Case, reason: string): CaseRefusal | undefined {
  if (!isUsable(reason.trim())) return refused("reason_unusable", unusable("reason"));
  return isOver(one) ? over(one) : undefined;
}

function holdRefused(
  { until, reason, owner }: Extract<CaseCommand, { kind: "hold" }>,
  now: Instant,
): CaseRefusal | undefined {
  const refusal = refuseHold({ until, reason: reason.trim(), owner: owner.trim() }, now);
  return refusal === undefined ? undefined : { kind: "refused", ...refusal };
}

const answered = (
  one: Case,
  state: "kept" | "held",
  { actor: by, channel }: Commander,
  reason: string,
  until: Instant,
): CaseMove =>
  moved(
    one,
    { state, until, agreements: [] },
    {
      kind: "answered",
      answer: state === "kept" ? "keep" : "hold",
      by,
      channel,
      reason: reason.trim(),
      complete: true,
      until,
    },
  );

const over = (one: Case): CaseRefusal =>
  refused(
    "case_over",
    `It is ${one.state}${one.until === undefined ? "" : ` (${formatInstant(one.until)})`}: there is nothing left to answer.`,
  );

const refused = (code: CaseRefusalCode, detail: string): CaseRefusal => ({ kind: "refused", code, detail });
