import type { Instant } from "../core/model/instant.ts";
import type { KnownCase } from "./case-store.ts";
import type { TicketUnreadable } from "./ticket-desk.ts";

/** What is remembered of a ticket, whatever it is about: written before the desk is asked for it. */
export interface TicketRecord {
  /** 1, 2 …: the last one is the one that counts. */
  readonly ordinal: number;
  readonly desk: string;
  readonly key: string;
  /** When its creation was last sent; with no id it may have been made or not. */
  readonly triedAt: Instant | undefined;
  /** undefined while it is not known to be there. */
  readonly id: string | undefined;
  readonly url: string | undefined;
  /** The question that it shows; undefined while it is not known to show one, and once it asks nothing any more. */
  readonly question: string | undefined;
  /** The last transaction that was taken for an answer, or refused as one. */
  readonly heard: string | undefined;
  readonly closedAt: Instant | undefined;
  /** Why it cannot be read, or could not be made; undefined while nothing is wrong with it. */
  readonly trouble: TicketUnreadable | "refused" | "unclear" | undefined;
}

/** A ticket of a case. */
export interface KnownTicket extends TicketRecord {
  readonly case: number;
  /** The version of the case that it was last told. */
  readonly toldVersion: number | undefined;
}

/** How tickets of one kind are remembered: at most one counts, the last. */
export interface TicketRows<T extends TicketRecord> {
  /** Writes the intent to have a ticket; false when another process was faster. */
  intend(ticket: T): Promise<boolean>;
  /** Says that its creation is sent now, after it was last sent at `triedAt` or never; false when another process was faster. */
  trying(ticket: T, at: Instant): Promise<boolean>;
  /** Remembers what is known of it now. */
  save(ticket: T): Promise<void>;
  /** Those of these keys that are remembered. */
  known(desk: string, keys: readonly string[]): Promise<ReadonlyMap<string, Pick<T, "id" | "url">>>;
}

/** Tickets of cases. */
export interface TicketStore extends TicketRows<KnownTicket> {
  /** The last ticket of a case on any desk. */
  of(number: number): Promise<KnownTicket | undefined>;
  /** Cases that wait for a ticket, an answer or an outcome on a desk, in batches, each with its last ticket there. */
  due(
    desk: string,
  ): AsyncGenerator<readonly { readonly one: KnownCase; readonly ticket: KnownTicket | undefined }[]>;
}
