import type { Role } from "../core/model/grant.ts";
import type { Hash } from "../core/model/ids.ts";
import { DAY, instant } from "../core/model/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { NewSecret } from "../ports/secrets.ts";
import type { Store } from "../ports/store.ts";
import type { ApiToken } from "../ports/token-store.ts";
import { namedTenants } from "./named-tenants.ts";

/** What every token begins with, so that scanners of repositories and logs find one that strayed. */
const TOKEN_PREFIX = "rct_";
/** A token that nobody renews is one that nobody remembers. */
const LONGEST_MS = 366 * DAY;
/** What the ledger calls whoever shows a token. */
export const tokenActor = (name: string): string => `token:${name}`;

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;

export interface TokenRefusal {
  readonly kind: "refused";
  readonly code:
    | "token_exists"
    | "token_not_found"
    | "token_by_token"
    | "token_name_unusable"
    | "token_expiry_unusable"
    | "tenant_unknown"
    | "tenant_ambiguous";
  readonly detail: string;
}

export interface TokenCreated {
  readonly kind: "created";
  readonly token: ApiToken;
  /** Shown once: of it nothing but a digest is kept. */
  readonly secret: string;
}

/** Makes a token for a program. Faults: STORE_*. */
export async function createToken(
  asked: {
    readonly name: string;
    readonly role: Role;
    /** By name or id. */
    readonly tenants: "all" | readonly string[];
    readonly forMs: number;
    readonly by: string;
  },
  {
    store,
    clock,
    hash,
    newSecret,
  }: {
    readonly store: Store;
    readonly clock: Clock;
    readonly hash: Hash;
    readonly newSecret: NewSecret;
  },
): Promise<TokenCreated | TokenRefusal> {
  const { name, role, by } = asked;
  // Or none would ever have an end.
  if (by.startsWith(tokenActor("")))
    return refused("token_by_token", "A token makes no tokens: let a person who has signed in do it.");
  if (!NAME.test(name))
    return refused(
      "token_name_unusable",
      "A name has letters, digits, - _ and ., and begins with a letter or digit.",
    );
  if (!(asked.forMs > 0 && asked.forMs <= LONGEST_MS))
    return refused(
      "token_expiry_unusable",
      "A token is good for a year at most, and for longer than no time.",
    );
  const secret = `${TOKEN_PREFIX}${newSecret()}`;
  return store.transaction(async (tx) => {
    const tenants =
      asked.tenants === "all" ? "all" : namedTenants(asked.tenants, await tx.inventory.tenants());
    if (tenants !== "all") {
      const [unknown, ambiguous] = [tenants.unknown[0], tenants.ambiguous[0]];
      if (unknown !== undefined)
        return refused("tenant_unknown", `No tenant with the name or id "${unknown}" has been collected.`);
      if (ambiguous !== undefined)
        return refused("tenant_ambiguous", `Several tenants are called "${ambiguous}": give the id.`);
    }
    const now = clock.now();
    const token = {
      name,
      grant: { role, tenants: tenants === "all" ? ("all" as const) : tenants.ids },
      createdAt: now,
      createdBy: by,
      expiresAt: instant(now + asked.forMs),
    };
    if (!(await tx.tokens.create(token, hash(secret))))
      return refused(
        "token_exists",
        `There is or was a token ${name}: names are not used again, since the ledger has them.`,
      );
    const { grant, expiresAt } = token;
    await tx.ledger.append(
      [{ kind: "token_created", token: name, role, tenants: grant.tenants, until: expiresAt, by }],
      now,
    );
    return { kind: "created", token: { ...token, usedAt: undefined, revokedAt: undefined }, secret };
  });
}

/** Ends a token at once. Faults: STORE_*. */
export async function revokeToken(
  { name, by }: { readonly name: string; readonly by: string },
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<{ readonly kind: "revoked" } | TokenRefusal> {
  return store.transaction(async (tx) => {
    const now = clock.now();
    if (!(await tx.tokens.revoke(name, now)))
      return refused("token_not_found", `There is no token ${name} that was not revoked.`);
    await tx.ledger.append([{ kind: "token_revoked", token: name, by }], now);
    return { kind: "revoked" };
  });
}

const refused = (code: TokenRefusal["code"], detail: string): TokenRefusal => ({
  kind: "refused",
  code,
  detail,
});
