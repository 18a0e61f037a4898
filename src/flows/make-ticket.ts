import type { Fact } from "../core/ledger/fact.ts";
import { MINUTE, type Instant } from "../core/model/instant.ts";
import type { Store } from "../ports/store.ts";
import type { TicketContent, TicketRef } from "../ports/ticket-desk.ts";
import type { TicketRecord, TicketRows } from "../ports/ticket-store.ts";
import type { Tally, TicketParts } from "./ticket-parts.ts";

/**
 * A creation whose answer was lost may be carried out later, and a search may lag behind: Atlassian documents no bound for
 * Jira's, and minutes were seen. Only a search that finds nothing so long after is taken for "it was not made".
 */
export const LOOKED_FOR = 10 * MINUTE;

/** What a ticket is about: a case, or all that is open in a tenant. */
export interface TicketSubject<T extends TicketRecord> {
  readonly what: "case" | "tenant";
  /** Whether anything is asked: without that no ticket is made. */
  readonly asks: boolean;
  rows(store: Store): TicketRows<T>;
  content(key: string): Promise<TicketContent>;
  /** The ticket as it is remembered once it is there. @param shows the question that it was made with; undefined when it was found */
  linked(ticket: T, shows: string | undefined): T;
  opened(ticket: T, found: boolean): Fact;
}

/**
 * Sees to it that a subject has its ticket, at most one: the intent is stored first, the desk is searched before every try, and
 * after a try whose end is unclear it is only searched until that is certain to find what was made.
 * @returns the ticket, once the desk is known to have it. Faults: TICKET_*, STORE_*.
 */
export async function makeTicket<T extends TicketRecord>(
  subject: TicketSubject<T>,
  ticket: T,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<T | undefined> {
  const { store, clock, tickets } = parts;
  const { desk } = tickets;
  const rows = subject.rows(store);
  if (ticket.triedAt === undefined) await rows.intend(ticket);
  const [found, ...twins] = await desk.find(ticket.key, signal);
  if (found !== undefined) {
    const linked = await link(subject, ticket, found, undefined, parts);
    tally("opened");
    await closeTwins(subject.what, linked, twins, parts, signal);
    return linked;
  }
  const now = clock.now();
  if (ticket.triedAt !== undefined && now - ticket.triedAt < LOOKED_FOR) {
    tally("unclear");
    return undefined;
  }
  if (!subject.asks) {
    // Nothing is asked any more, and nothing was made.
    await rows.save({ ...ticket, closedAt: now });
    return undefined;
  }
  if (!(await rows.trying(ticket, now))) return undefined;
  return create(subject, { ...ticket, triedAt: now }, parts, tally, signal);
}

async function create<T extends TicketRecord>(
  subject: TicketSubject<T>,
  ticket: T & { readonly triedAt: Instant },
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<T | undefined> {
  const { store, tickets } = parts;
  const content = await subject.content(ticket.key);
  const created = await tickets.desk.create(content, signal);
  switch (created.kind) {
    case "created": {
      const linked = await link(subject, ticket, created.ref, content.question, parts);
      tally("opened");
      return linked;
    }
    case "refused":
      // Certainly not made: the next run may try at once.
      await subject.rows(store).save({ ...ticket, triedAt: undefined, trouble: "refused" });
      tally("failed");
      return undefined;
    case "unclear":
      tally("unclear");
      return undefined;
  }
}

async function link<T extends TicketRecord>(
  subject: TicketSubject<T>,
  ticket: T,
  { id, url }: TicketRef,
  shows: string | undefined,
  { store, clock }: TicketParts,
): Promise<T> {
  const at = clock.now();
  const there = {
    ...ticket,
    id,
    url,
    triedAt: ticket.triedAt ?? at,
    closedAt: undefined,
    trouble: undefined,
  };
  const linked = subject.linked(there, shows);
  await store.transaction(async (tx) => {
    await subject.rows(tx).save(linked);
    await tx.ledger.append([subject.opened(linked, shows === undefined)], at);
  });
  return linked;
}

/** Others with the same key, made by calls whose answers were lost: the oldest counts, the rest would be answered in vain. */
export async function closeTwins(
  what: TicketSubject<TicketRecord>["what"],
  { id, url }: Pick<TicketRecord, "id" | "url">,
  twins: readonly TicketRef[],
  { tickets: { desk } }: TicketParts,
  signal: AbortSignal,
): Promise<void> {
  for (const twin of twins) {
    if (twin.id !== id)
      await desk.resolve(
        twin.id,
        [`This is a second ticket of the same ${what}: ${url} is the one that counts.`],
        signal,
      );
  }
}
