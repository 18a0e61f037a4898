import { peopleNeeded } from "../core/review/answer-case.ts";
import { tenantTicketLines, tenantTicketSubject } from "../core/review/tenant-ticket-text.ts";
import { tenantQuestionOf } from "../core/review/question.ts";
import { tenantTicketKey } from "../core/review/ticket-key.ts";
import type { KnownTenantTicket, WaitingTenant } from "../ports/tenant-ticket-store.ts";
import type { TicketContent } from "../ports/ticket-desk.ts";
import type { TicketSubject } from "./make-ticket.ts";
import type { TicketParts } from "./ticket-parts.ts";

/** A tenant's ticket that the desk is known to have. */
export type PlacedTenantTicket = KnownTenantTicket & { readonly id: string };

/** A tenant's open cases as what a ticket is about. */
export const tenantTicket = (
  waiting: WaitingTenant,
  parts: TicketParts,
): TicketSubject<KnownTenantTicket> => ({
  what: "tenant",
  asks: waiting.open.length > 0 && parts.tickets.per === "tenant",
  rows: (store) => store.tenantTickets,
  content: async (key) => tenantContent(waiting, key, parts),
  linked: (ticket, shows) => ({
    ...ticket,
    question: shows,
    ...(shows !== undefined && { told: shows, listed: numbersOf(waiting) }),
  }),
  opened: (ticket, found) => ({
    kind: "tenant_ticket_opened",
    ...tenantTicketFact(ticket),
    how: found ? "found" : "made",
  }),
});

/** What a tenant's ticket shows now. */
export const tenantContent = (
  { tenantName, open }: WaitingTenant,
  key: string,
  { hash, review }: TicketParts,
): TicketContent => ({
  key,
  question: tenantQuestionOf(open, hash),
  subject: tenantTicketSubject(tenantName),
  lines: tenantTicketLines(tenantName, open, (one) => peopleNeeded(one, review)),
});

export const numbersOf = ({ open }: WaitingTenant): readonly number[] => open.map(({ number }) => number);

/** The ticket that follows: the first, or the one after a ticket that was lost. */
export const nextTenantTicket = (
  { tenant }: WaitingTenant,
  before: KnownTenantTicket | undefined,
  { tickets: { desk } }: TicketParts,
): KnownTenantTicket => {
  const ordinal = (before?.ordinal ?? 0) + 1;
  return {
    tenant,
    ordinal,
    desk: desk.name,
    key: tenantTicketKey(tenant, ordinal),
    triedAt: undefined,
    id: undefined,
    url: undefined,
    question: undefined,
    told: undefined,
    listed: [],
    heard: undefined,
    closedAt: undefined,
    trouble: undefined,
  };
};

/** Which ticket of which tenant, as the ledger names it. */
export const tenantTicketFact = ({ tenant, desk, id = "", key }: KnownTenantTicket) => ({
  tenant,
  desk,
  ticket: id,
  key,
});
