import type { Dispatcher } from "undici";
import type { Clock } from "../../ports/clock.ts";
import { Fault } from "../../ports/fault.ts";
import type { Log } from "../../ports/log.ts";
import { readBody } from "../system/read-body.ts";
import { LARGEST_BODY, parseBody, plainField, type Answer, type Body } from "./answer.ts";
import { cancelled, throwIfCancelled } from "./cancel.ts";
import { hostAllowed } from "./host-allow-list.ts";
import type { RateBudget } from "./rate-budget.ts";
import type { Purpose, RequestCounter } from "./request-count.ts";
import { httpDate, retryAfterMs } from "../system/retry-after.ts";
import type { Timeouts } from "../system/transport.ts";
import { troubleOf } from "../system/trouble.ts";
import { URGENCY } from "./urgency.ts";

/** What every request of one connection shares. */
export interface Wire {
  readonly dispatcher: Dispatcher;
  readonly budget: RateBudget;
  readonly allowedHosts: readonly string[];
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  readonly count: RequestCounter;
  readonly log: Log;
  readonly userAgent: string;
}

export interface Call {
  readonly method: "GET" | "POST" | "DELETE";
  readonly url: URL;
  readonly purpose: Purpose;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Attached only once the host has passed the allow-list. */
  readonly token?: string;
  /** What a 2xx brings is thrown away as it comes, neither decoded nor kept: only the status was asked for. */
  readonly dropsBody?: boolean;
  /** Close the connection afterwards: the next request opens a fresh one. */
  readonly lastOfConnection?: boolean;
  /** Monotonic ms after which it must not leave any more. */
  readonly deadline?: number;
}

/**
 * Sends one request, once: the allow-list first, then the rate budget, then the wire. Whatever the network and Central do
 * is an answer. A 429 blocks everyone who shares the budget. Redirects are not followed. Faults:
 * CENTRAL_HOST_NOT_ALLOWED, CENTRAL_THROTTLED (the budget refuses), CANCELLED, STORE_* (a shared budget: nothing left, or it was
 * answered 429).
 */
export async function send(wire: Wire, call: Call, signal: AbortSignal | undefined): Promise<Answer> {
  if (call.token !== undefined && !hostAllowed(call.url, wire.allowedHosts)) {
    throw new Fault(
      "CENTRAL_HOST_NOT_ALLOWED",
      `No token is sent to ${call.url.host}: it is not among the allowed hosts of Sophos Central.`,
      { host: call.url.host },
    );
  }
  const entered = await wire.budget.enter(URGENCY[call.purpose], signal, call.deadline);
  if (entered === "too_late") return { kind: "too_late" };
  throwIfCancelled(signal);
  wire.count.sent(call.purpose);
  const startedAt = wire.clock.monotonic();
  const answer = await exchange(wire, call, signal);
  const host = call.url.host;
  const { purpose } = call;
  const ms = Math.round(wire.clock.monotonic() - startedAt);
  if (answer.kind === "answered") {
    wire.log.debug("central answered", { purpose, host, status: answer.status, ms });
    if (answer.status === 429 && answer.retryAfterMs !== undefined)
      await wire.budget.block(answer.retryAfterMs);
  } else if (answer.kind !== "too_late") {
    wire.log.debug("central did not answer", { purpose, host, code: answer.trouble.code, ms });
  }
  return answer;
}

async function exchange(wire: Wire, call: Call, signal: AbortSignal | undefined): Promise<Answer> {
  // Real time, not the clock's: a simulated day must not time a real socket out.
  const overall = AbortSignal.timeout(wire.timeouts.total);
  const stop = signal === undefined ? overall : AbortSignal.any([signal, overall]);
  const sentAt = wire.clock.now();
  let response: Dispatcher.ResponseData;
  try {
    response = await wire.dispatcher.request({
      origin: call.url.origin,
      path: `${call.url.pathname}${call.url.search}`,
      method: call.method,
      headers: {
        accept: "application/json",
        "accept-encoding": "gzip",
        "user-agent": wire.userAgent,
        ...call.headers,
        ...(call.token !== undefined && { authorization: `Bearer ${call.token}` }),
      },
      body: call.body ?? null,
      reset: call.lastOfConnection ?? false,
      signal: stop,
    });
  } catch (error) {
    if (signal?.aborted === true) throw cancelled();
    if (overall.aborted) return { kind: "broken", trouble: TIMED_OUT };
    const trouble = troubleOf(error);
    return { kind: trouble.unsent ? "not_sent" : "broken", trouble };
  }
  const dropped = call.dropsBody === true && response.statusCode >= 200 && response.statusCode < 300;
  const body = dropped ? await drop(response, signal) : await bodyOf(response, overall, signal);
  return {
    kind: "answered",
    status: response.statusCode,
    body,
    correlationId: plainField(body, "correlationId", "trackingId"),
    errorCode: plainField(body, "error", "errorCode"),
    retryAfterMs: retryAfterMs(one(response.headers["retry-after"]), wire.clock.now()),
    skewMs: skew(httpDate(one(response.headers["date"])), sentAt, wire.clock.now()),
  };
}

const TIMED_OUT = { code: "TIMED_OUT", tls: false, unsent: false } as const;

async function bodyOf(
  response: Dispatcher.ResponseData,
  overall: AbortSignal,
  signal: AbortSignal | undefined,
): Promise<Body> {
  try {
    const text = await readBody(response.body, one(response.headers["content-encoding"]), LARGEST_BODY);
    return text === undefined ? { kind: "too_large" } : parseBody(text);
  } catch (error) {
    if (signal?.aborted === true) throw cancelled();
    return { kind: "cut", trouble: overall.aborted ? TIMED_OUT : troubleOf(error) };
  }
}

async function drop(response: Dispatcher.ResponseData, signal: AbortSignal | undefined): Promise<Body> {
  try {
    await response.body.dump();
  } catch (error) {
    if (signal?.aborted === true) throw cancelled();
    return { kind: "cut", trouble: troubleOf(error) };
  }
  return { kind: "empty" };
}

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** Date has whole seconds and was written some time between sending and receiving: only what lies outside is skew. */
function skew(date: number | undefined, sentAt: number, receivedAt: number): number | undefined {
  if (date === undefined) return undefined;
  if (date > receivedAt) return receivedAt - date;
  return date + 999 < sentAt ? sentAt - date : 0;
}
