import type { TenantId } from "../../core/model/ids.ts";
import type { KnownCase } from "../../ports/case-store.ts";
import type { TenantTicketStore, KnownTenantTicket } from "../../ports/tenant-ticket-store.ts";
import { CASE_FIELDS, caseOf, type StoredCase } from "./case-record.ts";
import type { Sql } from "./sql.ts";
import { RECORD_FIELDS, recordOf, ticketRows, type Nullable, type StoredRecord } from "./ticket-rows.ts";

interface StoredTenantTicket extends StoredRecord {
  readonly tenant_id: TenantId;
  readonly told: string | null;
  readonly listed: readonly number[];
}

const FIELDS = `k.tenant_id, k.told, k.listed, ${RECORD_FIELDS}`;

/** Tickets of tenants over one connection or transaction. */
export const tenantTicketStore = (sql: Sql): TenantTicketStore => ({
  ...ticketRows<KnownTenantTicket>(sql, {
    name: "tenant_ticket",
    owner: { name: "tenant_id", type: "text", of: ({ tenant }) => tenant },
    own: [
      { name: "told", type: "text", of: ({ told }) => told ?? null },
      { name: "listed", type: "json", of: ({ listed }) => JSON.stringify(listed) },
    ],
  }),
  of: async (tenant) => {
    const [row] = await sql.query<StoredTenantTicket>(
      `select ${FIELDS} from rollcall.tenant_ticket k where k.tenant_id = $1 order by k.number desc limit 1`,
      [tenant],
    );
    return row === undefined ? undefined : tenantTicketOf(row);
  },
  due: (desk) => due(sql, desk),
  standing: async (desk) => {
    const rows = await sql.query<StoredTenantTicket>(
      `select ${FIELDS} from rollcall.tenant_ticket k where k.desk = $1 and k.closed_at is null order by k.number`,
      [desk],
    );
    return rows.map(tenantTicketOf);
  },
});

/** Tenants a batch: each may be seconds of a desk's time. */
const BATCH = 100;

async function* due(sql: Sql, desk: string): ReturnType<TenantTicketStore["due"]> {
  let after = "";
  for (;;) {
    const rows = await sql.query<
      Nullable<StoredTenantTicket> & { readonly tenant: TenantId; readonly name: string }
    >(
      `select w.tenant_id as tenant, coalesce(t.name, w.tenant_id) as name, ${FIELDS}
       from (select tenant_id from rollcall.review_case where state = 'open'
             union select tenant_id from rollcall.tenant_ticket where desk = $1) w
       left join rollcall.tenant t using (tenant_id)
       left join lateral (
         select * from rollcall.tenant_ticket d where d.tenant_id = w.tenant_id and d.desk = $1
         order by d.ordinal desc limit 1) k on true
       where w.tenant_id > $2
         and (k.closed_at is null or exists (
           select from rollcall.review_case c where c.tenant_id = w.tenant_id and c.state = 'open'))
       order by w.tenant_id limit ${BATCH}`,
      [desk, after],
    );
    const end = rows.at(-1);
    if (end === undefined) return;
    after = end.tenant;
    const open = await openCases(
      sql,
      rows.map(({ tenant }) => tenant),
    );
    yield rows.map((row) => ({
      waiting: {
        tenant: row.tenant,
        tenantName: row.name,
        open: open.filter(({ tenant }) => tenant === row.tenant),
      },
      ticket: isStored(row) ? tenantTicketOf(row) : undefined,
    }));
  }
}

async function openCases(sql: Sql, tenants: readonly TenantId[]): Promise<readonly KnownCase[]> {
  const rows = await sql.query<StoredCase>(
    `select ${CASE_FIELDS} from rollcall.review_case c left join rollcall.tenant t using (tenant_id)
     where c.state = 'open' and c.tenant_id = any ($1::text[]) order by c.asked_at, c.number`,
    [tenants],
  );
  return rows.map(caseOf);
}

const isStored = <Row extends Nullable<StoredTenantTicket>>(row: Row): row is Row & StoredTenantTicket =>
  row.tenant_id !== null;

const tenantTicketOf = (row: StoredTenantTicket): KnownTenantTicket => ({
  tenant: row.tenant_id,
  told: row.told ?? undefined,
  listed: row.listed,
  ...recordOf(row),
});
