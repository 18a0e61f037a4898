import { chainEntry } from "../../core/ledger/chain.ts";
import type { Fact, LedgerEntry } from "../../core/ledger/fact.ts";
import type { Digest, Hash } from "../../core/model/ids.ts";
import { instant, type Instant } from "../../core/model/instant.ts";
import { Fault } from "../../ports/fault.ts";
import type { LedgerStore } from "../../ports/ledger-store.ts";
import { atomically, queryOne, type Sql } from "./sql.ts";

/** The ledger over one connection or transaction. @param actor the account and host this process runs as. */
export const ledgerStore = (
  sql: Sql,
  { actor, hash }: { readonly actor: string; readonly hash: Hash },
): LedgerStore => ({
  append: async (facts, at) => {
    if (facts.length === 0) return [];
    return atomically(sql, async (tx) => append(tx, facts, at, actor, hash));
  },
  entries: (fromSeq) => entries(sql, fromSeq),
  below: async (seq, most) => {
    const rows = await sql.query<StoredEntry>(
      `select ${FIELDS} from rollcall.ledger where seq < $1::bigint order by seq desc limit $2::integer`,
      [seq, most],
    );
    return rows.map(entryOf);
  },
  newest: async (count) => {
    const rows = await sql.query<StoredEntry>(
      `select ${FIELDS} from (select ${FIELDS} from rollcall.ledger order by seq desc limit $1::integer) l order by seq`,
      [count],
    );
    return rows.map(entryOf);
  },
  bySeq: async (seqs) => {
    const rows = await sql.query<StoredEntry>(
      `select ${FIELDS} from rollcall.ledger where seq = any($1::bigint[]) order by seq`,
      [seqs],
    );
    return rows.map(entryOf);
  },
  count: async () => {
    const { count } = await queryOne<{ count: number }>(sql, "select count(*) as count from rollcall.ledger");
    return count;
  },
  head: async () => readHead(sql, ""),
});

interface StoredEntry extends Omit<LedgerEntry, "at"> {
  readonly at: number;
}

const FIELDS = "seq, at, actor, fact, previous, hash";

const entryOf = ({ seq, at, actor, fact, previous, hash }: StoredEntry): LedgerEntry => ({
  seq,
  at: instant(at),
  actor,
  fact,
  previous,
  hash,
});

/** The row is there from the first migration on: lost, it is damage, and not an empty ledger. */
async function readHead(
  sql: Sql,
  locking: "" | "for update",
): Promise<{ readonly seq: number; readonly hash: Digest }> {
  const [head] = await sql.query<{ seq: number; hash: Digest }>(
    `select seq, hash from rollcall.ledger_head ${locking}`,
  );
  if (head === undefined) throw new Fault("STORE_DAMAGED", "The store has lost the head of the ledger.");
  return head;
}

/** The head row is locked until the transaction ends: whoever comes next chains to what is committed. */
async function append(
  sql: Sql,
  facts: readonly Fact[],
  at: Instant,
  actor: string,
  hash: Hash,
): Promise<readonly LedgerEntry[]> {
  const head = await readHead(sql, "for update");
  const added: LedgerEntry[] = [];
  let previous = head.hash;
  for (const fact of facts) {
    const entry = chainEntry(previous, head.seq + added.length + 1, at, actor, fact, hash);
    added.push(entry);
    previous = entry.hash;
  }
  await sql.query(
    `insert into rollcall.ledger (${FIELDS})
     select seq, $2::bigint, $3, fact::json, previous, hash
     from unnest($1::bigint[], $4::text[], $5::text[], $6::text[]) e (seq, fact, previous, hash)`,
    [
      added.map((entry) => entry.seq),
      at,
      actor,
      added.map((entry) => JSON.stringify(entry.fact)),
      added.map((entry) => entry.previous),
      added.map((entry) => entry.hash),
    ],
  );
  await sql.query("update rollcall.ledger_head set seq = $1, hash = $2", [head.seq + added.length, previous]);
  return added;
}

/** Entries a batch. */
const BATCH = 1_000;

async function* entries(sql: Sql, fromSeq: number): AsyncGenerator<readonly LedgerEntry[]> {
  let next = fromSeq;
  for (;;) {
    const rows = await sql.query<StoredEntry>(
      `select ${FIELDS} from rollcall.ledger where seq >= $1::bigint order by seq limit ${BATCH}`,
      [next],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(entryOf);
    next = last.seq + 1;
  }
}
