import type { Role } from "../../core/model/grant.ts";
import { instant } from "../../core/model/instant.ts";
import type { ApiToken, TokenStore } from "../../ports/token-store.ts";
import { instantOrNone } from "./instants.ts";
import { countWritten, type Sql } from "./sql.ts";

/** Tokens over one connection or transaction. */
export const tokenStore = (sql: Sql): TokenStore => ({
  list: async () =>
    (await sql.query<StoredToken>(`select ${COLUMNS} from rollcall.api_token order by name`)).map(tokenOf),
  find: async (digest) => {
    const [row] = await sql.query<StoredToken>(
      `select ${COLUMNS} from rollcall.api_token where digest = $1`,
      [digest],
    );
    return row && tokenOf(row);
  },
  create: async ({ name, grant, createdAt, createdBy, expiresAt }, digest) =>
    (await countWritten(
      sql,
      `insert into rollcall.api_token (name, digest, role, tenants, created_at, created_by, expires_at)
       values ($1, $2, $3, $4::jsonb, $5, $6, $7) on conflict (name) do nothing`,
      [
        name,
        digest,
        grant.role,
        grant.tenants === "all" ? null : JSON.stringify(grant.tenants),
        createdAt,
        createdBy,
        expiresAt,
      ],
    )) === 1,
  used: async (name, at) => {
    await sql.query("update rollcall.api_token set used_at = $2 where name = $1", [name, at]);
  },
  revoke: async (name, at) =>
    (await countWritten(
      sql,
      "update rollcall.api_token set revoked_at = $2 where name = $1 and revoked_at is null",
      [name, at],
    )) === 1,
});

const COLUMNS = "name, role, tenants, created_at, created_by, expires_at, used_at, revoked_at";

interface StoredToken {
  readonly name: string;
  readonly role: Role;
  /** null: all of them. */
  readonly tenants: readonly string[] | null;
  readonly created_at: number;
  readonly created_by: string;
  readonly expires_at: number;
  readonly used_at: number | null;
  readonly revoked_at: number | null;
}

const tokenOf = (row: StoredToken): ApiToken => ({
  name: row.name,
  grant: { role: row.role, tenants: row.tenants ?? "all" },
  createdAt: instant(row.created_at),
  createdBy: row.created_by,
  expiresAt: instant(row.expires_at),
  usedAt: instantOrNone(row.used_at),
  revokedAt: instantOrNone(row.revoked_at),
});
