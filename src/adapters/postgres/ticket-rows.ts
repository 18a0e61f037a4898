import type { TicketRecord, TicketRows } from "../../ports/ticket-store.ts";
import { storable } from "./copy-text.ts";
import { instantOrNone } from "./instants.ts";
import { countWritten, type Param, type Sql } from "./sql.ts";

/** What every kind of ticket has in its row. */
export interface StoredRecord {
  readonly desk: string;
  readonly ordinal: number;
  readonly key: string;
  readonly tried_at: number | null;
  readonly ticket_id: string | null;
  readonly url: string | null;
  readonly question: string | null;
  readonly heard: string | null;
  readonly closed_at: number | null;
  readonly trouble: TicketRecord["trouble"] | null;
}

/** What a statement selects for `recordOf`, from k. */
export const RECORD_FIELDS =
  "k.desk, k.ordinal, k.key, k.tried_at, k.ticket_id, k.url, k.question, k.heard, k.closed_at, k.trouble";

export const recordOf = (row: StoredRecord): TicketRecord => ({
  ordinal: row.ordinal,
  desk: row.desk,
  key: row.key,
  triedAt: instantOrNone(row.tried_at),
  id: row.ticket_id ?? undefined,
  url: row.url ?? undefined,
  question: row.question ?? undefined,
  heard: row.heard ?? undefined,
  closedAt: instantOrNone(row.closed_at),
  trouble: row.trouble ?? undefined,
});

/** A row of which every column may be missing: a left join. */
export type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

/** A column of one kind of ticket only. */
interface Column<T> {
  readonly name: string;
  readonly type: string;
  readonly of: (ticket: T) => Param;
}

/** How one kind of ticket is stored. The names are our own, never a value. */
interface TicketTable<T> {
  readonly name: string;
  /** Whose ticket it is. */
  readonly owner: Column<T>;
  readonly own: readonly Column<T>[];
}

/** Rows of one kind of ticket, over one connection or transaction. */
export function ticketRows<T extends TicketRecord>(
  sql: Sql,
  { name, owner, own }: TicketTable<T>,
): TicketRows<T> {
  const which = (ticket: T): Param[] => [owner.of(ticket), ticket.desk, ticket.ordinal];
  const ours = `${owner.name} = $1::${owner.type} and desk = $2 and ordinal = $3::integer`;
  const text = (value: string | undefined): Param => (value === undefined ? null : storable(value));
  return {
    intend: async (ticket) =>
      (await countWritten(
        sql,
        `insert into rollcall.${name} (${owner.name}, desk, ordinal, key) values ($1::${owner.type}, $2, $3::integer, $4)
         on conflict do nothing`,
        [...which(ticket), ticket.key],
      )) === 1,
    trying: async (ticket, at) =>
      (await countWritten(
        sql,
        `update rollcall.${name} set tried_at = $4::bigint, trouble = 'unclear'
         where ${ours} and ticket_id is null and tried_at is not distinct from $5::bigint`,
        [...which(ticket), at, ticket.triedAt ?? null],
      )) === 1,
    save: async (ticket) => {
      await sql.query(
        `update rollcall.${name} set tried_at = $4::bigint, ticket_id = $5, url = $6, question = $7, heard = $8,
           closed_at = $9::bigint, trouble = $10
           ${own.map((column, index) => `, ${column.name} = $${index + 11}::${column.type}`).join("")}
         where ${ours}`,
        [
          ...which(ticket),
          ticket.triedAt ?? null,
          text(ticket.id),
          text(ticket.url),
          ticket.question ?? null,
          text(ticket.heard),
          ticket.closedAt ?? null,
          ticket.trouble ?? null,
          ...own.map((column) => column.of(ticket)),
        ],
      );
    },
    known: async (desk, keys) => {
      const rows = await sql.query<{ key: string; ticket_id: string | null; url: string | null }>(
        `select key, ticket_id, url from rollcall.${name} where desk = $1 and key = any ($2::text[])`,
        [desk, keys],
      );
      return new Map(
        rows.map(({ key, ticket_id, url }) => [key, { id: ticket_id ?? undefined, url: url ?? undefined }]),
      );
    },
  };
}
