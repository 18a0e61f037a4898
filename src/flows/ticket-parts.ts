import type { TicketParties } from "../core/review/ticket-answer.ts";
import type { KnownCase } from "../ports/case-store.ts";
import type { TicketDesk } from "../ports/ticket-desk.ts";
import type { KnownTicket } from "../ports/ticket-store.ts";
import type { DecideParts } from "./decide-case.ts";

/** The desk that is configured, and what is agreed on with it. */
export interface DeskTerms {
  readonly desk: TicketDesk;
  readonly parties: TicketParties;
  /** What has a ticket: each case its own, or each tenant one that lists its open cases and takes no answer. */
  readonly per: "case" | "tenant";
  /** How long a device is put on hold that was answered so. */
  readonly holdForMs: number;
}

export interface TicketParts extends DecideParts {
  /** The account and host this process runs as. */
  readonly actor: string;
  readonly tickets: DeskTerms;
}

/** What was done with tickets, counted. */
export type TicketStep =
  | "opened"
  | "asked"
  | "answered"
  | "refused"
  | "withdrawn"
  | "closed"
  | "unreadable"
  | "unclear"
  | "failed";

export type Tally = (step: TicketStep) => void;

/** A ticket that the desk is known to have. */
export type PlacedTicket = KnownTicket & { readonly id: string };

/** Which ticket of which case, as the ledger names it. */
export const ticketFact = (
  { number, version, tenant, endpoint, hostname }: KnownCase,
  { desk, id = "", key }: KnownTicket,
) => ({ case: number, version, tenant, endpoint, hostname, desk, ticket: id, key });
