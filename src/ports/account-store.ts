import type { Instant } from "../core/model/instant.ts";

/** A local account: who may sign in without an identity provider, and administers everything. */
export interface Account {
  /** In lower case. */
  readonly name: string;
  readonly createdAt: Instant;
  /** When its password was set last. */
  readonly passwordAt: Instant;
  readonly disabledAt: Instant | undefined;
}

/** An account and what its password is checked against, which does not tell the password. */
export interface AccountWithVerifier extends Account {
  readonly verifier: string;
}

/** Local accounts. Faults: STORE_*. */
export interface AccountStore {
  list(): Promise<readonly Account[]>;
  find(name: string): Promise<AccountWithVerifier | undefined>;
  /** false: there is one of this name, disabled or not, and nothing was written. */
  create(name: string, verifier: string, at: Instant): Promise<boolean>;
  /** Sets another password, and lets a disabled one in again. false: there is no such account. */
  reset(name: string, verifier: string, at: Instant): Promise<boolean>;
  /** false: there is none of this name that is enabled. */
  disable(name: string, at: Instant): Promise<boolean>;
}
