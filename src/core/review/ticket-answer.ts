import type { Instant } from "../model/instant.ts";

/** An entry of a ticket's history, as the desk itself recorded it. */
export interface TicketMark {
  /** The desk's own id of it. */
  readonly transaction: string;
  /** Grows along the history of one ticket; equal where the desk cannot tell which came first. */
  readonly order: number;
  /** The account that the desk authenticated. */
  readonly by: string;
  readonly at: Instant;
}

export const TICKET_ANSWERS = ["approve", "keep", "hold"] as const;
export type TicketAnswer = (typeof TICKET_ANSWERS)[number];

/** What a ticket shows of a question and its answer. Only fields and transitions: what is written in mail or comments is no answer. */
export interface TicketView {
  readonly isOpen: boolean;
  /** The mark of the question (question.ts) that it shows, and who wrote that last. */
  readonly question: string;
  readonly asked: TicketMark;
  /** The answer that stands in it, and who gave it; undefined when none does. */
  readonly decision: (TicketMark & { readonly answer: TicketAnswer | "other" }) | undefined;
  /** The last time that it was opened again. */
  readonly reopened: TicketMark | undefined;
  /** Accounts that the desk has down as asking for it. */
  readonly requesters: readonly string[];
}

/** Whose answers count. */
export interface TicketParties {
  /** The account that Rollcall uses the desk by. */
  readonly account: string;
  /** People by their accounts on the desk: whoever is not among them answers nothing. */
  readonly approvers: ReadonlyMap<string, string>;
}

/** Why what stands in a ticket is no answer. */
export type VoidAnswer =
  | "another_question"
  | "question_changed_by_others"
  | "before_the_question"
  | "reopened_later"
  | "not_an_approver"
  | "own_account"
  | "requester"
  | "unknown_word";

export type ReadAnswer =
  | { readonly kind: "none" }
  | { readonly kind: "void"; readonly why: VoidAnswer; readonly mark: TicketMark }
  | {
      readonly kind: "answered";
      readonly answer: TicketAnswer;
      /** As Rollcall knows the person. */
      readonly person: string;
      readonly mark: TicketMark;
    };

/** What a ticket says to a question. The order in which the history was written decides, never a clock of ours. */
export function readAnswer(view: TicketView, question: string, parties: TicketParties): ReadAnswer {
  const { decision } = view;
  if (decision === undefined) return { kind: "none" };
  const { answer, ...mark } = decision;
  const why = voidBecause(view, decision, question, parties);
  if (why !== undefined) return { kind: "void", why, mark };
  const person = parties.approvers.get(decision.by);
  if (person === undefined) return { kind: "void", why: "not_an_approver", mark };
  return answer === "other"
    ? { kind: "void", why: "unknown_word", mark }
    : { kind: "answered", answer, person, mark };
}

function voidBecause(
  { question: shown, asked, reopened, requesters }: TicketView,
  { by, order }: TicketMark,
  question: string,
  { account }: TicketParties,
): VoidAnswer | undefined {
  if (shown !== question) return "another_question";
  // Whoever can write the question could make an old answer fit a new one.
  if (asked.by !== account) return "question_changed_by_others";
  if (!(order > asked.order)) return "before_the_question";
  if (reopened !== undefined && !(order > reopened.order)) return "reopened_later";
  if (by === account) return "own_account";
  return requesters.includes(by) ? "requester" : undefined;
}

/**
 * What a ticket says against an approval that stands, or undefined when it says nothing. An approval that came through it must
 * still be there, given by the same transaction; one that came another way must not be contradicted.
 * @param through the transaction that the approval came by; undefined when it came another way
 */
export function withdrawn(
  view: TicketView,
  question: string,
  parties: TicketParties,
  through: string | undefined,
): VoidAnswer | "no_answer" | "another_answer" | undefined {
  const said = readAnswer(view, question, parties);
  switch (said.kind) {
    case "none":
      return through === undefined ? undefined : "no_answer";
    case "void":
      return said.why === "before_the_question" && through === undefined ? undefined : said.why;
    case "answered":
      if (said.answer !== "approve") return "another_answer";
      return through === undefined || through === said.mark.transaction ? undefined : "another_answer";
  }
}
