import type { Dispatcher } from "undici";
import type { Clock } from "../../ports/clock.ts";
import { Fault } from "../../ports/fault.ts";
import type { Log } from "../../ports/log.ts";
import { readBody } from "./read-body.ts";
import { retryAfterMs } from "./retry-after.ts";
import { DEFAULT_TIMEOUTS, openTransport, type Environment, type Timeouts } from "./transport.ts";
import { troubleOf, type Trouble } from "./trouble.ts";

/** A service that is spoken to over HTTPS: where it is and whom to trust comes from the configuration alone. */
export interface HttpOptions {
  /** `https://host[:port][/path]`; the paths of calls are put behind its own. */
  readonly url: string;
  /** Sent with every call: authorisation and the like. */
  readonly headers?: Readonly<Record<string, string>>;
  /** PEM of the only authority to trust; the public ones when absent. */
  readonly ca?: string | undefined;
  /** PEM of our own certificate, where the service asks for one. */
  readonly client?: { readonly cert: string; readonly key: string } | undefined;
  readonly timeouts?: Partial<Timeouts>;
  /** Where HTTPS_PROXY, HTTP_PROXY and NO_PROXY are looked up. */
  readonly env?: Environment;
  readonly clock: Clock;
  readonly log: Log;
  readonly userAgent: string;
}

export interface HttpCall {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  /** Behind the path of the service's URL; begins with `/`, empty for that URL itself. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** What the call is for, in a word or two: it stands in the log. */
  readonly purpose: string;
  /** Bytes of the answer, unpacked, above which it is not read on; LARGEST_ANSWER where absent. */
  readonly largest?: number;
}

/** How one call ended: every ending is a value. */
export type HttpAnswer =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** By names in lower case; the first of several values. */
      readonly headers: Readonly<Record<string, string>>;
      readonly text: string;
      readonly retryAfterMs: number | undefined;
    }
  /** No whole answer. What the service has done is unknown, unless `trouble.unsent`. */
  | { readonly kind: "unanswered"; readonly trouble: Trouble };

export interface HttpService {
  /** Host and port: what may be shown of the address. A path can be a secret. */
  readonly host: string;
  /** Sends one call, once. Thrown: Fault CANCELLED alone. */
  readonly call: (call: HttpCall, signal?: AbortSignal) => Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** Answers of the APIs that we write to are a few kB; a search passes its own limit. */
export const LARGEST_ANSWER = 1024 * 1024;

/**
 * Prepares calls to one service; nothing is sent yet. Certificates are verified, redirects are not followed, nothing is
 * retried, and the log sees purpose, host, status and duration: no path, header or body. Faults: CONFIG_INVALID for a
 * URL that is not https or carries a user, a query or a fragment.
 */
export function openHttpService(options: HttpOptions): HttpService {
  const { clock, log } = options;
  const base = serviceUrl(options.url);
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const { ca, client, env = process.env } = options;
  const dispatcher = openTransport({ ca, client, timeouts, env });
  const shared = { "user-agent": options.userAgent, "accept-encoding": "gzip", ...options.headers };
  let closing: Promise<void> | undefined;
  return {
    host: base.host,
    async call(call, signal) {
      const startedAt = clock.monotonic();
      const answer = await exchange({ dispatcher, base, shared, total: timeouts.total, clock }, call, signal);
      const { purpose } = call;
      const ms = Math.round(clock.monotonic() - startedAt);
      const ending = answer.kind === "answered" ? { status: answer.status } : { code: answer.trouble.code };
      log.debug("http call", { purpose, host: base.host, ...ending, ms });
      return answer;
    },
    close: () => (closing ??= dispatcher.close()),
  };
}

/** The address of a service. Faults: CONFIG_INVALID. */
export function serviceUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "https:" || url.username + url.password + url.search + url.hash !== "") {
    throw new Fault("CONFIG_INVALID", "A service has to be named by an https URL without user or query.", {
      host: url?.host,
    });
  }
  return url;
}

interface Wire {
  readonly dispatcher: Dispatcher;
  readonly base: URL;
  readonly shared: Readonly<Record<string, string>>;
  /** ms that a whole call may take. */
  readonly total: number;
  readonly clock: Clock;
}

async function exchange(wire: Wire, call: HttpCall, signal: AbortSignal | undefined): Promise<HttpAnswer> {
  const query = new URLSearchParams(call.query).toString();
  const path = `${wire.base.pathname.replace(/\/$/, "")}${call.path}`;
  // Real time, not the clock's: a simulated day must not time a real socket out.
  const overall = AbortSignal.timeout(wire.total);
  const stop = signal === undefined ? overall : AbortSignal.any([signal, overall]);
  try {
    const response = await wire.dispatcher.request({
      // The origin is the configuration's, whatever the path looks like.
      origin: wire.base.origin,
      path: `${path === "" ? "/" : path}${query === "" ? "" : `?${query}`}`,
      method: call.method,
      headers: { ...wire.shared, ...call.headers },
      body: call.body ?? null,
      signal: stop,
    });
    const headers = firstValues(response.headers);
    const text = await readBody(response.body, headers["content-encoding"], call.largest ?? LARGEST_ANSWER);
    if (text === undefined) return unanswered("TOO_LARGE");
    const retry = retryAfterMs(headers["retry-after"], wire.clock.now());
    return { kind: "answered", status: response.statusCode, headers, text, retryAfterMs: retry };
  } catch (error) {
    if (signal?.aborted === true) throw new Fault("CANCELLED", "A call to another service was cancelled.");
    return overall.aborted ? unanswered("TIMED_OUT") : { kind: "unanswered", trouble: troubleOf(error) };
  }
}

const unanswered = (code: string): HttpAnswer => ({
  kind: "unanswered",
  trouble: { code, tls: false, unsent: false },
});

/** Headers by name, the first of several values. */
export const firstValues = (headers: Dispatcher.ResponseData["headers"]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first] as const];
    }),
  );
