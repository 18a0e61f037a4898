import type { OidcPerson } from "./session-store.ts";

/** What the browser keeps while its owner is away at the identity provider, and what the way back must fit. */
export interface Departure {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE: who has it is who left. */
  readonly verifier: string;
}

/** Whom the provider proved. */
export interface ProvedPerson extends OidcPerson {
  /** What people know them by there: an address, or the account's name. Theirs to change, so that nothing is decided by it. */
  readonly label: string;
  readonly name: string;
}

export type Proof =
  | { readonly kind: "proved"; readonly person: ProvedPerson; readonly groups: readonly string[] }
  | {
      readonly kind: "refused";
      /** The last two are about somebody who was proved. */
      readonly code: "provider_refused" | "proof_wrong" | "groups_missing" | "groups_cut_off";
      readonly person?: ProvedPerson;
    };

/** Proves who somebody is, by sending them there and back. Faults: OIDC_*. */
export interface IdentityProvider {
  readonly issuer: string;
  /** Where to send the browser. @param back where the provider is to send it back to */
  begin(back: string): Promise<{ readonly url: string; readonly departure: Departure }>;
  /** Whom the way back proves. @param came the whole address that the browser came back to */
  finish(came: URL, departure: Departure): Promise<Proof>;
  /** Where the provider signs people out, if it does; the browser is then sent on. */
  signOutUrl(onwards: string): Promise<string | undefined>;
}
