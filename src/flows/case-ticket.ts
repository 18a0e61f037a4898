import { peopleNeeded } from "../core/review/answer-case.ts";
import { questionOf } from "../core/review/question.ts";
import { ticketKey } from "../core/review/ticket-key.ts";
import { questionLines, ticketSubject } from "../core/review/ticket-text.ts";
import type { KnownCase } from "../ports/case-store.ts";
import type { TicketContent } from "../ports/ticket-desk.ts";
import type { KnownTicket } from "../ports/ticket-store.ts";
import type { TicketSubject } from "./make-ticket.ts";
import { ticketFact, type TicketParts } from "./ticket-parts.ts";

/** A case as what a ticket is about; where its tenant has one it asks nothing by itself. */
export const caseTicket = (one: KnownCase, parts: TicketParts): TicketSubject<KnownTicket> => ({
  what: "case",
  asks: one.state === "open" && parts.tickets.per === "case",
  rows: (store) => store.tickets,
  content: async (key) => contentOf(one, key, parts),
  linked: (ticket, shows) => ({
    ...ticket,
    question: shows ?? ticket.question,
    toldVersion: one.version,
  }),
  opened: (ticket, found) => ({ kind: "ticket_opened", ...ticketFact(one, ticket), found }),
});

/** The ticket that follows: the first, or the one after a ticket that was lost. */
export const nextTicket = (
  { number, endpoint }: KnownCase,
  before: KnownTicket | undefined,
  { tickets: { desk } }: TicketParts,
): KnownTicket => {
  const ordinal = (before?.ordinal ?? 0) + 1;
  return {
    case: number,
    ordinal,
    desk: desk.name,
    key: ticketKey(endpoint, ordinal),
    triedAt: undefined,
    id: undefined,
    url: undefined,
    question: undefined,
    toldVersion: undefined,
    heard: undefined,
    closedAt: undefined,
    trouble: undefined,
  };
};

/** What a ticket of a case shows now. Faults: STORE_*. */
export async function contentOf(one: KnownCase, key: string, parts: TicketParts): Promise<TicketContent> {
  const { store, hash, review } = parts;
  const judged = (await store.assessments.find(one.tenant, one.endpoint))?.assessment;
  return {
    key,
    question: questionOf(one, hash),
    subject: ticketSubject(one),
    lines: questionLines(one, judged, peopleNeeded(one, review)),
  };
}
