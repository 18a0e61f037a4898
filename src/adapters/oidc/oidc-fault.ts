import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from "openid-client";
import { Fault } from "../../ports/fault.ts";
import { troubleOf } from "../system/trouble.ts";

/** Of the token end point (RFC 6749, 5.2): ours is the mistake, whoever signs in. */
const ABOUT_US = new Set([
  "invalid_client",
  "unauthorized_client",
  "unsupported_grant_type",
  "invalid_scope",
]);

/** Why a way back proves nobody; undefined when it is the provider, or we, and not whoever signs in. */
export function refusalOf(error: unknown): "provider_refused" | "proof_wrong" | undefined {
  if (error instanceof AuthorizationResponseError) return "provider_refused";
  if (error instanceof ResponseBodyError)
    return ABOUT_US.has(error.error) || error.status >= 500 ? undefined : "proof_wrong";
  return error instanceof ClientError && isProof(error) ? "proof_wrong" : undefined;
}

/** A token that says something else than it must: state, nonce, issuer, audience, signature, times. */
const isProof = ({ code }: ClientError): boolean =>
  code?.startsWith("OAUTH_JWT_") === true ||
  code === "OAUTH_INVALID_RESPONSE" ||
  code === "OAUTH_KEY_SELECTION_FAILED";

/** What happened between us and the provider, as a fault. @param host of the issuer */
export function oidcFault(error: unknown, host: string): Fault {
  if (error instanceof Fault) return error;
  if (
    error instanceof WWWAuthenticateChallengeError ||
    (error instanceof ResponseBodyError && ABOUT_US.has(error.error))
  )
    return new Fault(
      "OIDC_AUTH",
      `The identity provider ${host} refuses our client id or secret.`,
      { host },
      error,
    );
  if (error instanceof ResponseBodyError || (error instanceof ClientError && isShape(error)))
    return new Fault(
      "OIDC_SHAPE",
      `The identity provider ${host} answered something unexpected.`,
      { host },
      error,
    );
  const trouble = troubleOf(error);
  return trouble.tls
    ? new Fault(
        "OIDC_TLS",
        `The certificate of the identity provider ${host} is not trusted (${trouble.code}).`,
        { host },
        error,
      )
    : new Fault(
        "OIDC_UNREACHABLE",
        `The identity provider ${host} cannot be reached (${trouble.code}).`,
        { host },
        error,
      );
}

const isShape = ({ code }: ClientError): boolean => typeof code === "string" && code !== "OAUTH_TIMEOUT";
