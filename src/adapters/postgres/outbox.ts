import { instant, type Instant } from "../../core/model/instant.ts";
import type { Taken } from "../../core/tell/unsure.ts";
import type { OutboxStore, SinkState } from "../../ports/outbox-store.ts";
import { instantOrNone } from "./instants.ts";
import { holds, type Holder } from "./lease.ts";
import { ownIdentity } from "./process-identity.ts";
import { atomically, countWritten, queryOne, type Sql } from "./sql.ts";

/** The outbox over one connection or transaction. @param actor the account and host this process runs as. */
export const outboxStore = (sql: Sql, { actor }: { readonly actor: string }): OutboxStore => ({
  open: async (sink, cursor) => {
    await sql.query(
      "insert into rollcall.outbox_sink (sink, cursor) values ($1, $2) on conflict do nothing",
      [sink, cursor],
    );
    return stateOf(
      await queryOne<Row>(sql, `select ${COLUMNS} from rollcall.outbox_sink where sink = $1`, [sink]),
    );
  },
  find: async (sink) => {
    const [row] = await sql.query<Row>(
      `select ${COLUMNS} from rollcall.outbox_sink where sink = $1 ${sql.inTransaction ? "for update" : ""}`,
      [sink],
    );
    return row && stateOf(row);
  },
  list: async () =>
    (await sql.query<Row>(`select ${COLUMNS} from rollcall.outbox_sink order by sink`)).map(stateOf),
  take: async (sink, now, ttlMs) => atomically(sql, async (tx) => take(tx, sink, actor, now, ttlMs)),
  advance: async (sink, token, { cursor, unsure, refused, at }) =>
    atomically(sql, async (tx) => {
      const moved = await countWritten(
        tx,
        `update rollcall.outbox_sink set cursor = $3, unsure = $4::json, delivered_at = $5, renewed_at = $5,
           failures = 0, failure = null, failed_at = null, retry_at = null
         where sink = $1 and token = $2 and holder is not null`,
        [sink, token, cursor, JSON.stringify(unsure), at],
      );
      if (moved === 0) return false;
      await tx.query(
        `insert into rollcall.outbox_set_aside (sink, seq, code, set_aside_at)
         select $1, seq, code, $2::bigint from unnest($3::bigint[], $4::text[]) r (seq, code)
         on conflict (sink, seq) do update set code = excluded.code, set_aside_at = excluded.set_aside_at, due = false`,
        [sink, at, refused.map(({ seq }) => seq), refused.map(({ code }) => code)],
      );
      return true;
    }),
  fail: async (sink, token, { code, cursor, at, retryAt }) =>
    (await countWritten(
      sql,
      `update rollcall.outbox_sink set failures = failures + 1, failure = $3, cursor = $4, unsure = '[]', failed_at = $5,
         renewed_at = $5, retry_at = $6
       where sink = $1 and token = $2 and holder is not null`,
      [sink, token, code, cursor, at, retryAt ?? null],
    )) === 1,
  release: async (sink, token) => {
    await sql.query("update rollcall.outbox_sink set holder = null where sink = $1 and token = $2", [
      sink,
      token,
    ]);
  },
  park: async (sink, { parkedAt, because, reason }) => {
    await sql.query(
      `update rollcall.outbox_sink set parked_at = $2, parked_because = $3, parked_reason = $4 where sink = $1`,
      // A U+0000 cannot be stored as text.
      [sink, parkedAt, because, reason?.replaceAll("\0", "\ufffd") ?? null],
    );
  },
  resume: async (sink, again) => {
    await sql.query(
      `update rollcall.outbox_sink set parked_at = null, parked_because = null, parked_reason = null, retry_at = null
       where sink = $1`,
      [sink],
    );
    if (!again) return 0;
    return countWritten(sql, "update rollcall.outbox_set_aside set due = true where sink = $1 and not due", [
      sink,
    ]);
  },
  setAside: async (sink) =>
    (
      await sql.query<SetAsideRow>(
        `select sink, seq, code, set_aside_at, due from rollcall.outbox_set_aside where sink = $1 order by seq`,
        [sink],
      )
    ).map(({ set_aside_at, ...row }) => ({ ...row, setAsideAt: instant(set_aside_at) })),
  settleSetAside: async (sink, seqs) => {
    await sql.query("delete from rollcall.outbox_set_aside where sink = $1 and seq = any($2::bigint[])", [
      sink,
      seqs,
    ]);
  },
});

const COLUMNS = `sink, cursor, unsure, delivered_at, failures, failure, failed_at, retry_at,
  parked_at, parked_because, parked_reason`;

interface Row {
  readonly sink: string;
  readonly cursor: number;
  readonly unsure: readonly { readonly seq: number; readonly at: number }[];
  readonly delivered_at: number | null;
  readonly failures: number;
  readonly failure: string | null;
  readonly failed_at: number | null;
  readonly retry_at: number | null;
  readonly parked_at: number | null;
  readonly parked_because: string | null;
  readonly parked_reason: string | null;
}

interface SetAsideRow {
  readonly sink: string;
  readonly seq: number;
  readonly code: string;
  readonly set_aside_at: number;
  readonly due: boolean;
}

const stateOf = (row: Row): SinkState => ({
  sink: row.sink,
  cursor: row.cursor,
  unsure: row.unsure.map(({ seq, at }): Taken => ({ seq, at: instant(at) })),
  deliveredAt: instantOrNone(row.delivered_at),
  failures: row.failures,
  failure: row.failure ?? undefined,
  failedAt: instantOrNone(row.failed_at),
  retryAt: instantOrNone(row.retry_at),
  parked:
    row.parked_at === null
      ? undefined
      : {
          parkedAt: instant(row.parked_at),
          because: row.parked_because ?? "person",
          reason: row.parked_reason ?? undefined,
        },
});

async function take(
  sql: Sql,
  sink: string,
  actor: string,
  now: Instant,
  ttlMs: number,
): Promise<number | undefined> {
  const { token, holder, renewed_at } = await queryOne<{
    readonly token: number;
    readonly holder: Holder | null;
    readonly renewed_at: number;
  }>(sql, "select token, holder, renewed_at from rollcall.outbox_sink where sink = $1 for update", [sink]);
  if (holder !== null && (await holds(holder, renewed_at, now, ttlMs))) return undefined;
  const own: Holder = { ...(await ownIdentity()), actor };
  await sql.query(
    "update rollcall.outbox_sink set token = $2, holder = $3::json, renewed_at = $4 where sink = $1",
    [sink, token + 1, JSON.stringify(own), now],
  );
  return token + 1;
}
