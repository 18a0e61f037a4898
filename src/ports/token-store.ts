import type { Grant } from "../core/model/grant.ts";
import type { Digest } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";

/** What a program shows instead of signing in. */
export interface ApiToken {
  /** One token's for good: what the ledger calls `token:NAME` was never another. */
  readonly name: string;
  readonly grant: Grant;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly expiresAt: Instant;
  /** Of its last request, as far as that was written down. */
  readonly usedAt: Instant | undefined;
  readonly revokedAt: Instant | undefined;
}

/** Tokens, by digests of them. Faults: STORE_*. */
export interface TokenStore {
  list(): Promise<readonly ApiToken[]>;
  find(digest: Digest): Promise<ApiToken | undefined>;
  /** false: there is or was one of this name, and nothing was written. */
  create(token: Omit<ApiToken, "usedAt" | "revokedAt">, digest: Digest): Promise<boolean>;
  used(name: string, at: Instant): Promise<void>;
  /** false: there is none of this name that was not revoked. */
  revoke(name: string, at: Instant): Promise<boolean>;
}
