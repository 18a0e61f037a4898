import type { Grant } from "../core/model/grant.ts";

/** Who sends a request, proved, and what they may. */
export interface Principal {
  /** As it stands in the ledger: `oidc:alice@example.com`, `local:admin`, `token:NAME`. */
  readonly actor: string;
  /** As people know them. */
  readonly name: string;
  readonly via: "session" | "token";
  readonly grants: readonly Grant[];
}

/** Who sent a request, or what it lacks. */
export type Authenticated =
  | { readonly kind: "known"; readonly principal: Principal }
  | {
      readonly kind: "refused";
      readonly code: "not_signed_in" | "session_over" | "token_unknown" | "token_expired" | "cross_site";
    };

/** Proves who sent a request. Faults: STORE_*. @public */
export type Authenticate = (request: Request) => Promise<Authenticated>;
