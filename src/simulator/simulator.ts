import { writeFile } from "node:fs/promises";
import type { Answerer } from "./answer.ts";
import { answer, limitBy } from "./answer.ts";
import type { Behaviour } from "./behaviour.ts";
import { DEFAULT_BEHAVIOUR } from "./behaviour.ts";
import type { SimulatorContext } from "./call.ts";
import type { SimulatorClock } from "./clock.ts";
import type { SimEstate } from "./estate.ts";
import type { Faults } from "./fault-rule.ts";
import { createFaults } from "./fault-rule.ts";
import type { Listener, ListenerShared } from "./listener.ts";
import { listen } from "./listener.ts";
import type { MoveClock } from "./move-clock.ts";
import type { RateLimits } from "./rate-limit.ts";
import { createRateLimiter, ENFORCED_LIMITS } from "./rate-limit.ts";
import type { RequestLogEntry } from "./request-log.ts";
import { createTls } from "./tls.ts";
import { createTokens } from "./token.ts";
import type { SimulatorUrls } from "./urls.ts";

export interface SimulatorOptions {
  readonly estate: SimEstate;
  readonly clock: SimulatorClock;
  /** Before every answer; 0 if not said. */
  readonly latencyMs?: number;
  /** Whether calls are limited; true if not said. */
  readonly enforceLimits?: boolean;
  /** What is enforced; the documented 100 a minute (bursts of 300) and 200,000 a day if not said. */
  readonly limits?: RateLimits;
  /** Whether a 429 says when to come again; false if not said, as documented. */
  readonly retryAfter?: boolean;
  readonly behaviour?: Partial<Behaviour>;
  readonly host?: "127.0.0.1" | "::1";
  /** Fixed ports; any free one where not said. */
  readonly ports?: {
    readonly id?: number;
    readonly api?: number;
    readonly regions?: Readonly<Record<string, number>>;
  };
  /** Lets a person move time over HTTP. */
  readonly moveClock?: MoveClock;
  readonly onPage?: NonNullable<SimulatorContext["onPage"]>;
  readonly onDelete?: NonNullable<SimulatorContext["onDelete"]>;
}

/** A running Sophos Central that is none. */
export interface Simulator {
  readonly urls: SimulatorUrls;
  /** The authority that a client has to trust, as PEM. */
  readonly ca: string;
  /** Writes that PEM into a file. */
  writeCa(path: string): Promise<void>;
  /** Faults on demand. */
  readonly faults: Pick<Faults, "add" | "clear" | "active">;
  /** Every request since the start, or since the log was cleared. */
  readonly log: readonly RequestLogEntry[];
  readonly requestCount: number;
  clearLog(): void;
  setLatency(ms: number): void;
  /** All access tokens stop working. */
  revokeTokens(): void;
  /** Closes every connection and listener. Rejects if a handler of the simulator itself failed meanwhile. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const regionsOf = (estate: SimEstate): readonly string[] =>
  [...new Set([...estate.tenants.values()].map(({ region }) => region))].toSorted();

/** Opens the listeners of Sophos ID, the global API and every region; none stays open if one of them cannot be. */
async function open(
  options: SimulatorOptions,
  shared: ListenerShared,
): Promise<{ readonly listeners: readonly Listener[]; readonly urls: SimulatorUrls }> {
  const listeners: Listener[] = [];
  const start = async (host: string, port: number | undefined): Promise<string> => {
    const listener = await listen(host, port ?? 0, shared);
    listeners.push(listener);
    return listener.url;
  };
  try {
    const id = await start("id", options.ports?.id);
    const api = await start("api", options.ports?.api);
    const regions: Record<string, string> = {};
    for (const region of regionsOf(options.estate)) {
      regions[region] = await start(region, options.ports?.regions?.[region]);
    }
    return { listeners, urls: { id, api, regions } };
  } catch (error) {
    await Promise.all(listeners.map((listener) => listener.close()));
    throw error;
  }
}

/**
 * Starts a simulated Sophos Central over an estate, on TLS listeners with an authority of their own. It reads and deletes in
 * the estate itself, which the caller may change at any time. Rejects when a port cannot be had.
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { clock, estate } = options;
  const tls = await createTls();
  const tokens = createTokens();
  const faults = createFaults();
  const stopping = new AbortController();
  const bugs: unknown[] = [];
  let log: RequestLogEntry[] = [];
  let latencyMs = options.latencyMs ?? 0;
  let connections = 0;
  // Requests come only once the listeners are open, and then the urls are known.
  let answerer: Answerer | undefined;

  const { listeners, urls } = await open(options, {
    tls,
    address: options.host ?? "127.0.0.1",
    now: () => clock.now(),
    latencyMs: () => latencyMs,
    signal: stopping.signal,
    nextConnection: () => (connections += 1),
    record: (entry) => void log.push(entry),
    answer: (request, entry) => {
      if (answerer === undefined) throw new Error("a request came before the simulator had started");
      return answer(answerer, request, entry, clock.now());
    },
    onBug: (error) => void bugs.push(error),
  });

  answerer = {
    context: {
      estate,
      urls,
      behaviour: { ...DEFAULT_BEHAVIOUR, ...options.behaviour },
      moveClock: options.moveClock,
      onPage: options.onPage,
      onDelete: options.onDelete,
    },
    tokens,
    faults,
    limit:
      options.enforceLimits === false
        ? undefined
        : limitBy(
            createRateLimiter(options.limits ?? ENFORCED_LIMITS),
            () => clock.monotonic?.() ?? clock.now(),
          ),
    retryAfter: options.retryAfter ?? false,
    onBug: (error) => void bugs.push(error),
  };

  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.all(listeners.map((listener) => listener.close()));
    const failures = bugs.splice(0);
    if (failures.length > 0) throw new AggregateError(failures, "the simulator itself failed");
  };

  return {
    urls,
    ca: tls.ca,
    writeCa: (path) => writeFile(path, tls.ca),
    faults,
    get log() {
      return log;
    },
    get requestCount() {
      return log.length;
    },
    clearLog: () => {
      log = [];
    },
    setLatency: (ms) => {
      latencyMs = ms;
    },
    revokeTokens: () => tokens.revokeAll(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
