import { MINUTE, type Instant } from "../core/model/instant.ts";
import { peopleNeeded } from "../core/review/answer-case.ts";
import { questionOf } from "../core/review/question.ts";
import { ticketKey } from "../core/review/ticket-key.ts";
import { questionLines, ticketSubject } from "../core/review/ticket-text.ts";
import type { KnownCase } from "../ports/case-store.ts";
import type { TicketContent, TicketRef } from "../ports/ticket-desk.ts";
import type { KnownTicket } from "../ports/ticket-store.ts";
import { ticketFact, type Tally, type TicketParts } from "./ticket-parts.ts";

/**
 * A creation whose answer was lost may be carried out later, and a search may lag behind: Atlassian documents no bound for
 * Jira's, and minutes were seen. Only a search that finds nothing so long after is taken for "it was not made".
 */
export const LOOKED_FOR = 10 * MINUTE;

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

/**
 * Sees to it that a case has its ticket, at most one: the intent is stored first, the desk is searched before every try, and
 * after a try whose end is unclear it is only searched until that is certain to find what was made.
 * @returns the ticket, once the desk is known to have it. Faults: TICKET_*, STORE_*.
 */
export async function makeTicket(
  one: KnownCase,
  ticket: KnownTicket,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<KnownTicket | undefined> {
  const { store, clock, tickets } = parts;
  const { desk } = tickets;
  if (ticket.triedAt === undefined) await store.tickets.intend(ticket);
  const [found, ...twins] = await desk.find(ticket.key, signal);
  if (found !== undefined) {
    const linked = await link(one, ticket, found, true, parts);
    tally("opened");
    await closeTwins(linked, twins, parts, signal);
    return linked;
  }
  const now = clock.now();
  if (ticket.triedAt !== undefined && now - ticket.triedAt < LOOKED_FOR) {
    tally("unclear");
    return undefined;
  }
  if (one.state !== "open") {
    // Nothing is asked any more, and nothing was made.
    await store.tickets.save({ ...ticket, closedAt: now });
    return undefined;
  }
  if (!(await store.tickets.trying(ticket, now))) return undefined;
  return create(one, { ...ticket, triedAt: now }, parts, tally, signal);
}

async function create(
  one: KnownCase,
  ticket: KnownTicket & { readonly triedAt: Instant },
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<KnownTicket | undefined> {
  const { store, tickets } = parts;
  const content = await contentOf(one, ticket.key, parts);
  const created = await tickets.desk.create(content, signal);
  switch (created.kind) {
    case "created": {
      const linked = await link(one, { ...ticket, question: content.question }, created.ref, false, parts);
      tally("opened");
      return linked;
    }
    case "refused":
      // Certainly not made: the next run may try at once.
      await store.tickets.save({ ...ticket, triedAt: undefined, trouble: "refused" });
      tally("failed");
      return undefined;
    case "unclear":
      tally("unclear");
      return undefined;
  }
}

async function link(
  one: KnownCase,
  ticket: KnownTicket,
  { id, url }: TicketRef,
  found: boolean,
  { store, clock }: TicketParts,
): Promise<KnownTicket> {
  const at = clock.now();
  const linked: KnownTicket = {
    ...ticket,
    id,
    url,
    triedAt: ticket.triedAt ?? at,
    toldVersion: one.version,
    trouble: undefined,
  };
  await store.transaction(async (tx) => {
    await tx.tickets.save(linked);
    await tx.ledger.append([{ kind: "ticket_opened", ...ticketFact(one, linked), found }], at);
  });
  return linked;
}

/** Others with the same key, made by calls whose answers were lost: the oldest counts, the rest would be answered in vain. */
export async function closeTwins(
  { id, url }: Pick<KnownTicket, "id" | "url">,
  twins: readonly TicketRef[],
  { tickets: { desk } }: TicketParts,
  signal: AbortSignal,
): Promise<void> {
  for (const twin of twins) {
    if (twin.id !== id)
      await desk.resolve(
        twin.id,
        [`This is a second ticket of the same case: ${url} is the one that counts.`],
        signal,
      );
  }
}
