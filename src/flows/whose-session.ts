import type { Grant } from "../core/model/grant.ts";
import { MINUTE } from "../core/model/instant.ts";
import type { BrowserSession, SignedInBy } from "../ports/session-store.ts";
import type { Store } from "../ports/store.ts";
import { grantsOfGroups } from "./grants-of-groups.ts";
import type { Known, KnownParts, SignInTerms } from "./known.ts";

/** That a session goes on is written down once in so long: each request would be a write. */
const SEEN_EVERY_MS = MINUTE;

/**
 * Who is signed in under this id; undefined when nobody is any more, for whatever reason. Faults: STORE_*.
 * @param id as the browser keeps it
 */
export async function whoseSession(
  id: string,
  terms: SignInTerms,
  { store, clock, hash }: KnownParts,
): Promise<Known | undefined> {
  const session = await store.sessions.find(hash(id));
  const now = clock.now();
  if (session === undefined || !lasts(session, terms, now)) return undefined;
  if (now - session.seenAt >= SEEN_EVERY_MS) await store.sessions.seen(session.digest, now);
  const { actor, name } = session;
  return {
    kind: "known",
    principal: { actor, name, via: "session", grants: await grantsOf(session.by, terms, store) },
  };
}

const lasts = ({ by, startedAt, seenAt }: BrowserSession, terms: SignInTerms, now: number): boolean =>
  now - startedAt < terms.session.longestMs &&
  now - seenAt < terms.session.idleMs &&
  (by.kind === "local" ? terms.local : by.issuer === terms.issuer);

/** What somebody may who proved who they are in this way. Faults: STORE_*. */
export async function grantsOf(
  by: SignedInBy,
  { roles }: Pick<SignInTerms, "roles">,
  { inventory }: Pick<Store, "inventory">,
): Promise<readonly Grant[]> {
  if (by.kind === "local") return [{ role: "administrator", tenants: "all" }];
  const named = roles.some(({ tenants }) => tenants !== "all");
  return grantsOfGroups(by.groups, roles, named ? await inventory.tenants() : []);
}
