import type { KnownParts, SignInTerms } from "../../flows/known.ts";
import { whoseSession } from "../../flows/whose-session.ts";
import { whoseToken } from "../../flows/whose-token.ts";
import type { Authenticate } from "../principal.ts";
import { cookiesOf } from "./cookies.ts";
import { isCrossSite, isSafe } from "./same-site.ts";

export interface AuthenticateParts {
  /** What browsers call us. */
  readonly origin: () => string;
  readonly terms: SignInTerms;
  /** Opens the store for one request. Faults: STORE_*. */
  readonly withStore: <T>(work: (parts: KnownParts) => Promise<T>) => Promise<T>;
}

/** `Bearer` and a token as we make them; the word in any case (RFC 9110, 11.1). */
const BEARER = /^bearer +(?<token>rct_[\w-]{43})$/i;

/**
 * Who sends a request: by the token that it shows, and only without any by the cookie of a browser. A browser sends that along
 * whoever has made it ask; so that a request which may change something must come from our own pages.
 */
export const authenticator =
  ({ origin, terms, withStore }: AuthenticateParts): Authenticate =>
  async (request) => {
    const shown = request.headers.get("authorization");
    if (shown !== null) {
      const token = BEARER.exec(shown.trim())?.groups?.["token"];
      if (token === undefined) return { kind: "refused", code: "token_unknown" };
      return withStore(async (parts) => whoseToken(token, parts));
    }
    const id = cookiesOf(origin()).sessionOf(request.headers);
    if (id === undefined) return { kind: "refused", code: "not_signed_in" };
    if (!isSafe(request) && isCrossSite(request, origin())) return { kind: "refused", code: "cross_site" };
    const known = await withStore(async (parts) => whoseSession(id, terms, parts));
    return known ?? { kind: "refused", code: "session_over" };
  };
