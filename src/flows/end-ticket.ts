import { outcomeLines } from "../core/review/ticket-text.ts";
import type { KnownCase } from "../ports/case-store.ts";
import { ticketFact, type PlacedTicket, type Tally, type TicketParts } from "./ticket-parts.ts";

/** Tells an open ticket how its case stands. */
export async function tellTicket(
  one: KnownCase,
  ticket: PlacedTicket,
  parts: TicketParts,
  signal: AbortSignal,
): Promise<void> {
  const { store, tickets } = parts;
  const { kind } = await tickets.desk.comment(
    ticket.id,
    outcomeLines(one, await lastStep(one, parts)),
    signal,
  );
  if (kind !== "unclear") await store.tickets.save({ ...ticket, toldVersion: one.version });
}

const lastStep = async ({ number }: KnownCase, { store }: TicketParts) =>
  (await store.cases.timeline(number)).findLast(
    ({ event: { kind } }) => kind !== "commented" && kind !== "assigned",
  )?.event;

/** Closes the ticket with how the case stands, once. */
export async function endTicket(
  one: KnownCase,
  ticket: PlacedTicket,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, tickets } = parts;
  if (ticket.closedAt !== undefined) return undefined;
  if (ticket.trouble === "refused" && ticket.toldVersion === one.version) return undefined;
  const { kind } = await tickets.desk.resolve(
    ticket.id,
    outcomeLines(one, await lastStep(one, parts)),
    signal,
  );
  if (kind === "unclear") return tally("unclear");
  const told = { ...ticket, toldVersion: one.version };
  if (kind === "refused") {
    await store.tickets.save({ ...told, trouble: "refused" });
    return tally("failed");
  }
  const at = clock.now();
  await store.transaction(async (tx) => {
    await tx.tickets.save({ ...told, closedAt: at, trouble: undefined });
    await tx.ledger.append([{ kind: "ticket_closed", ...ticketFact(one, ticket), outcome: one.state }], at);
  });
  return tally("closed");
}
