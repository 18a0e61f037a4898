import type { Clock } from "../ports/clock.ts";
import type { Passwords } from "../ports/secrets.ts";
import type { Store } from "../ports/store.ts";

// NIST SP 800-63B-4, 3.1.1.2: 15 characters where a password is all there is, none forbidden, no rules of composition. A limit
// keeps a stranger from handing us megabytes to hash.
const SHORTEST = 15;
const LONGEST = 1_000;
/** As a path and a log have it; in lower case, so that one account has one name. */
const NAME = /^[a-z0-9][a-z0-9_.-]{0,62}$/;

export interface AccountParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly passwords: Passwords;
}

export interface AccountRefusal {
  readonly kind: "refused";
  readonly code:
    | "account_exists"
    | "account_unknown"
    | "account_name_unusable"
    | "password_too_short"
    | "password_too_long"
    | "password_guessable";
  readonly detail: string;
}

export interface AccountDone {
  readonly kind: "done";
  readonly account: string;
  /** Browsers in which it was signed in, and is not any more. */
  readonly sessionsEnded: number;
}

/** What the ledger calls a local account. */
export const localActor = (account: string): string => `local:${account}`;

/** The name as it is stored, however it was typed. */
export const accountName = (typed: string): string => typed.trim().toLowerCase();

/** Makes a local account, which administers everything. Faults: STORE_*. */
export async function createAccount(
  asked: { readonly name: string; readonly password: string; readonly by: string },
  { store, clock, passwords }: AccountParts,
): Promise<AccountDone | AccountRefusal> {
  const account = accountName(asked.name);
  if (!NAME.test(account)) {
    return refused(
      "account_name_unusable",
      "A name has letters, digits, - _ and ., and begins with a letter or digit.",
    );
  }
  const refusal = refusePassword(asked.password, account);
  if (refusal !== undefined) return refusal;
  const verifier = await passwords.verifierOf(asked.password);
  return store.transaction(async (tx) => {
    const now = clock.now();
    if (!(await tx.accounts.create(account, verifier, now)))
      return refused("account_exists", `There is an account ${account}: reset it, or take another name.`);
    await tx.ledger.append([{ kind: "account_created", account, by: asked.by }], now);
    return { kind: "done", account, sessionsEnded: 0 };
  });
}

/** Gives an account another password and lets it in again; whoever is signed in as it is no more. Faults: STORE_*. */
export async function resetAccount(
  asked: { readonly name: string; readonly password: string; readonly by: string },
  { store, clock, passwords }: AccountParts,
): Promise<AccountDone | AccountRefusal> {
  const account = accountName(asked.name);
  const refusal = refusePassword(asked.password, account);
  if (refusal !== undefined) return refusal;
  const verifier = await passwords.verifierOf(asked.password);
  return store.transaction(async (tx) => {
    const now = clock.now();
    if (!(await tx.accounts.reset(account, verifier, now))) return unknownAccount(account);
    const sessionsEnded = await tx.sessions.endAllOf(localActor(account));
    await tx.ledger.append([{ kind: "account_reset", account, by: asked.by }], now);
    return { kind: "done", account, sessionsEnded };
  });
}

/** Lets an account in no more, at once: its sessions end with it. Faults: STORE_*. */
export async function disableAccount(
  asked: { readonly name: string; readonly by: string },
  { store, clock }: Omit<AccountParts, "passwords">,
): Promise<AccountDone | AccountRefusal> {
  const account = accountName(asked.name);
  return store.transaction(async (tx) => {
    const now = clock.now();
    if (!(await tx.accounts.disable(account, now))) return unknownAccount(account);
    const sessionsEnded = await tx.sessions.endAllOf(localActor(account));
    await tx.ledger.append([{ kind: "account_disabled", account, by: asked.by }], now);
    return { kind: "done", account, sessionsEnded };
  });
}

function refusePassword(password: string, account: string): AccountRefusal | undefined {
  const characters = Array.from(password).length;
  if (characters < SHORTEST)
    return refused("password_too_short", `A password has at least ${SHORTEST} characters: take a few words.`);
  if (password.length > LONGEST)
    return refused("password_too_long", `A password has at most ${LONGEST} characters.`);
  const folded = password.toLowerCase();
  const few = new Set(folded).size < 5;
  return few || folded.replaceAll(account, "").length < SHORTEST / 2
    ? refused(
        "password_guessable",
        "The password is the account's name, or a few characters again and again.",
      )
    : undefined;
}

const unknownAccount = (account: string): AccountRefusal =>
  refused("account_unknown", `There is no account ${account}, or it is disabled already.`);

const refused = (code: AccountRefusal["code"], detail: string): AccountRefusal => ({
  kind: "refused",
  code,
  detail,
});
