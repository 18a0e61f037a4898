import type { TicketUnreadable } from "../ports/ticket-desk.ts";
import type { TicketRecord } from "../ports/ticket-store.ts";

const NOT_READABLE: ReadonlySet<string> = new Set<TicketUnreadable>([
  "absent",
  "hidden",
  "merged",
  "foreign",
  "incomplete",
]);

/** Whether a ticket could not be read when it was last looked at. */
export const wasUnreadable = ({ trouble }: Pick<TicketRecord, "trouble">): boolean =>
  trouble !== undefined && NOT_READABLE.has(trouble);

const FOR_GOOD: ReadonlySet<TicketUnreadable> = new Set(["absent", "merged", "foreign"]);

/** What will not come back: what is asked goes into a new ticket, once there is something new to ask. */
export const isLostForGood = (why: TicketUnreadable): boolean => FOR_GOOD.has(why);

/**
 * Whether a ticket asks nothing, and nothing in it is an answer: it was never made, or closed when the ticket of its tenant took its
 * place.
 */
export const isSilent = ({ closedAt, question }: Pick<TicketRecord, "closedAt" | "question">): boolean =>
  closedAt !== undefined && question === undefined;
