import { bearerOf, authenticate, authoriseTenant } from "./authorise.ts";
import type { CredentialCall, Route, SimulatorContext } from "./call.ts";
import type { Reply } from "./envelope.ts";
import { centralError, Refused } from "./envelope.ts";
import { errorReply } from "./error-reply.ts";
import type { AnswerShape, DeliveryFault, RefusalFault } from "./fault-action.ts";
import type { ClaimedFaults, Faults } from "./fault-rule.ts";
import { CLOCK_PATH, moveClock } from "./move-clock.ts";
import { requestedPage } from "./offset-paging.ts";
import { decodePageKey } from "./page-key.ts";
import type { Query } from "./parameters.ts";
import type { RateLimiter } from "./rate-limit.ts";
import type { RequestLogEntry } from "./request-log.ts";
import { findRoute } from "./router.ts";
import type { Tokens } from "./token.ts";
import { answerToken } from "./token.ts";

/** A request as it came in. */
export interface SimRequest {
  /** `id`, `api`, or a region. */
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: Query;
  readonly headers: CredentialCall["headers"];
  readonly body: string;
}

/** What to do with the connection. */
export type Outcome =
  | { readonly kind: "reply"; readonly reply: Reply; readonly delivery: DeliveryFault | undefined }
  | { readonly kind: "hang" }
  | { readonly kind: "reset" };

/** Everything that answers requests. */
export interface Answerer {
  readonly context: SimulatorContext;
  readonly tokens: Tokens;
  readonly faults: Faults;
  /** Milliseconds until the credential may call again; undefined: now. */
  readonly limit: ((credential: string) => number | undefined) | undefined;
  readonly retryAfter: boolean;
  /** A handler of the simulator failed: a bug of ours, not a fault on demand. */
  readonly onBug: (error: unknown) => void;
}

/** RateLimiter with the clock it is measured by. */
export const limitBy =
  (limiter: RateLimiter, monotonic: () => number) =>
  (credential: string): number | undefined =>
    limiter.take(credential, monotonic());

const TOKEN_PATH = "/api/v2/oauth2/token";

const single = (headers: SimRequest["headers"], name: string): string | undefined => {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
};

function pageOf(shape: AnswerShape, query: Query): number | undefined {
  if (shape === "offsetList" || shape === "tenantList") return requestedPage(query);
  if (shape !== "keyList") return undefined;
  const key = query.get("pageFromKey");
  return key === null || key === "" ? 1 : decodePageKey(key)?.page;
}

type Scoped = { readonly route: Route; readonly params: Readonly<Record<string, string>> };

function handle(
  answerer: Answerer,
  request: SimRequest,
  found: Scoped,
  claimed: ClaimedFaults,
  now: number,
): Reply {
  const { context, tokens } = answerer;
  const credential = authenticate(bearerOf(single(request.headers, "authorization")), tokens, now);
  const wait = answerer.limit?.(credential.clientId);
  if (wait !== undefined) {
    // Whole seconds, rounded up; the introduction to the API documents no such header, some of its parts send it.
    const headers = answerer.retryAfter ? { "retry-after": String(Math.ceil(wait / 1000)) } : {};
    return errorReply(429, "envelope", headers, { host: request.host, now });
  }
  const call: CredentialCall = {
    context,
    now,
    params: found.params,
    query: request.query,
    headers: request.headers,
    body: request.body,
    credential,
    faults: claimed.answer,
  };
  if (found.route.scope === "credential") return found.route.handle(call);
  const tenantId = single(request.headers, "x-tenant-id");
  const tenant = authoriseTenant(credential, tenantId, context.estate, request.host);
  return found.route.handle({ ...call, tenant });
}

function refuse(fault: RefusalFault, request: SimRequest, tokens: Tokens, now: number): Outcome {
  const reply = (answer: Reply): Outcome => ({ kind: "reply", reply: answer, delivery: undefined });
  switch (fault.kind) {
    case "hang":
      return { kind: "hang" };
    case "resetBefore":
      return { kind: "reset" };
    case "status":
      return reply(
        errorReply(fault.status, fault.body ?? "envelope", fault.headers ?? {}, { host: request.host, now }),
      );
    case "redirect":
      return reply({ status: fault.status ?? 302, headers: { location: fault.location }, body: undefined });
    case "expireToken": {
      const bearer = bearerOf(single(request.headers, "authorization"));
      if (bearer !== undefined) tokens.revoke(bearer);
      return reply(centralError(401, now));
    }
    case "forbidTenant":
      return reply(centralError(403, now));
  }
}

function afterwards(
  reply: Reply,
  delivery: DeliveryFault | undefined,
  request: SimRequest,
  now: number,
): Outcome {
  switch (delivery?.kind) {
    case "hangAfter":
      return { kind: "hang" };
    case "resetAfter":
      return { kind: "reset" };
    case "statusAfter":
      return {
        kind: "reply",
        reply: errorReply(delivery.status, delivery.body ?? "envelope", delivery.headers ?? {}, {
          host: request.host,
          now,
        }),
        delivery: undefined,
      };
    case "truncate":
    case "slowBody":
    case undefined:
      return { kind: "reply", reply, delivery };
  }
}

/**
 * Answers one request: faults that refuse it, token, route, limits, rights, the work itself, faults of its delivery.
 * Writes into the log entry what becomes known on the way. `skewMs` is what the Date header is to be off by.
 */
export function answer(
  answerer: Answerer,
  request: SimRequest,
  entry: Pick<RequestLogEntry, "credential" | "faults">,
  now: number,
): { readonly outcome: Outcome; readonly skewMs: number } {
  const { tokens, faults, context } = answerer;
  const isId = request.host === "id";
  const scope = request.host === "api" ? "credential" : "tenant";
  const found = isId ? ({ kind: "nothing" } as const) : findRoute(request.method, request.path, scope);
  const shape = found.kind === "route" ? found.route.shape : "other";
  const claimed = faults.claim({
    method: request.method,
    path: request.path,
    tenant: single(request.headers, "x-tenant-id"),
    page: pageOf(shape, request.query),
    shape,
  });
  entry.faults = claimed.kinds;
  entry.credential = tokens.holder(bearerOf(single(request.headers, "authorization")) ?? "", now)?.clientId;
  const skewMs = claimed.date?.ms ?? 0;
  if (claimed.refusal !== undefined)
    return { outcome: refuse(claimed.refusal, request, tokens, now), skewMs };

  const work = (): Reply => {
    if (isId && request.path === TOKEN_PATH && request.method === "POST") {
      const form = {
        body: request.body,
        contentType: single(request.headers, "content-type"),
        authorization: single(request.headers, "authorization"),
      };
      const { reply, clientId } = answerToken(form, context.estate.credentials, tokens, now);
      entry.credential = clientId;
      return reply;
    }
    const { moveClock: move } = context;
    if (isId && request.path === CLOCK_PATH && request.method === "PUT" && move !== undefined) {
      return moveClock(request.body, move, now);
    }
    if (found.kind === "route") return handle(answerer, request, found, claimed, now);
    return centralError(found.kind === "wrongMethod" ? 405 : 404, now);
  };
  let reply: Reply;
  try {
    reply = work();
  } catch (error) {
    if (!(error instanceof Refused)) answerer.onBug(error);
    reply = error instanceof Refused ? centralError(error.status, now, error.text) : centralError(500, now);
  }
  return { outcome: afterwards(reply, claimed.delivery, request, now), skewMs };
}
