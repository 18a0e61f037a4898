import type { EndpointId, TenantId } from "../../core/model/ids.ts";
import { instant } from "../../core/model/instant.ts";
import type { Hold } from "../../core/review/hold.ts";
import type { HoldStore, KnownHold } from "../../ports/hold-store.ts";
import { NO_HOSTNAME } from "./endpoint-record.ts";
import { instantOrNone } from "./instants.ts";
import { lockQueue, queueEndpoint } from "./rejudge.ts";
import { atomically, queryOne, type Param, type Sql } from "./sql.ts";

/** Holds over one connection or transaction. */
export const holdStore = (sql: Sql): HoldStore => ({
  add: async (hold, at) =>
    atomically(sql, async (tx) => {
      await lockHolds(tx);
      await lockQueue(tx);
      const replaced = await endStanding(tx, hold.tenant, hold.endpoint, ["replaced", null, at]);
      await tx.query(
        `insert into rollcall.hold (tenant_id, endpoint_id, until_at, reason, held_by, added_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [hold.tenant, hold.endpoint, hold.until, hold.reason, hold.owner, at],
      );
      await queueEndpoint(tx, hold.tenant, hold.endpoint);
      return replaced;
    }),
  lift: async (tenant, endpoint, reason, at) =>
    atomically(sql, async (tx) => {
      await lockHolds(tx);
      await lockQueue(tx);
      const lifted = await endStanding(tx, tenant, endpoint, ["lifted", reason, at]);
      if (lifted !== undefined) await queueEndpoint(tx, tenant, endpoint);
      return lifted;
    }),
  stands: async (tenant, endpoint) =>
    atomically(sql, async (tx) => {
      await lockHolds(tx);
      const { stands } = await queryOne<{ stands: boolean }>(
        tx,
        `select exists (select 1 from rollcall.hold
           where tenant_id = $1 and endpoint_id = $2 and ended_at is null) as stands`,
        [tenant, endpoint],
      );
      return stands;
    }),
  list: async (all) =>
    read(sql, `${all ? "" : "where h.ended_at is null"} order by h.ended_at is not null, ${ORDER}`, []),
  of: async (tenant, endpoint) =>
    read(sql, "where h.tenant_id = $1 and h.endpoint_id = $2 order by h.number desc", [tenant, endpoint]),
});

// Any number; it has only to be the same in every Rollcall, and another one than the queue's and the migrations'.
const HOLD_LOCK = 0x726f6c68;

/** Holds and intents meet here: either the intent sees the hold, or the hold sees the intent. Taken before the queue's lock. */
async function lockHolds(sql: Sql): Promise<void> {
  await sql.query("select pg_advisory_xact_lock($1::bigint)", [HOLD_LOCK]);
}

// What stands by its end, what ended from the newest on: null while the other half is sorted.
const ORDER = "case when h.ended_at is null then h.until_at end, h.ended_at desc, h.number desc";

interface StoredHold {
  readonly tenant_id: TenantId;
  readonly endpoint_id: EndpointId;
  readonly until_at: number;
  readonly reason: string;
  readonly held_by: string;
}

const holdOf = (row: StoredHold): Hold => ({
  tenant: row.tenant_id,
  endpoint: row.endpoint_id,
  until: instant(row.until_at),
  reason: row.reason,
  owner: row.held_by,
});

async function endStanding(
  sql: Sql,
  tenant: TenantId,
  endpoint: EndpointId,
  [by, reason, at]: readonly ["lifted" | "replaced", string | null, number],
): Promise<Hold | undefined> {
  const [row] = await sql.query<StoredHold>(
    `update rollcall.hold set ended_by = $3, end_reason = $4, ended_at = $5
     where tenant_id = $1 and endpoint_id = $2 and ended_at is null
     returning tenant_id, endpoint_id, until_at, reason, held_by`,
    [tenant, endpoint, by, reason, at],
  );
  return row === undefined ? undefined : holdOf(row);
}

interface ListedHold extends StoredHold {
  readonly tenant_name: string;
  readonly hostname: string | null;
  readonly added_at: number | null;
  readonly ended_at: number | null;
  readonly ended_by: "lifted" | "replaced" | null;
  readonly end_reason: string | null;
}

async function read(sql: Sql, which: string, params: readonly Param[]): Promise<readonly KnownHold[]> {
  const rows = await sql.query<ListedHold>(
    `select h.tenant_id, h.endpoint_id, h.until_at, h.reason, h.held_by, h.added_at, h.ended_at, h.ended_by, h.end_reason,
       e.hostname, coalesce(t.name, h.tenant_id) as tenant_name
     from rollcall.hold h
     left join rollcall.endpoint e using (tenant_id, endpoint_id)
     left join rollcall.tenant t using (tenant_id)
     ${which}`,
    params,
  );
  return rows.map((row) => ({
    ...holdOf(row),
    tenantName: row.tenant_name,
    hostname: row.hostname ?? NO_HOSTNAME,
    addedAt: instantOrNone(row.added_at),
    ended:
      row.ended_at === null || row.ended_by === null
        ? undefined
        : { at: instant(row.ended_at), by: row.ended_by, reason: row.end_reason ?? undefined },
  }));
}
