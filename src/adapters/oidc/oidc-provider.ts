import * as oidc from "openid-client";
import { fetch, type Dispatcher } from "undici";
import type { IdentityProvider, Proof } from "../../ports/identity-provider.ts";
import { openTransport, type Environment } from "../system/transport.ts";
import { groupsOf, personOf, type Claims } from "./claims.ts";
import { oidcFault, refusalOf } from "./oidc-fault.ts";

export interface OidcOptions {
  /** As the provider calls itself, to the letter. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly groupsClaim: string;
  readonly scopes: readonly string[];
  /** PEM of the only authority to trust; the public ones when absent. */
  readonly ca: string | undefined;
  readonly env?: Environment;
}

/** Somebody waits in a browser. */
const TIMEOUT_S = 10;
const TIMEOUTS = { connect: 5_000, headers: 10_000, body: 10_000, total: 10_000 };

/**
 * An OpenID Connect provider, by authorization code with PKCE, state and nonce. It is looked up when somebody first signs in. No
 * token of it is kept: what it said once is the proof.
 */
export function openOidcProvider(options: OidcOptions): IdentityProvider & { close(): Promise<void> } {
  const { ca, env = process.env } = options;
  const issuer = nameOf(options);
  const host = new URL(issuer).host;
  const dispatcher = openTransport({ ca, timeouts: TIMEOUTS, env });
  let found: Promise<oidc.Configuration> | undefined;
  const provider = async (): Promise<oidc.Configuration> => {
    found ??= discover(options, dispatcher);
    try {
      return await found;
    } catch (error) {
      found = undefined;
      throw oidcFault(error, host);
    }
  };
  return {
    issuer,
    begin: async (back) => {
      const config = await provider();
      const departure = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: back,
        scope: options.scopes.join(" "),
        code_challenge: await oidc.calculatePKCECodeChallenge(departure.verifier),
        code_challenge_method: "S256",
        state: departure.state,
        nonce: departure.nonce,
      });
      return { url: url.href, departure };
    },
    finish: async (came, { state, nonce, verifier }) => {
      const config = await provider();
      try {
        const tokens = await oidc.authorizationCodeGrant(config, came, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        return await proofOf(config, tokens, options);
      } catch (error) {
        const code = refusalOf(error);
        if (code === undefined) throw oidcFault(error, host);
        return { kind: "refused", code };
      }
    },
    signOutUrl: async (onwards) => {
      const config = await provider();
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
      // By our name and not by the person's ID token, which is not kept: the provider may ask them once more.
      return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: onwards }).href;
    },
    close: async () => dispatcher.close(),
  };
}

/** People are known by it for good: a slash that somebody adds or leaves out makes nobody another person. */
const nameOf = ({ issuer }: OidcOptions): string => issuer.replace(/\/$/, "");

async function discover(
  { issuer, clientId, clientSecret }: OidcOptions,
  dispatcher: Dispatcher,
): Promise<oidc.Configuration> {
  const customFetch: oidc.CustomFetch = async (url, { body, ...init }) =>
    fetch(url, { ...init, ...(body !== undefined && { body }), dispatcher });
  const options = { [oidc.customFetch]: customFetch, timeout: TIMEOUT_S };
  const found = await oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), options);
  if (clientSecret === undefined) return found;
  // Basic is what a provider takes that does not say (OpenID Connect Discovery, 3).
  const takes = found.serverMetadata().token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  const auth = takes.includes("client_secret_basic") ? oidc.ClientSecretBasic : oidc.ClientSecretPost;
  const config = new oidc.Configuration(found.serverMetadata(), clientId, undefined, auth(clientSecret));
  config[oidc.customFetch] = customFetch;
  config.timeout = TIMEOUT_S;
  return config;
}

type Tokens = Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>;

/** The claims of the ID token; where it lacks the groups, those of the userinfo end point beside them. */
async function proofOf(config: oidc.Configuration, tokens: Tokens, options: OidcOptions): Promise<Proof> {
  const { groupsClaim } = options;
  const inToken = tokens.claims();
  if (inToken === undefined) return { kind: "refused", code: "proof_wrong" };
  const asks =
    groupsOf(inToken, groupsClaim) === "groups_missing" &&
    config.serverMetadata().userinfo_endpoint !== undefined;
  const more: Claims = asks ? await oidc.fetchUserInfo(config, tokens.access_token, inToken.sub) : {};
  const claims = { ...more, ...inToken };
  const person = personOf(claims, nameOf(options), inToken.sub);
  const groups = groupsOf(claims, groupsClaim);
  return typeof groups === "string"
    ? { kind: "refused", code: groups, person }
    : { kind: "proved", person, groups };
}
