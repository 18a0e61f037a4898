import { instant } from "../../core/model/instant.ts";
import type { Account, AccountStore } from "../../ports/account-store.ts";
import { instantOrNone } from "./instants.ts";
import { countWritten, type Sql } from "./sql.ts";

/** Local accounts over one connection or transaction. */
export const accountStore = (sql: Sql): AccountStore => ({
  list: async () =>
    (await sql.query<StoredAccount>(`select ${COLUMNS} from rollcall.account order by name`)).map(accountOf),
  find: async (name) => {
    const [row] = await sql.query<StoredAccount & { readonly verifier: string }>(
      `select ${COLUMNS}, verifier from rollcall.account where name = $1`,
      [name],
    );
    return row && { ...accountOf(row), verifier: row.verifier };
  },
  create: async (name, verifier, at) =>
    (await countWritten(
      sql,
      `insert into rollcall.account (name, verifier, created_at, password_at)
       values ($1, $2, $3, $3) on conflict do nothing`,
      [name, verifier, at],
    )) === 1,
  reset: async (name, verifier, at) =>
    (await countWritten(
      sql,
      "update rollcall.account set verifier = $2, password_at = $3, disabled_at = null where name = $1",
      [name, verifier, at],
    )) === 1,
  disable: async (name, at) =>
    (await countWritten(
      sql,
      "update rollcall.account set disabled_at = $2 where name = $1 and disabled_at is null",
      [name, at],
    )) === 1,
});

const COLUMNS = "name, created_at, password_at, disabled_at";

interface StoredAccount {
  readonly name: string;
  readonly created_at: number;
  readonly password_at: number;
  readonly disabled_at: number | null;
}

const accountOf = (row: StoredAccount): Account => ({
  name: row.name,
  createdAt: instant(row.created_at),
  passwordAt: instant(row.password_at),
  disabledAt: instantOrNone(row.disabled_at),
});
