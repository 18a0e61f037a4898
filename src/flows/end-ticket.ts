import { HANDED_OVER } from "../core/review/tenant-ticket-text.ts";
import { outcomeLines } from "../core/review/ticket-text.ts";
import type { KnownCase } from "../ports/case-store.ts";
import { settleWrite } from "./settle-write.ts";
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

/** What last became of a case. */
export const lastStep = async ({ number }: KnownCase, { store }: Pick<TicketParts, "store">) =>
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
  const lines = outcomeLines(one, await lastStep(one, parts));
  await close(one, ticket, { lines, outcome: one.state, shows: ticket.question }, parts, tally, signal);
}

/** Closes the ticket of an open case that its tenant's ticket lists from now on: what stands in it is no answer any more. */
export async function handOverTicket(
  one: KnownCase,
  ticket: PlacedTicket,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const ending = { lines: HANDED_OVER, outcome: "handed_over", shows: undefined };
  await close(one, ticket, ending, parts, tally, signal);
}

interface Ending {
  readonly lines: readonly string[];
  readonly outcome: string;
  /** The question whose answer it still shows. */
  readonly shows: string | undefined;
}

async function close(
  one: KnownCase,
  ticket: PlacedTicket,
  { lines, outcome, shows }: Ending,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, tickets } = parts;
  if (ticket.closedAt !== undefined) return;
  if (ticket.trouble === "refused" && ticket.toldVersion === one.version) return;
  const told = { ...ticket, toldVersion: one.version };
  await settleWrite(
    await tickets.desk.resolve(ticket.id, lines, signal),
    async () => store.tickets.save({ ...told, trouble: "refused" }),
    async () => {
      const at = clock.now();
      await store.transaction(async (tx) => {
        await tx.tickets.save({ ...told, question: shows, closedAt: at, trouble: undefined });
        await tx.ledger.append([{ kind: "ticket_closed", ...ticketFact(one, ticket), outcome }], at);
      });
      return "closed";
    },
    tally,
  );
}
