import type { ReadAnswer } from "../core/review/ticket-answer.ts";
import { voidLines } from "../core/review/ticket-text.ts";
import type { KnownCase } from "../ports/case-store.ts";
import { contentOf } from "./case-ticket.ts";
import { settleWrite } from "./settle-write.ts";
import type { PlacedTicket, Tally, TicketParts } from "./ticket-parts.ts";

/** Puts the question anew. What the desk has refused is tried again only when there is something new to say. */
export async function askInTicket(
  one: KnownCase,
  ticket: PlacedTicket,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
  note: readonly string[] = [],
): Promise<void> {
  if (ticket.trouble === "refused" && ticket.toldVersion === one.version) return;
  const content = await contentOf(one, ticket.key, parts);
  const told = { ...ticket, toldVersion: one.version };
  const { store, tickets } = parts;
  await settleWrite(
    await tickets.desk.ask(ticket.id, { ...content, lines: [...note, ...content.lines] }, signal),
    async () => store.tickets.save({ ...told, trouble: "refused" }),
    async () => {
      await store.tickets.save({
        ...told,
        question: content.question,
        closedAt: undefined,
        trouble: undefined,
      });
      return "asked";
    },
    tally,
  );
}

/**
 * Says once why an answer is none, and empties its place: on desks that record changes only, somebody else could not give the
 * same answer over it.
 */
export async function refuseAnswer(
  one: KnownCase,
  ticket: PlacedTicket,
  { mark }: Exclude<ReadAnswer, { kind: "none" }>,
  why: string,
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const heard = { ...ticket, heard: mark.transaction };
  await askInTicket(one, heard, parts, () => {}, signal, [...voidLines(why, mark.by), ""]);
  tally("refused");
}
