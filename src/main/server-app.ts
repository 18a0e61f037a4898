import { fileURLToPath } from "node:url";
import type { IncomingMessage } from "node:http";
import type { Session, ServeTells } from "../cli/app.ts";
import { newSecret } from "../adapters/system/passwords.ts";
import { FACT_KINDS } from "../core/ledger/fact-kinds.ts";
import type { Store } from "../ports/store.ts";
import type { Timetable } from "../ports/timetable.ts";
import { handlersOf } from "../server/api/handlers.ts";
import type { Live } from "../server/api/live.ts";
import { createServerApp } from "../server/app.ts";
import { readConsole } from "../server/console-files.ts";
import { faultAnswer } from "../server/fault-answer.ts";
import { createMetrics } from "../server/metrics.ts";
import type { RunDesk } from "../server/worker/run-desk.ts";
import type { RollcallConfig } from "./config/normalise.ts";
import type { ServerConfig, SignInConfig } from "./config/server-config.ts";
import { settingsView } from "./settings-view.ts";
import { openSignIn } from "./sign-in.ts";
import { VERSION } from "./version.ts";

export interface ServerAppParts {
  readonly config: RollcallConfig;
  /** Opens the house in somebody's name. Faults: STORE_*. */
  readonly inName: <T>(actor: string, work: (session: Session) => Promise<T>) => Promise<T>;
  /** The account that serves. */
  readonly own: string;
  /** In its name. */
  readonly store: Store;
  readonly desk: RunDesk;
  readonly live: Live;
  readonly timetables: readonly Timetable[];
  /** Sends what is due to the sinks, soon. */
  readonly deliver: () => void;
  /** What browsers call us; asked when it listens. */
  readonly origin: () => string;
  readonly tell: Pick<ServeTells, "trouble">;
}

export interface ServerApp {
  fetch(request: Request, env: { readonly incoming: IncomingMessage }): Response | Promise<Response>;
  readonly hasConsole: boolean;
  close(): Promise<void>;
}

/** From the sources and from the build alike: the console is built into dist/web. */
const BUILT_CONSOLE = fileURLToPath(new URL("../../dist/web", import.meta.url));

/** Composes API, console and sign-in. Faults: SECRET_UNREADABLE, STORE_*. */
export async function openServerApp(
  server: ServerConfig,
  signIn: SignInConfig,
  { config, inName, own, store, desk, live, timetables, deliver, origin, tell }: ServerAppParts,
): Promise<ServerApp> {
  const door = openSignIn(server, signIn, {
    origin,
    withStore: async (work) => inName(own, work),
    trouble: (error) => tell.trouble(error),
  });
  const console = await readConsole(BUILT_CONSOLE);
  const app = createServerApp({
    handlers: handlersOf({
      self: { version: VERSION, settings: settingsView(config) },
      factKinds: FACT_KINDS,
      deliver,
      desk,
      timetables,
      newSecret,
    }),
    authenticate: door.authenticate,
    withSession: inName,
    refused: door.refused,
    live,
    metrics: createMetrics(),
    console,
    signIn: door.routes,
    ready: async () => {
      try {
        await store.ledger.head();
        return true;
      } catch (error) {
        tell.trouble(error);
        return false;
      }
    },
    version: VERSION,
    https: server.tls !== undefined || server.publicOrigin?.startsWith("https:") === true,
    onError: (error) => {
      tell.trouble(error);
      return faultAnswer(error);
    },
  });
  return {
    fetch: (request, env) => app.fetch(request, env),
    hasConsole: console !== undefined,
    close: async () => door.close(),
  };
}
