import type { Digest } from "../../core/model/ids.ts";
import { instant, type Instant } from "../../core/model/instant.ts";
import type { BrowserSession, OidcPerson, SessionStore, SignedInBy } from "../../ports/session-store.ts";
import { atomically, countWritten, type Sql } from "./sql.ts";

/** Who is signed in, over one connection or transaction. */
export const sessionStore = (sql: Sql): SessionStore => ({
  start: async ({ digest, actor, name, by, startedAt, seenAt }) => {
    await sql.query(
      `insert into rollcall.browser_session (digest, actor, name, signed_in_by, started_at, seen_at)
       values ($1, $2, $3, $4::jsonb, $5, $6)`,
      [digest, actor, name, JSON.stringify(by), startedAt, seenAt],
    );
  },
  find: async (digest) => {
    const [row] = await sql.query<StoredSession>(
      `select ${COLUMNS} from rollcall.browser_session where digest = $1`,
      [digest],
    );
    return row && sessionOf(row);
  },
  seen: async (digest, at) => {
    await sql.query("update rollcall.browser_session set seen_at = $2 where digest = $1", [digest, at]);
  },
  end: async (digest) => {
    const [row] = await sql.query<StoredSession>(
      `delete from rollcall.browser_session where digest = $1 returning ${COLUMNS}`,
      [digest],
    );
    return row && sessionOf(row);
  },
  endAllOf: async (actor) =>
    countWritten(sql, "delete from rollcall.browser_session where actor = $1", [actor]),
  purge: async (startedBefore, seenBefore) =>
    countWritten(sql, "delete from rollcall.browser_session where started_at < $1 or seen_at < $2", [
      startedBefore,
      seenBefore,
    ]),
  actorOf: async (person, proposed, at) =>
    atomically(sql, async (tx) => {
      await tx.query("select pg_advisory_xact_lock($1::bigint)", [PERSON_LOCK]);
      return (await knownActor(tx, person)) ?? (await newActor(tx, person, proposed, at));
    }),
});

// Any number; it has only to be the same in every Rollcall, and no other lock's. Two first sign-ins at once may want one name.
const PERSON_LOCK = 0x726f6c70;

const COLUMNS = "digest, actor, name, signed_in_by, started_at, seen_at";

interface StoredSession {
  readonly digest: Digest;
  readonly actor: string;
  readonly name: string;
  readonly signed_in_by: SignedInBy;
  readonly started_at: number;
  readonly seen_at: number;
}

const sessionOf = (row: StoredSession): BrowserSession => ({
  digest: row.digest,
  actor: row.actor,
  name: row.name,
  by: row.signed_in_by,
  startedAt: instant(row.started_at),
  seenAt: instant(row.seen_at),
});

async function knownActor(sql: Sql, { issuer, subject }: OidcPerson): Promise<string | undefined> {
  const [row] = await sql.query<{ actor: string }>(
    "select actor from rollcall.oidc_person where issuer = $1 and subject = $2",
    [issuer, subject],
  );
  return row?.actor;
}

async function newActor(
  sql: Sql,
  { issuer, subject }: OidcPerson,
  proposed: string,
  at: Instant,
): Promise<string> {
  for (let count = 1; ; count += 1) {
    const actor = count === 1 ? proposed : `${proposed}~${count}`;
    const written = await countWritten(
      sql,
      `insert into rollcall.oidc_person (issuer, subject, actor, first_at)
       values ($1, $2, $3, $4) on conflict (actor) do nothing`,
      [issuer, subject, actor, at],
    );
    if (written === 1) return actor;
  }
}
