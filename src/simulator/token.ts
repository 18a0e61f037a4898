import { randomBytes } from "node:crypto";
import type { Reply } from "./envelope.ts";
import { idError, ok } from "./envelope.ts";
import type { SimCredential } from "./estate.ts";

/** Lifetime of an access token (Sophos: 3600 s). */
const LIFETIME_S = 3600;

/** Gives out tokens and knows whose they are. */
export interface Tokens {
  issue(credential: SimCredential, now: number): Reply;
  /** Whose access token it is; undefined when unknown, revoked or expired. */
  holder(accessToken: string, now: number): SimCredential | undefined;
  refresher(refreshToken: string): SimCredential | undefined;
  revoke(accessToken: string): void;
  revokeAll(): void;
}

const opaque = (bytes: number): string => randomBytes(bytes).toString("base64url");

/** An empty token desk. Tokens look like a JWT and say nothing. */
export function createTokens(): Tokens {
  const access = new Map<string, { readonly credential: SimCredential; readonly expiresAt: number }>();
  const refresh = new Map<string, SimCredential>();
  return {
    issue(credential, now) {
      const accessToken = `${opaque(24)}.${opaque(48)}.${opaque(32)}`;
      const refreshToken = opaque(32);
      access.set(accessToken, { credential, expiresAt: now + LIFETIME_S * 1000 });
      refresh.set(refreshToken, credential);
      return ok({
        access_token: accessToken,
        refresh_token: refreshToken,
        token_type: "bearer",
        expires_in: LIFETIME_S,
        errorCode: "success",
        message: "OK",
        trackingId: opaque(16),
      });
    },
    holder(accessToken, now) {
      const held = access.get(accessToken);
      return held !== undefined && now < held.expiresAt ? held.credential : undefined;
    },
    refresher: (refreshToken) => refresh.get(refreshToken),
    revoke: (accessToken) => void access.delete(accessToken),
    revokeAll: () => access.clear(),
  };
}

/** What a token request says, form or JSON alike. */
export type TokenForm = ReadonlyMap<string, string>;

/** Reads the body of a token request; undefined if it is neither a form nor a JSON object of strings. */
export function readTokenForm(body: string, contentType: string | undefined): TokenForm | undefined {
  const type = contentType?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-www-form-urlencoded") return new Map(new URLSearchParams(body));
  if (type !== "application/json") return undefined;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== "object" || parsed === null) return undefined;
    return new Map(
      Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  } catch {
    return undefined; // not JSON: the caller answers 400
  }
}

/** `Authorization: Basic …` → client id and secret. */
export function readBasic(authorization: string | undefined): readonly [string, string] | undefined {
  const encoded = /^basic\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  return colon === -1 ? undefined : [pair.slice(0, colon), pair.slice(colon + 1)];
}

/**
 * Answers a token request: client credentials in the form, in a Basic header or in both (the form counts then), and the
 * refresh grant. Errors come in the envelope of Sophos ID.
 */
export function answerToken(
  request: {
    readonly body: string;
    readonly contentType: string | undefined;
    readonly authorization: string | undefined;
  },
  credentials: readonly SimCredential[],
  tokens: Tokens,
  now: number,
): { readonly reply: Reply; readonly clientId: string | undefined } {
  const form = readTokenForm(request.body, request.contentType);
  const basic = readBasic(request.authorization);
  const clientId = form?.get("client_id") ?? basic?.[0];
  const secret = form?.get("client_secret") ?? basic?.[1];
  const refuse = (status: number, code: string, message: string) => ({
    reply: idError(status, code, message),
    clientId,
  });
  if (form === undefined) return refuse(400, "oauth.invalid_request", "Unsupported content type or body");

  const credential = credentials.find((known) => known.clientId === clientId);
  if (clientId === undefined || credential === undefined) {
    return refuse(401, "oauth.client_app_does_not_exist", "Unauthorized");
  }
  if (secret !== credential.clientSecret) return refuse(401, "oauth.invalid_client_secret", "Unauthorized");
  switch (form.get("grant_type")) {
    case "client_credentials":
      if (form.get("scope") !== "token") return refuse(400, "oauth.invalid_scope", "Bad Request");
      break;
    case "refresh_token":
      if (tokens.refresher(form.get("refresh_token") ?? "")?.clientId !== clientId) {
        return refuse(401, "oauth.invalid_refresh_token", "Unauthorized");
      }
      break;
    case undefined:
    default:
      return refuse(400, "oauth.unsupported_grant_type", "Bad Request");
  }
  return { reply: tokens.issue(credential, now), clientId };
}
