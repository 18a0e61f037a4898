import { questionOf } from "../core/review/question.ts";
import { readAnswer, type ReadAnswer, type TicketView } from "../core/review/ticket-answer.ts";
import type { KnownCase } from "../ports/case-store.ts";
import { askInTicket, refuseAnswer } from "./ask-in-ticket.ts";
import { decideCase, type AskedOfCase } from "./decide-case.ts";
import { endTicket, tellTicket } from "./end-ticket.ts";
import type { PlacedTicket, Tally, TicketParts } from "./ticket-parts.ts";

/** Hears what the ticket of an open case answers, and carries it out; a ticket that does not show its question is asked. */
export async function hearAnswer(
  one: KnownCase,
  ticket: PlacedTicket,
  view: TicketView,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const question = questionOf(one, parts.hash);
  const shows = ticket.question === question && view.question === question && ticket.closedAt === undefined;
  if (!shows) return askInTicket(one, ticket, parts, tally, signal);
  const said = readAnswer(view, question, parts.tickets.parties);
  if (said.kind === "none" || said.mark.transaction === ticket.heard) return undefined;
  if (said.kind === "void") return refuseAnswer(one, ticket, said, said.why, parts, tally, signal);
  return decide(one, ticket, said, parts, tally, signal);
}

async function decide(
  one: KnownCase,
  ticket: PlacedTicket,
  said: Extract<ReadAnswer, { kind: "answered" }>,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { answer, person, mark } = said;
  const reason = `answered in ticket ${ticket.id} of ${ticket.desk}, transaction ${mark.transaction}`;
  const asked: AskedOfCase =
    answer === "hold"
      ? { kind: answer, reason, owner: person, end: { afterMs: parts.tickets.holdForMs } }
      : { kind: answer, reason };
  const heard = { ...ticket, heard: mark.transaction };
  const decided = await decideCase(
    { text: `${one.number}`, tenant: undefined },
    asked,
    { actor: person, channel: "ticket", version: one.version },
    parts,
    async (tx) => tx.tickets.save(heard),
  );
  if (decided.kind === "refused") {
    // It has moved meanwhile: the next look asks what it asks now.
    if (decided.code === "case_changed") return undefined;
    return refuseAnswer(one, ticket, said, `${decided.code}: ${decided.detail}`, parts, tally, signal);
  }
  tally("answered");
  if (decided.one.state === "open")
    return askInTicket(decided.one, heard, parts, tally, signal, [
      `${person} agrees; another person has to.`,
      "",
    ]);
  if (decided.one.state === "approved") return tellTicket(decided.one, heard, parts, signal);
  return endTicket(decided.one, heard, parts, tally, signal);
}
