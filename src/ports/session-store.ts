import type { Digest } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";

/** A person of an identity provider, by what it never gives to another: issuer and subject. */
export interface OidcPerson {
  readonly issuer: string;
  readonly subject: string;
}

/** How somebody proved who they are, and what their roles are made of each time they are asked for. */
export type SignedInBy =
  | { readonly kind: "local"; readonly account: string }
  | (OidcPerson & {
      readonly kind: "oidc";
      /** Those of a person's groups that the configuration named at that time. */
      readonly groups: readonly string[];
    });

/** One browser in which somebody is signed in. */
export interface BrowserSession {
  /** Of its id, which is kept nowhere but in the browser. */
  readonly digest: Digest;
  readonly actor: string;
  readonly name: string;
  readonly by: SignedInBy;
  readonly startedAt: Instant;
  /** Of its last request, as far as that was written down. */
  readonly seenAt: Instant;
}

/** Who is signed in. Faults: STORE_*. */
export interface SessionStore {
  start(session: BrowserSession): Promise<void>;
  find(digest: Digest): Promise<BrowserSession | undefined>;
  seen(digest: Digest, at: Instant): Promise<void>;
  /** Gives the session that ended; undefined where there was none. */
  end(digest: Digest): Promise<BrowserSession | undefined>;
  /** Ends every session of somebody; gives how many. */
  endAllOf(actor: string): Promise<number>;
  /** Forgets sessions that began, or were seen last, before these instants; gives how many. */
  purge(startedBefore: Instant, seenBefore: Instant): Promise<number>;
  /**
   * What a person is called in the ledger, for good: at the first time the name that is proposed, with a number behind it where
   * it is somebody else's, and that very name ever after, whatever is proposed.
   */
  actorOf(person: OidcPerson, proposed: string, at: Instant): Promise<string>;
}
