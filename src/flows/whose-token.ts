import { MINUTE } from "../core/model/instant.ts";
import { tokenActor } from "./api-tokens.ts";
import type { Known, KnownParts } from "./known.ts";

/** That a token is used is written down once in so long. */
const USED_EVERY_MS = MINUTE;

/** Whose token this is. One that was revoked is as unknown as one that never was. Faults: STORE_*. */
export async function whoseToken(
  secret: string,
  { store, clock, hash }: KnownParts,
): Promise<Known | { readonly kind: "refused"; readonly code: "token_unknown" | "token_expired" }> {
  const token = await store.tokens.find(hash(secret));
  if (token === undefined || token.revokedAt !== undefined) return { kind: "refused", code: "token_unknown" };
  const now = clock.now();
  if (!(now < token.expiresAt)) return { kind: "refused", code: "token_expired" };
  const { name, grant, usedAt } = token;
  if (usedAt === undefined || now - usedAt >= USED_EVERY_MS) await store.tokens.used(name, now);
  return { kind: "known", principal: { actor: tokenActor(name), name, via: "token", grants: [grant] } };
}
