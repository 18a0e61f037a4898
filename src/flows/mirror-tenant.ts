import { CASES_HAVE_TICKETS, notTakenLines, NOTHING_OPEN } from "../core/review/tenant-ticket-text.ts";
import { tenantQuestionOf } from "../core/review/question.ts";
import type { KnownTenantTicket, WaitingTenant } from "../ports/tenant-ticket-store.ts";
import type { TicketUnreadable } from "../ports/ticket-desk.ts";
import {
  tenantTicketFact,
  tenantTicket,
  nextTenantTicket,
  type PlacedTenantTicket,
} from "./tenant-ticket.ts";
import { isLostForGood, wasUnreadable } from "./lost-ticket.ts";
import { makeTicket } from "./make-ticket.ts";
import { endTenantTicket, leftOf, tellTenantTicket } from "./tell-tenant-ticket.ts";
import type { Tally, TicketParts } from "./ticket-parts.ts";

/**
 * Brings a tenant's open cases and their one ticket together: it is made, told when the cases or what they ask change, and closed with
 * the outcomes when none is open. It is read to see that it is there; nothing in it is an answer. Faults: TICKET_*, STORE_*, CANCELLED.
 */
export async function mirrorTenant(
  waiting: WaitingTenant,
  known: KnownTenantTicket | undefined,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const ticket = await placed(
    waiting,
    known ?? nextTenantTicket(waiting, undefined, parts),
    parts,
    tally,
    signal,
  );
  if (ticket === undefined) return;
  const reading = await parts.tickets.desk.read(ticket.id, ticket.key, signal);
  if (reading.kind === "unreadable") {
    tally("unreadable");
    await lose(waiting, ticket, reading.why, parts, tally, signal);
    return;
  }
  const { isOpen, decision } = reading.view;
  const seen = await noticed(ticket, isOpen, parts);
  const left = async () => leftOf(waiting, seen, parts);
  if (waiting.open.length === 0) {
    await endTenantTicket(
      waiting,
      seen,
      "nothing_open",
      [...(await left()), ...NOTHING_OPEN],
      parts,
      tally,
      signal,
    );
  } else if (decision !== undefined && decision.transaction !== seen.heard) {
    // Whoever answered believes that it counts: that is told, also to a desk that has refused before, and its place is emptied.
    const heard = { ...seen, heard: decision.transaction, trouble: undefined };
    const note = [...notTakenLines(decision.by), ...(await left())];
    await tellTenantTicket(waiting, heard, note, parts, () => {}, signal);
    tally("refused");
  } else if (tenantQuestionOf(waiting.open, parts.hash) !== seen.question) {
    await tellTenantTicket(waiting, seen, await left(), parts, tally, signal);
  }
}

/** Closes a tenant's ticket where each case has a ticket of its own again. Faults: TICKET_*, STORE_*, CANCELLED. */
export async function closeTenantTicket(
  known: KnownTenantTicket,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const nothing: WaitingTenant = { tenant: known.tenant, tenantName: "", open: [] };
  const ticket = await placed(nothing, known, parts, tally, signal);
  if (ticket !== undefined)
    await endTenantTicket(nothing, ticket, "per_case", CASES_HAVE_TICKETS, parts, tally, signal);
}

async function placed(
  waiting: WaitingTenant,
  ticket: KnownTenantTicket,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<PlacedTenantTicket | undefined> {
  const there =
    ticket.id === undefined
      ? await makeTicket(tenantTicket(waiting, parts), ticket, parts, tally, signal)
      : ticket;
  return there?.id === undefined ? undefined : { ...there, id: there.id };
}

/** What a look at the ticket says of it beside its text: that it can be read again, and whether others closed or opened it. */
async function noticed(
  ticket: PlacedTenantTicket,
  isOpen: boolean,
  { store, clock }: TicketParts,
): Promise<PlacedTenantTicket> {
  const at = clock.now();
  const closedByOthers = !isOpen && ticket.closedAt === undefined;
  const closedAt = isOpen ? undefined : (ticket.closedAt ?? at);
  if (closedAt === ticket.closedAt && !wasUnreadable(ticket)) return ticket;
  const seen = { ...ticket, closedAt, ...(wasUnreadable(ticket) && { trouble: undefined }) };
  await store.transaction(async (tx) => {
    await tx.tenantTickets.save(seen);
    if (closedByOthers)
      await tx.ledger.append(
        [{ kind: "tenant_ticket_closed", ...tenantTicketFact(ticket), because: "by_others" }],
        at,
      );
  });
  return seen;
}

async function lose(
  waiting: WaitingTenant,
  ticket: PlacedTenantTicket,
  why: TicketUnreadable,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, hash } = parts;
  const at = clock.now();
  const over = waiting.open.length === 0;
  const isFollowed = !over && isLostForGood(why) && tenantQuestionOf(waiting.open, hash) !== ticket.question;
  const closedAt = over || isFollowed ? (ticket.closedAt ?? at) : ticket.closedAt;
  await store.transaction(async (tx) => {
    await tx.tenantTickets.save({ ...ticket, trouble: why, closedAt });
    if (ticket.trouble !== why)
      await tx.ledger.append([{ kind: "tenant_ticket_unreadable", ...tenantTicketFact(ticket), why }], at);
  });
  if (isFollowed) await placed(waiting, nextTenantTicket(waiting, ticket, parts), parts, tally, signal);
}
