import { leftLines, MOST } from "../core/review/tenant-ticket-text.ts";
import { tenantQuestionOf } from "../core/review/question.ts";
import type { KnownTenantTicket, WaitingTenant } from "../ports/tenant-ticket-store.ts";
import { tenantContent, tenantTicketFact, numbersOf, type PlacedTenantTicket } from "./tenant-ticket.ts";
import { lastStep } from "./end-ticket.ts";
import { settleWrite } from "./settle-write.ts";
import type { Tally, TicketParts } from "./ticket-parts.ts";

/** What became of the cases that the ticket listed and that are no longer open. */
export async function leftOf(
  { open }: WaitingTenant,
  { listed }: KnownTenantTicket,
  parts: TicketParts,
): Promise<readonly string[]> {
  const isOpen = new Set(open.map(({ number }) => number));
  const gone = listed.filter((one) => !isOpen.has(one));
  const told = [];
  for (const number of gone.slice(0, MOST)) {
    const one = await parts.store.cases.find(number);
    if (one !== undefined) told.push({ one, last: await lastStep(one, parts) });
  }
  return leftLines(told, gone.length - told.length);
}

/** Shows what is asked now. What the desk has refused is tried again only when there is something new to say. */
export async function tellTenantTicket(
  waiting: WaitingTenant,
  ticket: PlacedTenantTicket,
  note: readonly string[],
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, tickets } = parts;
  const content = tenantContent(waiting, ticket.key, parts);
  if (ticket.trouble === "refused" && ticket.told === content.question) return;
  const told = { ...ticket, told: content.question };
  await settleWrite(
    await tickets.desk.ask(ticket.id, { ...content, lines: [...note, ...content.lines] }, signal),
    async () => store.tenantTickets.save({ ...told, trouble: "refused" }),
    async () => {
      const at = clock.now();
      const shown = {
        ...told,
        question: content.question,
        listed: numbersOf(waiting),
        closedAt: undefined,
        trouble: undefined,
      };
      await store.transaction(async (tx) => {
        await tx.tenantTickets.save(shown);
        if (ticket.closedAt !== undefined)
          await tx.ledger.append(
            [{ kind: "tenant_ticket_opened", ...tenantTicketFact(ticket), how: "reopened" }],
            at,
          );
      });
      return "asked";
    },
    tally,
  );
}

/** Closes a tenant's ticket with what there is to say, once. */
export async function endTenantTicket(
  waiting: WaitingTenant,
  ticket: PlacedTenantTicket,
  because: "nothing_open" | "per_case",
  lines: readonly string[],
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, hash, tickets } = parts;
  const mark = tenantQuestionOf(waiting.open, hash);
  if (ticket.closedAt !== undefined) return;
  if (ticket.trouble === "refused" && ticket.told === mark) return;
  const told = { ...ticket, told: mark };
  await settleWrite(
    await tickets.desk.resolve(ticket.id, lines, signal),
    async () => store.tenantTickets.save({ ...told, trouble: "refused" }),
    async () => {
      const at = clock.now();
      await store.transaction(async (tx) => {
        await tx.tenantTickets.save({
          ...told,
          question: undefined,
          listed: [],
          closedAt: at,
          trouble: undefined,
        });
        await tx.ledger.append([{ kind: "tenant_ticket_closed", ...tenantTicketFact(ticket), because }], at);
      });
      return "closed";
    },
    tally,
  );
}
