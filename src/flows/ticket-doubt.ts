import type { EndpointId, TenantId } from "../core/model/ids.ts";
import { questionOf } from "../core/review/question.ts";
import { withdrawApproval } from "../core/review/tend-case.ts";
import { withdrawn } from "../core/review/ticket-answer.ts";
import type { KnownCase } from "../ports/case-store.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";
import type { TicketReading } from "../ports/ticket-desk.ts";
import type { KnownTicket } from "../ports/ticket-store.ts";
import { recordMoves } from "./case-facts.ts";
import { isSilent } from "./lost-ticket.ts";
import type { RetireParts } from "./retire-parts.ts";

/** What the ticket of an approved device says right before its deletion; both sentences are for people. */
export type TicketDoubt =
  | { readonly kind: "none" }
  /** It may say anything: the device stays, and the approval too. */
  | { readonly kind: "unreadable"; readonly detail: string }
  /** The approval is no longer there, and its case asks anew. */
  | { readonly kind: "withdrawn"; readonly detail: string };

const NONE: TicketDoubt = { kind: "none" };
const unreadable = (detail: string): TicketDoubt => ({ kind: "unreadable", detail });

/**
 * Reads the answer again in the ticket, where the device's case was approved and has one. In doubt the device stays: a ticket
 * that cannot be read, for whatever reason, approves nothing. Faults: STORE_*, CANCELLED.
 */
export async function ticketDoubt(
  { tenant, endpoint }: { readonly tenant: TenantId; readonly endpoint: EndpointId },
  {
    store,
    clock,
    hash,
    actor,
    review,
    tickets,
  }: Pick<RetireParts, "store" | "clock" | "hash" | "actor" | "review" | "tickets">,
  signal: AbortSignal,
): Promise<TicketDoubt> {
  const one = await store.cases.of(tenant, endpoint);
  if (one?.state !== "approved") return NONE;
  const ticket = await store.tickets.of(one.number);
  // Never sent to a desk: nobody can have said anything there.
  if (ticket?.triedAt === undefined) return NONE;
  const through = await approvedThrough(one, ticket, store);
  // Closed for its tenant's ticket, or never made: nothing that stands there is an answer.
  if (through === undefined && isSilent(ticket)) return NONE;
  if (tickets === undefined || tickets.desk.name !== ticket.desk) {
    // What was approved elsewhere does not hang on a desk that is no longer used.
    if (through === undefined) return NONE;
    return unreadable(`it was approved in a ticket of ${ticket.desk}, which is not configured`);
  }
  if (ticket.id === undefined) return unreadable("whether it has a ticket is not clear yet");
  const { desk, parties } = tickets;
  let reading: TicketReading;
  try {
    reading = await desk.read(ticket.id, ticket.key, signal);
  } catch (error) {
    if (!(error instanceof Fault) || !error.code.startsWith("TICKET_")) throw error;
    return unreadable(`its ticket cannot be read: ${error.message}`);
  }
  if (reading.kind === "unreadable")
    return unreadable(`its ticket ${ticket.id} cannot be read (${reading.why})`);
  const why = withdrawn(reading.view, questionOf(one, hash), parties, through);
  if (why === undefined) return NONE;
  const now = clock.now();
  const move = withdrawApproval(one, { now, actor, terms: review });
  if (move !== undefined) await store.transaction(async (tx) => recordMoves(tx, [move], now));
  return { kind: "withdrawn", detail: `its ticket ${ticket.id} no longer approves it (${why})` };
}

/** The transaction that a case's approval came by; undefined when it came another way than through a ticket. */
export async function approvedThrough(
  { number }: KnownCase,
  { heard = "" }: KnownTicket,
  store: Store,
): Promise<string | undefined> {
  const timeline = await store.cases.timeline(number);
  const answer = timeline.findLast(({ event }) => event.kind === "answered")?.event;
  return answer?.kind === "answered" && answer.channel === "ticket" ? heard : undefined;
}
