import type { IncomingMessage } from "node:http";
import type { Context, Hono } from "hono";
import { openOidcProvider } from "../adapters/oidc/oidc-provider.ts";
import { createPasswords, newSecret } from "../adapters/system/passwords.ts";
import type { Role } from "../core/model/grant.ts";
import { MINUTE } from "../core/model/instant.ts";
import type { KnownParts, SignInTerms } from "../flows/known.ts";
import { refusalTally } from "../flows/refusal-tally.ts";
import type { Authenticate, Principal } from "../server/principal.ts";
import { authenticator } from "../server/sign-in/authenticate.ts";
import { clientAddress } from "../server/sign-in/client-address.ts";
import { signInRoutes } from "../server/sign-in/routes.ts";
import { tryLimits } from "../server/sign-in/try-limits.ts";
import type { OidcConfig, ServerConfig, SignInConfig } from "./config/server-config.ts";
import { addressesIn } from "./proxies.ts";

export interface SignInDoor {
  readonly authenticate: Authenticate;
  /** To be mounted under `/auth`. */
  readonly routes: Hono;
  /** Writes to the ledger, once a minute and person and route, that somebody lacked a role. */
  readonly refused: (who: Principal, what: { readonly route: string; readonly needs: Role }) => Promise<void>;
  /** Writes what is still to be written. */
  close(): Promise<void>;
}

export interface DoorParts {
  /** What browsers call us; asked when it listens. */
  readonly origin: () => string;
  /** Opens the store for a piece of work. Faults: STORE_*. */
  readonly withStore: <T>(work: (parts: KnownParts) => Promise<T>) => Promise<T>;
  /** What went wrong and had nobody to be answered. */
  readonly trouble: (error: unknown) => void;
}

/** Composes how people and programs prove who they are. Faults: SECRET_UNREADABLE. */
export function openSignIn(
  { proxyAddresses }: Pick<ServerConfig, "proxyAddresses">,
  signIn: SignInConfig,
  { origin, withStore, trouble }: DoorParts,
): SignInDoor {
  const { local, oidc, roles, session } = signIn;
  const provider = oidc && openProvider(oidc);
  const terms: SignInTerms = { local, issuer: provider?.issuer, roles, session };
  const tally = refusalTally({ withStore });
  const isProxy = addressesIn(proxyAddresses);
  const writeOut = async (): Promise<void> => {
    try {
      await tally.flush();
    } catch (error) {
      trouble(error);
    }
  };
  // It is no reason to go on running.
  const everyMinute = setInterval(() => void writeOut(), MINUTE).unref();
  return {
    authenticate: authenticator({ origin, terms, withStore }),
    routes: signInRoutes({
      origin,
      terms,
      withStore,
      provider,
      limits: tryLimits(),
      tally,
      passwords: createPasswords(),
      newSecret,
      addressOf: (context) => clientAddress(peerOf(context), context.req.header("x-forwarded-for"), isProxy),
      trouble,
    }),
    refused: async ({ actor }, { route, needs }) =>
      tally.note({ kind: "action_refused", by: actor, action: route, needs }),
    close: async () => {
      clearInterval(everyMinute);
      await writeOut();
      await provider?.close();
    },
  };
}

/** Of a listener's request; what comes without a connection comes from here. */
const peerOf = ({ env }: Context): string =>
  (env as { readonly incoming?: IncomingMessage } | undefined)?.incoming?.socket.remoteAddress ?? "127.0.0.1";

/** The identity provider of a configuration; nothing is asked of it yet. Faults: SECRET_UNREADABLE. */
export const openProvider = ({ clientSecret, ca, ...oidc }: OidcConfig) =>
  openOidcProvider({ ...oidc, clientSecret: clientSecret?.read().reveal(), ca: ca?.read().reveal() });
