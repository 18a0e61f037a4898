import { Fault } from "../ports/fault.ts";
import type { TicketRef } from "../ports/ticket-desk.ts";
import { closeTwins } from "./make-ticket.ts";
import { mirrorCase } from "./mirror-case.ts";
import { closeTenantTicket, mirrorTenant } from "./mirror-tenant.ts";
import type { Tally, TicketParts, TicketStep } from "./ticket-parts.ts";

/** What was done with tickets. */
export interface MirrorResult extends Readonly<Record<TicketStep, number>> {
  /** Open tickets on the desk with a key of Rollcall's that this store does not know: another store's, or a lost one's. */
  readonly orphans: readonly (TicketRef & { readonly key: string })[];
  /** What ended it early: the rest waits for the next time, and their devices are left alone. */
  readonly fault: { readonly code: string; readonly message: string; readonly remedy: string } | undefined;
}

/**
 * Brings all cases and their tickets together, one at a time, or all tenants and theirs, and sweeps for tickets that belong to
 * nothing. A desk that does not answer is told and stops nothing else. Faults: STORE_*, CANCELLED between two tickets.
 */
export async function mirrorCases(parts: TicketParts, signal: AbortSignal): Promise<MirrorResult> {
  const done: Record<TicketStep, number> = {
    opened: 0,
    asked: 0,
    answered: 0,
    refused: 0,
    withdrawn: 0,
    closed: 0,
    unreadable: 0,
    unclear: 0,
    failed: 0,
  };
  const tally: Tally = (step) => void done[step]++;
  try {
    for await (const work of dueWork(parts, tally, signal)) {
      if (signal.aborted) throw new Fault("CANCELLED", "Stopped between two tickets.");
      await unlessItsOwn(work(), tally);
    }
    return { ...done, orphans: await sweep(parts, signal), fault: undefined };
  } catch (error) {
    if (!(error instanceof Fault) || !error.code.startsWith("TICKET_")) throw error;
    const { code, message, remedy } = error;
    return { ...done, orphans: [], fault: { code, message, remedy } };
  }
}

/** What is to be done, a ticket at a time. Cases come first: an approval that one of their tickets takes back is asked anew in that of its tenant. */
async function* dueWork(
  parts: TicketParts,
  tally: Tally,
  signal: AbortSignal,
): AsyncGenerator<() => Promise<void>> {
  const { store, tickets } = parts;
  const { name } = tickets.desk;
  for await (const batch of store.tickets.due(name))
    for (const { one, ticket } of batch) yield async () => mirrorCase(one, ticket, parts, tally, signal);
  if (tickets.per === "case") {
    for (const ticket of await store.tenantTickets.standing(name))
      yield async () => closeTenantTicket(ticket, parts, tally, signal);
    return;
  }
  for await (const batch of store.tenantTickets.due(name))
    for (const { waiting, ticket } of batch)
      yield async () => mirrorTenant(waiting, ticket, parts, tally, signal);
}

/** One ticket whose answer is not legible stops no other. */
async function unlessItsOwn(work: Promise<void>, tally: Tally): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "TICKET_SHAPE") throw error;
    tally("failed");
  }
}

/** Closes second tickets of one key; what nothing is known of may be another store's, and is told only. */
async function sweep(parts: TicketParts, signal: AbortSignal): Promise<MirrorResult["orphans"]> {
  const { store, tickets } = parts;
  const { name } = tickets.desk;
  const open = await tickets.desk.open(signal);
  const keys = open.map(({ key }) => key);
  const cases = await store.tickets.known(name, keys);
  const ofTenants = await store.tenantTickets.known(name, keys);
  for (const ref of open) {
    const ticket = cases.get(ref.key) ?? ofTenants.get(ref.key);
    if (ticket?.id !== undefined)
      await closeTwins(cases.has(ref.key) ? "case" : "tenant", ticket, [ref], parts, signal);
  }
  return open.filter(({ key }) => !cases.has(key) && !ofTenants.has(key));
}
