import { invariant } from "../../core/model/invariant.ts";
import type { GroupRole } from "../../flows/grants-of-groups.ts";
import { listenParts } from "./fields.ts";
import type { ServerFile } from "./server-schema.ts";
import type { SecretRef } from "./secrets.ts";

/** Where requests are taken, and from whom. */
export interface ServerConfig {
  readonly listen: { readonly host: string; readonly port: number };
  /** The origin that browsers see, where it is not where it listens. */
  readonly publicOrigin: string | undefined;
  readonly tls: { readonly cert: SecretRef; readonly key: SecretRef } | undefined;
  /** Addresses and ranges whose X-Forwarded-For is believed; empty: nobody's. */
  readonly proxyAddresses: readonly string[];
  readonly hooks: readonly HookConfig[];
  /** How people and programs prove who they are; without it there is neither API nor console. */
  readonly signIn: SignInConfig | undefined;
}

export interface HookConfig {
  readonly name: string;
  readonly secrets: readonly SecretRef[];
  readonly may: readonly ("approve" | "keep" | "hold")[];
}

export interface SignInConfig {
  /** Whether local accounts may sign in. */
  readonly local: boolean;
  readonly oidc: OidcConfig | undefined;
  readonly roles: readonly GroupRole[];
  readonly session: { readonly idleMs: number; readonly longestMs: number };
}

export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: SecretRef | undefined;
  readonly groupsClaim: string;
  readonly scopes: readonly string[];
  /** PEM of the only authority to trust. */
  readonly ca: SecretRef | undefined;
}

/** `server` with its secrets behind references and its durations in milliseconds. */
export function serverConfig(
  { listen, publicUrl, tls, proxy, hooks, signIn }: ServerFile,
  referred: (reference: string) => SecretRef,
  milliseconds: (text: string) => number,
): ServerConfig {
  const address = listenParts(listen);
  invariant(address !== undefined, "an address that was checked is one");
  return {
    listen: address,
    publicOrigin: publicUrl === undefined ? undefined : new URL(publicUrl).origin,
    tls: tls && { cert: referred(tls.cert), key: referred(tls.key) },
    proxyAddresses: proxy?.addresses ?? [],
    hooks: hooks.map(({ name, secrets, may }) => ({ name, secrets: secrets.map(referred), may })),
    signIn: signIn && {
      local: signIn.local,
      oidc: signIn.oidc && oidcConfig(signIn.oidc, referred),
      roles: signIn.roles.map(({ group, role, tenants }): GroupRole => ({
        group,
        role,
        tenants: tenants ?? "all",
      })),
      session: {
        idleMs: milliseconds(signIn.session.idle),
        longestMs: milliseconds(signIn.session.longest),
      },
    },
  };
}

function oidcConfig(
  {
    issuer,
    clientId,
    clientSecret,
    groupsClaim,
    scopes,
    tls,
  }: NonNullable<NonNullable<ServerFile["signIn"]>["oidc"]>,
  referred: (reference: string) => SecretRef,
): OidcConfig {
  return {
    issuer,
    clientId,
    clientSecret: clientSecret === undefined ? undefined : referred(clientSecret),
    groupsClaim,
    scopes,
    ca: tls.ca === undefined ? undefined : referred(tls.ca),
  };
}
