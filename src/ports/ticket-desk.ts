import type { TicketView } from "../core/review/ticket-answer.ts";

/** Where a ticket is. */
export interface TicketRef {
  /** The desk's own id. */
  readonly id: string;
  /** Where a person sees it. */
  readonly url: string;
}

/** What a ticket shows. Texts are plain: a desk escapes what its own markup would take for more. */
export interface TicketContent {
  /** Ours, the same for ever: by it a ticket is found again. */
  readonly key: string;
  /** The mark of the question (core/review/question.ts). */
  readonly question: string;
  readonly subject: string;
  readonly lines: readonly string[];
}

/** How a write ended. `refused`: certainly nothing was changed; `unclear`: it may have been, and has to be looked up. */
export type TicketWritten =
  | { readonly kind: "written" }
  | { readonly kind: "refused" | "unclear"; readonly why: string };

export type TicketCreated =
  | { readonly kind: "created"; readonly ref: TicketRef }
  | Exclude<TicketWritten, { kind: "written" }>;

/**
 * Why a ticket cannot be read. `absent`: gone, or never there; `hidden`: our account may not see it; `merged`: with another one;
 * `foreign`: it is not, or no longer, the one with our key; `incomplete`: its history does not explain what it shows.
 */
export type TicketUnreadable = "absent" | "hidden" | "merged" | "foreign" | "incomplete";

export type TicketReading =
  | { readonly kind: "read"; readonly view: TicketView }
  | { readonly kind: "unreadable"; readonly why: TicketUnreadable };

/** One thing that the desk must allow or have. */
export interface TicketRight {
  readonly right: string;
  /** `unknown`: no harmless call tells it. */
  readonly held: boolean | "unknown";
  readonly remedy: string;
}

/**
 * A service desk. None of them makes the same ticket only once by itself, so nothing here is ever repeated by a desk: whoever
 * calls looks the ticket up first. Every write is read back. Faults of all: TICKET_*, CANCELLED.
 */
export interface TicketDesk {
  /** As the configuration names it: a ticket of another desk is none of its. */
  readonly name: string;
  create(content: TicketContent, signal: AbortSignal): Promise<TicketCreated>;
  /** Every ticket that carries the key, the oldest first; never fewer than there are, as far as the desk can know. */
  find(key: string, signal: AbortSignal): Promise<readonly TicketRef[]>;
  /** The ticket as it is now, with every actor as the desk authenticated it. */
  read(id: string, key: string, signal: AbortSignal): Promise<TicketReading>;
  /** Puts the question anew: what it shows, no answer, and open, whatever it was before. */
  ask(id: string, content: TicketContent, signal: AbortSignal): Promise<TicketWritten>;
  comment(id: string, lines: readonly string[], signal: AbortSignal): Promise<TicketWritten>;
  /** Closes it with the outcome. */
  resolve(id: string, lines: readonly string[], signal: AbortSignal): Promise<TicketWritten>;
  /** Every open ticket with a key of Rollcall's, whoever made it. */
  open(signal: AbortSignal): Promise<readonly (TicketRef & { readonly key: string })[]>;
  /** What it needs, by reads alone. */
  check(signal: AbortSignal): Promise<readonly TicketRight[]>;
  /** Ends its connections. */
  close(): Promise<void>;
}
