import type { KnownTicket, TicketStore } from "../../ports/ticket-store.ts";
import { CASE_FIELDS, caseOf, type StoredCase } from "./case-record.ts";
import type { Sql } from "./sql.ts";
import { RECORD_FIELDS, recordOf, ticketRows, type Nullable, type StoredRecord } from "./ticket-rows.ts";

interface StoredTicket extends StoredRecord {
  readonly case_number: number;
  readonly told_version: number | null;
}

const FIELDS = `k.case_number, k.told_version, ${RECORD_FIELDS}`;

/** Tickets of cases over one connection or transaction. */
export const ticketStore = (sql: Sql): TicketStore => ({
  ...ticketRows<KnownTicket>(sql, {
    name: "ticket",
    owner: { name: "case_number", type: "bigint", of: (ticket) => ticket.case },
    own: [{ name: "told_version", type: "bigint", of: ({ toldVersion }) => toldVersion ?? null }],
  }),
  of: async (number) => {
    const [row] = await sql.query<StoredTicket>(
      `select ${FIELDS} from rollcall.ticket k where k.case_number = $1::bigint order by k.number desc limit 1`,
      [number],
    );
    return row === undefined ? undefined : ticketOf(row);
  },
  due: (desk) => due(sql, desk),
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

const isStored = <Row extends Nullable<StoredTicket>>(row: Row): row is Row & StoredTicket =>
  row.case_number !== null;

const ticketOf = (row: StoredTicket): KnownTicket => ({
  case: row.case_number,
  toldVersion: row.told_version ?? undefined,
  ...recordOf(row),
});
