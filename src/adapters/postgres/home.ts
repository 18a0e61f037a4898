import type { HomeStore } from "../../ports/home-store.ts";
import { queryOne, type Sql } from "./sql.ts";

/** Where the store lies, over one connection or transaction. */
export const homeStore = (sql: Sql): HomeStore => ({
  isHere: async () => (await storedIdentity(sql)) === (await identityOf(sql)),
  settle: async (at) => {
    const identity = await identityOf(sql);
    await sql.query("insert into rollcall.home (identity, since_at) values ($1, $2) on conflict do nothing", [
      identity,
      at,
    ]);
    const moved = await sql.query<{ since_at: number }>(
      "update rollcall.home set identity = $1, since_at = $2 where identity <> $1 returning since_at",
      [identity, at],
    );
    return moved.length === 0 ? "here" : "elsewhere";
  },
});

async function storedIdentity(sql: Sql): Promise<string | undefined> {
  const [row] = await sql.query<{ identity: string }>("select identity from rollcall.home");
  return row?.identity;
}

/** Of the cluster and of the database in it: a standby that takes over has both, and what pg_restore made has not. */
async function identityOf(sql: Sql): Promise<string> {
  const { identity } = await queryOne<{ identity: string }>(
    sql,
    `select c.system_identifier || '/' || d.oid as identity
     from pg_control_system() c, pg_database d where d.datname = current_database()`,
  );
  return identity;
}
