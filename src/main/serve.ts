import { once } from "node:events";
import type { ServeNotice, ServeTells, Session } from "../cli/app.ts";
import { instant } from "../core/model/instant.ts";
import { Fault } from "../ports/fault.ts";
import { answerCall, type DecisionApiParts, type Told } from "../server/decision-api.ts";
import { faultAnswer } from "../server/fault-answer.ts";
import { listen, type Listening, type ListenOptions } from "../server/listen.ts";
import type { RollcallConfig } from "./config/normalise.ts";
import type { ServerConfig } from "./config/server-config.ts";
import { openHooks } from "./hooks.ts";
import { addressesIn } from "./proxies.ts";
import type { ServerApp } from "./server-app.ts";

/** Opens the house for a piece of work. */
type Opener = <T>(work: (session: Session) => Promise<T>) => Promise<T>;

export interface ServeParts {
  readonly config: RollcallConfig;
  readonly open: Opener;
  readonly tell: ServeTells;
  /** What follows a decision and need not be waited for by whoever sent it. */
  readonly after: (session: Session) => Promise<void>;
  /** API and console, where somebody may sign in. @param origin what browsers call us; known when it listens */
  readonly openApp: ((origin: () => string, deliver: () => void) => Promise<ServerApp>) | undefined;
  readonly signal: AbortSignal;
}

/**
 * Takes decisions of hooks, and answers people and programs, until the signal; with neither it only waits. Faults: CONFIG_INVALID,
 * SECRET_UNREADABLE, LISTEN_FAILED.
 */
export async function serve({ config, open, tell, after, openApp, signal }: ServeParts): Promise<void> {
  const { server } = config;
  if (server === undefined || (server.hooks.length === 0 && openApp === undefined)) {
    tell.ready({ url: undefined, hooks: [], console: undefined });
    if (!signal.aborted) await once(signal, "abort");
    return;
  }
  const hooks = openHooks(server.hooks, Date.now);
  const following = followUp(
    async () => open(after),
    (error) => {
      tell.trouble(error);
    },
  );
  // Whether there is anyone to tell: for nobody the store is not opened.
  let anyone = false;
  const parts: DecisionApiParts = {
    hooks,
    withStore: async (work) =>
      open(async (session) => {
        anyone = session.sinks.length > 0;
        return work(session);
      }),
    receivedAt: () => instant(Date.now()),
    tell: (told) => {
      tellMessage(told, tell);
      if (anyone && told.kind === "decision" && told.result.kind === "decided") following.begin();
    },
  };
  let url: string | undefined;
  const origin = (): string => server.publicOrigin ?? url ?? "";
  const app = await openApp?.(origin, () => following.begin());
  const listening = await opened({
    ...server.listen,
    ...admission(server),
    ...(app !== undefined && { app: (request, env) => app.fetch(request, env) }),
    tls: server.tls && { cert: server.tls.cert.read().reveal(), key: server.tls.key.read().reveal() },
    answer: async (call) => answerCall(call, parts),
    onError: (error) => {
      tell.trouble(error);
      return faultAnswer(error);
    },
  });
  url = listening.url;
  try {
    const notice: ServeNotice = {
      url,
      hooks: hooks.map(({ name, may }) => ({ name, may })),
      console: app && { url: origin(), built: app.hasConsole },
    };
    tell.ready(notice);
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    await app?.close();
    await listening.close();
    await following.ended();
  }
}

/** In the clear only the proxies that are named are answered: whoever else comes has gone around them. */
const admission = ({ tls, proxyAddresses }: ServerConfig): Pick<ListenOptions, "admits"> =>
  tls === undefined && proxyAddresses.length > 0 ? { admits: addressesIn(proxyAddresses) } : {};

/** Work that is begun again and again, one at a time: what begins while one waits for its turn is done by that one. */
function followUp(work: () => Promise<void>, trouble: (error: unknown) => void) {
  let last: Promise<void> = Promise.resolve();
  let waits = false;
  const inTurnAfter = async (earlier: Promise<void>): Promise<void> => {
    await earlier;
    waits = false;
    try {
      await work();
    } catch (error) {
      trouble(error);
    }
  };
  return {
    begin: (): void => {
      if (waits) return;
      waits = true;
      last = inTurnAfter(last);
    },
    ended: async (): Promise<void> => last,
  };
}

function tellMessage(told: Told, tell: ServeTells): void {
  if (told.kind === "unproved") {
    tell.unproved(told.code);
    return;
  }
  const { hook, id, asked, result } = told;
  const { decision, person, reason } = asked;
  const base = { hook, message: id, case: told.case, decision, person, reason };
  switch (result.kind) {
    case "refused":
      return tell.decision({ ...base, outcome: "refused", refused: result });
    case "repeated":
      return tell.decision({ ...base, outcome: "repeated" });
    case "decided": {
      const { one, event, underWay } = result;
      const complete = event.kind === "answered" && event.complete;
      return tell.decision({
        ...base,
        outcome: "taken",
        hostname: one.hostname,
        state: one.state,
        complete,
        underWay,
      });
    }
  }
}

async function opened(options: ListenOptions): Promise<Listening> {
  try {
    return await listen(options);
  } catch (error) {
    const why = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    const { host, port } = options;
    throw new Fault("LISTEN_FAILED", `Nothing can listen on ${host}:${port}${why}.`, { host, port }, error);
  }
}
