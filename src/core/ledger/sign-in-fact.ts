import type { Role } from "../model/grant.ts";
import type { TenantId } from "../model/ids.ts";
import type { Instant } from "../model/instant.ts";

// STORED JSON: a change of a shape here is a migration. Add a kind or an optional field; never rename, never reuse.

/** Why nobody was signed in. What a stranger typed is never among it: people type passwords into the wrong field. */
export type SignInRefusal =
  | "password_wrong"
  | "too_many_tries"
  | "not_started_here"
  | "provider_refused"
  | "proof_wrong"
  | "groups_missing"
  | "groups_cut_off"
  | "no_role";

/** Who may come in, who did, and who was sent away. */
export type SignInFact =
  | {
      readonly kind: "signed_in";
      /** What the ledger calls them. */
      readonly by: string;
      /** By what the identity provider never gives to anybody else. Absent for a local account. */
      readonly issuer?: string;
      readonly subject?: string;
      readonly roles: readonly Role[];
    }
  | {
      /** So many within a minute, of which the first is written at once and the others together. */
      readonly kind: "sign_in_refused";
      readonly way: "oidc" | "local";
      readonly code: SignInRefusal;
      /** Where the identity provider proved who it was: its words, and nobody's account. */
      readonly by?: string;
      readonly subject?: string;
      readonly count: number;
    }
  | { readonly kind: "signed_out"; readonly by: string }
  | { readonly kind: "account_created"; readonly account: string; readonly by: string }
  | {
      /** It has another password, and may sign in if it could not. */
      readonly kind: "account_reset";
      readonly account: string;
      readonly by: string;
    }
  | { readonly kind: "account_disabled"; readonly account: string; readonly by: string }
  | {
      readonly kind: "token_created";
      readonly token: string;
      readonly role: Role;
      readonly tenants: "all" | readonly string[];
      readonly until: Instant;
      readonly by: string;
    }
  | { readonly kind: "token_revoked"; readonly token: string; readonly by: string }
  | {
      /** Somebody proved asked for what they may not; so many within a minute, as above. */
      readonly kind: "action_refused";
      readonly by: string;
      readonly action: string;
      /** The role that they lack, in this tenant or in the house as a whole. */
      readonly needs: Role;
      readonly tenant?: TenantId;
      readonly count: number;
    };
