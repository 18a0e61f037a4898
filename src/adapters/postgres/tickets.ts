import type { KnownTicket, TicketStore } from "../../ports/ticket-store.ts";
import { CASE_FIELDS, caseOf, type StoredCase } from "./case-record.ts";
import { storable } from "./copy-text.ts";
import { instantOrNone } from "./instants.ts";
import { countWritten, type Sql } from "./sql.ts";

interface StoredTicket {
  readonly case_number: number;
  readonly desk: string;
  readonly ordinal: number;
  readonly key: string;
  readonly tried_at: number | null;
  readonly ticket_id: string | null;
  readonly url: string | null;
  readonly question: string | null;
  readonly told_version: number | null;
  readonly heard: string | null;
  readonly closed_at: number | null;
  readonly trouble: KnownTicket["trouble"] | null;
}

const FIELDS = `k.case_number, k.desk, k.ordinal, k.key, k.tried_at, k.ticket_id, k.url, k.question, k.told_version, k.heard,
  k.closed_at, k.trouble`;

/** Tickets over one connection or transaction. */
export const ticketStore = (sql: Sql): TicketStore => ({
  of: async (number) => {
    const [row] = await sql.query<StoredTicket>(
      `select ${FIELDS} from rollcall.ticket k where k.case_number = $1::bigint order by k.number desc limit 1`,
      [number],
    );
    return row === undefined ? undefined : ticketOf(row);
  },
  due: (desk) => due(sql, desk),
  intend: async ({ case: number, ordinal, desk, key }) =>
    (await countWritten(
      sql,
      `insert into rollcall.ticket (case_number, desk, ordinal, key) values ($1::bigint, $2, $3::integer, $4)
       on conflict do nothing`,
      [number, desk, ordinal, key],
    )) === 1,
  trying: async ({ case: number, desk, ordinal, triedAt }, at) =>
    (await countWritten(
      sql,
      `update rollcall.ticket set tried_at = $4::bigint, trouble = 'unclear'
       where case_number = $1::bigint and desk = $2 and ordinal = $3::integer
         and ticket_id is null and tried_at is not distinct from $5::bigint`,
      [number, desk, ordinal, at, triedAt ?? null],
    )) === 1,
  save: async (ticket) => {
    await sql.query(
      `update rollcall.ticket set tried_at = $4::bigint, ticket_id = $5, url = $6, question = $7, told_version = $8::bigint,
         heard = $9, closed_at = $10::bigint, trouble = $11
       where case_number = $1::bigint and desk = $2 and ordinal = $3::integer`,
      [
        ticket.case,
        ticket.desk,
        ticket.ordinal,
        ticket.triedAt ?? null,
        ticket.id === undefined ? null : storable(ticket.id),
        ticket.url === undefined ? null : storable(ticket.url),
        ticket.question ?? null,
        ticket.toldVersion ?? null,
        ticket.heard === undefined ? null : storable(ticket.heard),
        ticket.closedAt ?? null,
        ticket.trouble ?? null,
      ],
    );
  },
  known: async (desk, keys) => {
    const rows = await sql.query<{ key: string; ticket_id: string | null; url: string | null }>(
      "select key, ticket_id, url from rollcall.ticket where desk = $1 and key = any ($2::text[])",
      [desk, keys],
    );
    return new Map(
      rows.map(({ key, ticket_id, url }) => [key, { id: ticket_id ?? undefined, url: url ?? undefined }]),
    );
  },
});

/** Cases a batch: each may be seconds of a desk's time. */
const BATCH = 100;

async function* due(sql: Sql, desk: string): ReturnType<TicketStore["due"]> {
  let after = 0;
  for (;;) {
    // What is open or approved is read each time; everything else once, to be told how it ended.
    const rows = await sql.query<StoredCase & Nullable<StoredTicket>>(
      `select ${CASE_FIELDS}, ${FIELDS}
       from rollcall.review_case c
       left join rollcall.tenant t using (tenant_id)
       left join lateral (
         select * from rollcall.ticket k where k.case_number = c.number and k.desk = $1
         order by k.ordinal desc limit 1) k on true
       where c.number > $2::bigint
         and (c.state = 'open' or k.case_number is not null and (c.state = 'approved' or k.closed_at is null))
       order by c.number limit ${BATCH}`,
      [desk, after],
    );
    const end = rows.at(-1);
    if (end === undefined) return;
    after = end.number;
    yield rows.map((row) => ({ one: caseOf(row), ticket: isStored(row) ? ticketOf(row) : undefined }));
  }
}

type Nullable<T> = { readonly [K in keyof T]: T[K] | null };

const isStored = <Row extends Nullable<StoredTicket>>(row: Row): row is Row & StoredTicket =>
  row.case_number !== null;

const ticketOf = (row: StoredTicket): KnownTicket => ({
  case: row.case_number,
  desk: row.desk,
  ordinal: row.ordinal,
  key: row.key,
  triedAt: instantOrNone(row.tried_at),
  id: row.ticket_id ?? undefined,
  url: row.url ?? undefined,
  question: row.question ?? undefined,
  toldVersion: row.told_version ?? undefined,
  heard: row.heard ?? undefined,
  closedAt: instantOrNone(row.closed_at),
  trouble: row.trouble ?? undefined,
});
