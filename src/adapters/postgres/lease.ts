import { instant, type Instant } from "../../core/model/instant.ts";
import type { Lease, LeaseStore } from "../../ports/lease-store.ts";
import { livenessOf, ownIdentity, type ProcessIdentity } from "./process-identity.ts";
import { atomically, countWritten, queryOne, type Sql } from "./sql.ts";

/** The process that holds a lease, as it is stored. */
export interface Holder extends ProcessIdentity {
  readonly actor: string;
}

interface Row {
  readonly token: number;
  /** Null: nobody holds it. */
  readonly holder: Holder | null;
  readonly renewed_at: number;
}

/** The lease over one connection or transaction. */
export const leaseStore = (sql: Sql, { actor }: { readonly actor: string }): LeaseStore => ({
  take: async (now, ttlMs) => atomically(sql, async (tx) => take(tx, actor, now, ttlMs)),
  renew: async (token, now) =>
    (await countWritten(
      sql,
      "update rollcall.lease set renewed_at = $2 where token = $1 and holder is not null",
      [token, now],
    )) === 1,
  release: async (token) => {
    await sql.query("update rollcall.lease set holder = null where token = $1", [token]);
  },
  held: async (now, ttlMs) => {
    const [row] = await sql.query<Row>("select token, holder, renewed_at from rollcall.lease");
    return row === undefined ? undefined : inTheWay(row, now, ttlMs);
  },
});

async function take(sql: Sql, actor: string, now: Instant, ttlMs: number) {
  await sql.query(
    "insert into rollcall.lease (token, holder, renewed_at) values (0, null, 0) on conflict do nothing",
  );
  const row = await queryOne<Row>(sql, "select token, holder, renewed_at from rollcall.lease for update");
  const by = await inTheWay(row, now, ttlMs);
  if (by !== undefined) return { kind: "held", by } as const;
  const token = row.token + 1;
  const holder: Holder = { ...(await ownIdentity()), actor };
  await sql.query("update rollcall.lease set token = $1, holder = $2::json, renewed_at = $3", [
    token,
    JSON.stringify(holder),
    now,
  ]);
  return { kind: "taken", token } as const;
}

/**
 * The lease when it must be respected. Renewed by a clock far from ours, in either direction, it is as good as expired: the
 * token stops its holder all the same.
 */
async function inTheWay(
  { token, holder, renewed_at }: Row,
  now: Instant,
  ttlMs: number,
): Promise<Lease | undefined> {
  if (holder === null || !(await holds(holder, renewed_at, now, ttlMs))) return undefined;
  return { token, holder: `${holder.actor}, process ${holder.pid}`, renewedAt: instant(renewed_at) };
}

/** Whether a holder's lease stands: renewed within `ttlMs`, by a process that has not died as far as can be known. */
export const holds = async (
  holder: Holder,
  renewedAt: number,
  now: Instant,
  ttlMs: number,
): Promise<boolean> => Math.abs(now - renewedAt) < ttlMs && (await livenessOf(holder)) !== "dead";
