import { isKnown } from "../../core/model/unknown.ts";
import { parseInstant } from "../../core/model/instant.ts";
import type { TicketAnswer, TicketMark, TicketView } from "../../core/review/ticket-answer.ts";
import type { TicketReading } from "../../ports/ticket-desk.ts";
import { fieldOf, type RtTicket, type RtTransaction } from "./rt-records.ts";
import type { RtSetup } from "./rt-setup.ts";

/**
 * Reads a ticket with its history. The fields say what stands, the history who made it so, and where the two do not agree the
 * history was not whole: RT answers 200 with an empty one to whoever may not see it.
 */
export function readRtTicket(
  ticket: RtTicket,
  history: readonly RtTransaction[],
  key: string,
  { fields, words, closed }: Pick<RtSetup, "fields" | "words" | "closed">,
): TicketReading {
  if (ticket.EffectiveId.id !== ticket.id || history.some(({ Field }) => Field === "MergedInto"))
    return { kind: "unreadable", why: "merged" };
  if (ticket.Status === "deleted") return { kind: "unreadable", why: "absent" };
  const [shownKey, shownQuestion, shownDecision] = [fields.key, fields.question, fields.decision].map(
    (name) => fieldOf(ticket, name),
  );
  if (shownKey?.values.length !== 1 || shownKey.values[0] !== key)
    return { kind: "unreadable", why: "foreign" };
  const created = history.find(({ Type }) => Type === "Create");
  if (created === undefined || shownQuestion === undefined || shownDecision === undefined)
    return { kind: "unreadable", why: "incomplete" };
  const lastOf = (field: { readonly id: string }): RtTransaction | undefined =>
    history.findLast(({ Type, Field }) => Type === "CustomField" && Field === field.id);
  const question = shownQuestion.values.join();
  const decision = shownDecision.values.join();
  const [asked, decided] = [lastOf(shownQuestion), lastOf(shownDecision)];
  const reopened = history.findLast(
    ({ Field, OldValue, NewValue }) =>
      Field === "Status" && closed.includes(OldValue ?? "") && !closed.includes(NewValue ?? ""),
  );
  const marks = {
    asked: markOf(asked ?? created),
    decided: markOf(decided ?? created),
    reopened: reopened === undefined ? undefined : markOf(reopened),
  };
  const agrees = (last: RtTransaction | undefined, shown: string): boolean =>
    last === undefined || (last.NewValue ?? "") === shown;
  if (marks.asked === undefined || marks.decided === undefined)
    return { kind: "unreadable", why: "incomplete" };
  if (reopened !== undefined && marks.reopened === undefined)
    return { kind: "unreadable", why: "incomplete" };
  if (!agrees(asked, question) || !agrees(decided, decision))
    return { kind: "unreadable", why: "incomplete" };
  const view: TicketView = {
    isOpen: !closed.includes(ticket.Status),
    question,
    asked: marks.asked,
    decision: decision === "" ? undefined : { ...marks.decided, answer: answerOf(decision, words) },
    reopened: marks.reopened,
    requesters: ticket.Requestor.map(({ id }) => id),
  };
  return { kind: "read", view };
}

const answerOf = (value: string, words: RtSetup["words"]): TicketAnswer | "other" =>
  (Object.keys(words) as TicketAnswer[]).find((answer) => words[answer] === value) ?? "other";

/** RT numbers the transactions of all tickets in the order in which they were written. */
function markOf({ id, Creator, Created }: RtTransaction): TicketMark | undefined {
  const at = parseInstant(Created);
  return isKnown(at) ? { transaction: id, order: Number(id), by: Creator.id, at } : undefined;
}
