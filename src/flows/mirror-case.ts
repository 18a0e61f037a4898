import { questionOf } from "../core/review/question.ts";
import { withdrawApproval } from "../core/review/tend-case.ts";
import { withdrawn, type TicketView } from "../core/review/ticket-answer.ts";
import type { KnownCase } from "../ports/case-store.ts";
import type { TicketUnreadable } from "../ports/ticket-desk.ts";
import type { KnownTicket } from "../ports/ticket-store.ts";
import { recordMoves } from "./case-facts.ts";
import { caseTicket, nextTicket } from "./case-ticket.ts";
import { endTicket, handOverTicket, tellTicket } from "./end-ticket.ts";
import { hearAnswer } from "./hear-answer.ts";
import { isLostForGood, isSilent, wasUnreadable } from "./lost-ticket.ts";
import { makeTicket } from "./make-ticket.ts";
import { approvedThrough } from "./ticket-doubt.ts";
import { ticketFact, type PlacedTicket, type Tally, type TicketParts } from "./ticket-parts.ts";

/**
 * Brings a case and its ticket together: the ticket is made, told what is new, read, and closed; the case hears what a person
 * answered in it. Where tenants have tickets none is made, and that of an open case is closed; what was approved in one is
 * still read there. Looks at states and not at events. Faults: TICKET_*, STORE_*, CANCELLED.
 */
export async function mirrorCase(
  one: KnownCase,
  known: KnownTicket | undefined,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { desk, per } = parts.tickets;
  const isListed = per === "tenant" && one.state === "open";
  if (known === undefined ? per === "tenant" : isSilent(known) && (isListed || one.state !== "open")) return;
  if (isListed && known?.closedAt !== undefined) {
    // Closed with an earlier answer, which is none to what is asked now.
    await parts.store.tickets.save({ ...known, question: undefined });
    return;
  }
  const ticket =
    known?.id === undefined
      ? await makeTicket(
          caseTicket(one, parts),
          known ?? nextTicket(one, undefined, parts),
          parts,
          tally,
          signal,
        )
      : known;
  if (ticket?.id === undefined) return;
  const there = { ...ticket, id: ticket.id };
  const reading = await desk.read(there.id, there.key, signal);
  if (reading.kind === "unreadable") {
    tally("unreadable");
    await lose(one, there, reading.why, parts, tally, signal);
    return;
  }
  const sound = wasUnreadable(there) ? { ...there, trouble: undefined } : there;
  if (sound !== there) await parts.store.tickets.save(sound);
  if (isListed) await handOverTicket(one, sound, parts, tally, signal);
  else if (one.state === "open") await hearAnswer(one, sound, reading.view, parts, tally, signal);
  else if (one.state === "approved") await tendApproved(one, sound, reading.view, parts, tally, signal);
  else await endTicket(one, sound, parts, tally, signal);
}

async function lose(
  one: KnownCase,
  ticket: PlacedTicket,
  why: TicketUnreadable,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, hash, tickets } = parts;
  const at = clock.now();
  const isListed = tickets.per === "tenant" && one.state === "open";
  const over = one.state !== "open" && one.state !== "approved";
  const next: KnownTicket = {
    ...ticket,
    trouble: why,
    ...((over || (isListed && isLostForGood(why))) && { closedAt: ticket.closedAt ?? at }),
    // its tenant's ticket lists the case: nobody waits for this ticket.
    ...(isListed && isLostForGood(why) && { question: undefined }),
  };
  await store.transaction(async (tx) => {
    await tx.tickets.save(next);
    if (ticket.trouble !== why)
      await tx.ledger.append([{ kind: "ticket_unreadable", ...ticketFact(one, ticket), why }], at);
  });
  if (isListed || !isLostForGood(why) || one.state !== "open") return;
  if (questionOf(one, hash) !== ticket.question)
    await makeTicket(caseTicket(one, parts), nextTicket(one, ticket, parts), parts, tally, signal);
}

async function tendApproved(
  one: KnownCase,
  ticket: PlacedTicket,
  view: TicketView,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, actor, review, hash, tickets } = parts;
  const through = await approvedThrough(one, ticket, store);
  if (withdrawn(view, questionOf(one, hash), tickets.parties, through) === undefined) {
    if (ticket.toldVersion !== one.version) await tellTicket(one, ticket, parts, signal);
    return;
  }
  const now = clock.now();
  const move = withdrawApproval(one, { now, actor, terms: review });
  if (move === undefined) return;
  await store.transaction(async (tx) => recordMoves(tx, [move], now));
  tally("withdrawn");
}
