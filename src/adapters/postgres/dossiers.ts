import type { EndpointId, PlanId, TenantId } from "../../core/model/ids.ts";
import { instant } from "../../core/model/instant.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { DossierStore, StoredDossier } from "../../ports/dossier-store.ts";
import { countWritten, type Sql } from "./sql.ts";

/** The sealed dossiers over one connection or transaction. */
export const dossierStore = (sql: Sql): DossierStore => ({
  save: async ({ plan, tenant, endpoint, savedAt, sealed }) => {
    await sql.query(
      `insert into rollcall.dossier
         (plan_id, tenant_id, endpoint_id, saved_at, key_id, wrapped_key, record, passwords)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [plan, tenant, endpoint, savedAt, sealed.keyId, sealed.wrappedKey, sealed.record, sealed.passwords],
    );
  },
  of: async (tenant, endpoint) => {
    const rows = await sql.query<Row>(
      `select ${FIELDS}, l.at as discarded_at, l.actor as discarded_by, l.fact ->> 'reason' as discarded_reason
       from rollcall.dossier left join rollcall.ledger l on l.seq = discarded_entry
       where tenant_id = $1 and endpoint_id = $2 order by number desc`,
      [tenant, endpoint],
    );
    return rows.map(dossierOf);
  },
  keyIds: async () => {
    const rows = await sql.query<{ key_id: string; dossiers: number }>(
      "select key_id, count(*) as dossiers from rollcall.dossier where discarded_entry is null group by key_id order by key_id",
    );
    return rows.map((row) => ({ keyId: row.key_id, dossiers: row.dossiers }));
  },
  wrappedBy: async (keyId) => {
    const rows = await sql.query<Row>(
      `select ${FIELDS} from rollcall.dossier where key_id = $1 and discarded_entry is null order by number`,
      [keyId],
    );
    return rows.map((row) => {
      const { sealed: _sealed, ...rest } = dossierOf(row);
      return rest;
    });
  },
  wrappedByOthers: async (keyId, most) => {
    const rows = await sql.query<Row>(
      `select ${FIELDS} from rollcall.dossier where key_id <> $1 and discarded_entry is null order by number limit $2::integer`,
      [keyId, most],
    );
    return rows.map(dossierOf);
  },
  rewrap: async (number, { keyId, wrappedKey }) => {
    const written = await countWritten(
      sql,
      "update rollcall.dossier set key_id = $2, wrapped_key = $3 where number = $1",
      [number, keyId, wrappedKey],
    );
    invariant(written === 1, "a dossier that was read is there");
  },
  discard: async (numbers, entry) => {
    const written = await countWritten(
      sql,
      "update rollcall.dossier set passwords = '', discarded_entry = $2 where number = any($1::bigint[]) and discarded_entry is null",
      [numbers, entry],
    );
    invariant(written === numbers.length, "dossiers that were read are there");
  },
  purge: async (savedBefore) =>
    countWritten(sql, "delete from rollcall.dossier where saved_at < $1", [savedBefore]),
});

interface Row {
  readonly number: number;
  readonly plan_id: PlanId;
  readonly tenant_id: TenantId;
  readonly endpoint_id: EndpointId;
  readonly saved_at: number;
  readonly key_id: string;
  readonly wrapped_key: string;
  readonly record: string;
  readonly passwords: string;
  readonly discarded_at?: number | null;
  readonly discarded_by?: string | null;
  readonly discarded_reason?: string | null;
}

const FIELDS = "number, plan_id, tenant_id, endpoint_id, saved_at, key_id, wrapped_key, record, passwords";

const dossierOf = (row: Row): StoredDossier => ({
  number: row.number,
  plan: row.plan_id,
  tenant: row.tenant_id,
  endpoint: row.endpoint_id,
  savedAt: instant(row.saved_at),
  sealed: {
    keyId: row.key_id,
    wrappedKey: row.wrapped_key,
    record: row.record,
    passwords: row.passwords,
  },
  ...discardOf(row),
});

const discardOf = ({
  discarded_at: at,
  discarded_by: by,
  discarded_reason: reason,
}: Row): Pick<StoredDossier, "discarded"> =>
  typeof at === "number" && typeof by === "string" && typeof reason === "string"
    ? { discarded: { at: instant(at), by, reason } }
    : {};
