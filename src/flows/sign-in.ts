import type { Grant } from "../core/model/grant.ts";
import { instant } from "../core/model/instant.ts";
import type { ProvedPerson } from "../ports/identity-provider.ts";
import type { NewSecret, Passwords } from "../ports/secrets.ts";
import type { SignedInBy } from "../ports/session-store.ts";
import type { Store } from "../ports/store.ts";
import { accountName, localActor } from "./accounts.ts";
import { groupsWithRoles } from "./grants-of-groups.ts";
import type { KnownParts, SignInTerms } from "./known.ts";
import { grantsOf } from "./whose-session.ts";

export interface SignInParts extends KnownParts {
  readonly newSecret: NewSecret;
}

export interface SignedIn {
  readonly kind: "signed_in";
  /** For the browser to keep; of it nothing but a digest is stored. */
  readonly id: string;
  readonly actor: string;
}

const LONGEST_LABEL = 200;

/** What a provider calls somebody, as one word of the ledger: it may be anything. */
export const oidcActor = (label: string): string =>
  `oidc:${
    label
      .normalize("NFC")
      .replaceAll(/[\p{C}\p{Z}]+/gu, "")
      .toLowerCase()
      .slice(0, LONGEST_LABEL) || "nameless"
  }`;

/**
 * Begins a session of somebody whom the identity provider proved, and ends the one that the browser had. Who has no role is not
 * signed in: there is nothing they may. Faults: STORE_*.
 * @param before the id of the session that the browser had
 */
export async function signInPerson(
  { person, groups }: { readonly person: ProvedPerson; readonly groups: readonly string[] },
  before: string | undefined,
  terms: SignInTerms,
  parts: SignInParts,
): Promise<SignedIn | { readonly kind: "refused"; readonly code: "no_role" }> {
  const { issuer, subject } = person;
  const by: SignedInBy = { kind: "oidc", issuer, subject, groups: groupsWithRoles(groups, terms.roles) };
  return parts.store.transaction(async (tx) => {
    const grants = await grantsOf(by, terms, tx);
    if (grants.length === 0) return { kind: "refused", code: "no_role" };
    const actor = await tx.sessions.actorOf({ issuer, subject }, oidcActor(person.label), parts.clock.now());
    return begin(tx, { actor, name: person.name, by, grants }, before, terms, parts);
  });
}

/** Whether it is the password of an account that may sign in; as slow where there is none. Faults: STORE_*. */
export async function isPassword(
  { account, password }: { readonly account: string; readonly password: string },
  { store, passwords }: { readonly store: Store; readonly passwords: Passwords },
): Promise<boolean> {
  const found = await store.accounts.find(accountName(account));
  return passwords.matches(password, found?.disabledAt === undefined ? found?.verifier : undefined);
}

/** Begins a session of a local account whose password was right, unless it was disabled meanwhile. Faults: STORE_*. */
export async function signInAccount(
  typed: string,
  before: string | undefined,
  terms: SignInTerms,
  parts: SignInParts,
): Promise<SignedIn | { readonly kind: "refused"; readonly code: "password_wrong" }> {
  const account = accountName(typed);
  const by: SignedInBy = { kind: "local", account };
  return parts.store.transaction(async (tx) => {
    const found = await tx.accounts.find(account);
    if (found === undefined || found.disabledAt !== undefined)
      return { kind: "refused", code: "password_wrong" };
    const grants = await grantsOf(by, terms, tx);
    return begin(tx, { actor: localActor(account), name: account, by, grants }, before, terms, parts);
  });
}

/** Ends a session; undefined where there was none. Faults: STORE_*. */
export async function signOut(
  id: string,
  { store, clock, hash }: KnownParts,
): Promise<SignedInBy | undefined> {
  return store.transaction(async (tx) => {
    const session = await tx.sessions.end(hash(id));
    if (session !== undefined)
      await tx.ledger.append([{ kind: "signed_out", by: session.actor }], clock.now());
    return session?.by;
  });
}

async function begin(
  tx: Store,
  who: {
    readonly actor: string;
    readonly name: string;
    readonly by: SignedInBy;
    readonly grants: readonly Grant[];
  },
  before: string | undefined,
  { session }: SignInTerms,
  { clock, hash, newSecret }: SignInParts,
): Promise<SignedIn> {
  const { actor, name, by, grants } = who;
  const now = clock.now();
  // An id that somebody else may have put there is good for nothing afterwards.
  if (before !== undefined) await tx.sessions.end(hash(before));
  await tx.sessions.purge(instant(now - session.longestMs), instant(now - session.idleMs));
  const id = newSecret();
  await tx.sessions.start({ digest: hash(id), actor, name, by, startedAt: now, seenAt: now });
  const pinned = by.kind === "oidc" && { issuer: by.issuer, subject: by.subject };
  const roles = [...new Set(grants.map(({ role }) => role))];
  await tx.ledger.append([{ kind: "signed_in", by: actor, ...pinned, roles }], now);
  return { kind: "signed_in", id, actor };
}
