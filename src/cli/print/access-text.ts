import type { Instant } from "../../core/model/instant.ts";
import type { Account } from "../../ports/account-store.ts";
import type { ApiToken } from "../../ports/token-store.ts";
import type { Io } from "../io.ts";
import { dayText, instantText } from "./instant-text.ts";
import { table, type Painted } from "./table.ts";

/** Local accounts as a table. */
export function accountsText(io: Io, accounts: readonly Account[]): string {
  if (accounts.length === 0) return "There is no local account.";
  return table(
    io,
    ["Account", "Made", "Password of", "State"],
    accounts.map(({ name, createdAt, passwordAt, disabledAt }) => [
      name,
      dayText(createdAt),
      dayText(passwordAt),
      disabledAt === undefined ? { text: "may sign in", style: "green" } : `disabled ${dayText(disabledAt)}`,
    ]),
  );
}

/** Tokens as a table. */
export function tokensText(io: Io, tokens: readonly ApiToken[], now: Instant): string {
  if (tokens.length === 0) return "There is no token.";
  return table(
    io,
    ["Token", "Role", "Tenants", "Made by", "Made", "Good until", "Used last", "State"],
    tokens.map((one) => [
      one.name,
      one.grant.role,
      one.grant.tenants === "all" ? "all" : one.grant.tenants.join(", "),
      one.createdBy,
      dayText(one.createdAt),
      instantText(one.expiresAt),
      one.usedAt === undefined ? "never" : instantText(one.usedAt),
      stateOf(one, now),
    ]),
  );
}

function stateOf({ revokedAt, expiresAt }: ApiToken, now: Instant): string | Painted {
  if (revokedAt !== undefined) return `revoked ${dayText(revokedAt)}`;
  return now < expiresAt ? { text: "good", style: "green" } : { text: "expired", style: "yellow" };
}
