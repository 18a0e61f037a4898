import type { Grant } from "../core/model/grant.ts";
import type { Hash } from "../core/model/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../ports/store.ts";
import type { GroupRole } from "./grants-of-groups.ts";

/** Somebody of whom it is proved who they are. */
export interface Known {
  readonly kind: "known";
  readonly principal: {
    readonly actor: string;
    readonly name: string;
    readonly via: "session" | "token";
    readonly grants: readonly Grant[];
  };
}

/** What being signed in rests on; read anew at each request, so that a role that is taken away is gone at once. */
export interface SignInTerms {
  /** Whether local accounts may sign in. */
  readonly local: boolean;
  /** The identity provider; undefined where there is none. */
  readonly issuer: string | undefined;
  readonly roles: readonly GroupRole[];
  readonly session: { readonly idleMs: number; readonly longestMs: number };
}

export interface KnownParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly hash: Hash;
}
