import { z } from "zod";
import { SECOND } from "../../core/model/instant.ts";
import { Fault } from "../../ports/fault.ts";
import { untilCancelled } from "./cancel.ts";
import { clockFault, faultOf, shapeFault } from "./central-fault.ts";
import type { Answered } from "./answer.ts";
import { send, type Wire } from "./request.ts";
import { retryRead } from "./retry.ts";

/** A client id and its secret, as Central shows them once. */
export interface Credential {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The access token of one credential: one serves every API and tenant that the credential covers. */
export interface Tokens {
  /** The token held, or a new one when none is held or four fifths of its life are over. Faults: CENTRAL_*, CLOCK_SKEW. */
  current(signal?: AbortSignal): Promise<string>;
  /** A token other than the one that Central refused: a new one, unless somebody has fetched it meanwhile. */
  renew(refused: string, signal?: AbortSignal): Promise<string>;
}

/** Fetched anew after this share of its life, so that no request leaves with a token about to end (3600 s at Sophos). */
const FRESH_SHARE = 0.8;

const TokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
  expires_in: z.coerce.number().int().positive().max(86_400),
});

interface Held {
  readonly value: string;
  /** Monotonic ms. */
  readonly freshUntil: number;
}

/** Fetches and keeps the token. Callers that want one at the same time share one request. */
export function keepToken(wire: Wire, idUrl: string, credential: Credential, random: () => number): Tokens {
  const url = new URL("/api/v2/oauth2/token", idUrl);
  let held: Held | undefined;
  let pending: Promise<Held> | undefined;

  const fetchOnce = async (nth: number): Promise<Held> => {
    if (nth > 0) wire.count.retried();
    const askedAt = wire.clock.monotonic();
    const answer = await send(
      wire,
      {
        method: "POST",
        url,
        purpose: "token",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({
          grant_type: "client_credentials",
          client_id: credential.clientId,
          client_secret: credential.clientSecret,
          scope: "token",
        }).toString(),
      },
      undefined,
    );
    if (answer.kind !== "answered") {
      if (answer.kind === "too_late") throw shapeFault("a token", url.host);
      throw faultOf(answer, url.host);
    }
    if (answer.status >= 400 && answer.status <= 403) throw refused(answer, url.host);
    const skewed = clockFault(answer, url.host);
    if (skewed !== undefined) throw skewed;
    if (answer.status !== 200 || answer.body.kind !== "json") throw faultOf(answer, url.host);
    const parsed = TokenAnswer.safeParse(answer.body.value);
    if (!parsed.success) throw shapeFault("a token", url.host);
    const { access_token: value, expires_in: seconds } = parsed.data;
    wire.log.debug("token fetched", { host: url.host, expiresInSeconds: seconds });
    return { value, freshUntil: askedAt + seconds * SECOND * FRESH_SHARE };
  };

  // No caller's signal: the token is for everyone, and its request has time-outs of its own.
  const fetchToken = async (): Promise<Held> => {
    try {
      held = await retryRead({ clock: wire.clock, random, budget: wire.budget }, fetchOnce, undefined);
      return held;
    } finally {
      pending = undefined;
    }
  };

  const fresh = async (signal: AbortSignal | undefined): Promise<string> => {
    pending ??= fetchToken();
    return (await untilCancelled(pending, signal)).value;
  };

  return {
    async current(signal) {
      if (held !== undefined && wire.clock.monotonic() < held.freshUntil) return held.value;
      return fresh(signal);
    },
    async renew(refusedToken, signal) {
      if (held !== undefined && held.value === refusedToken) held = undefined;
      return held?.value ?? (await fresh(signal));
    },
  };
}

/** Sophos ID answers 401 to a wrong secret and an unknown client; its 400 is not documented. */
function refused({ status, errorCode, correlationId }: Answered, host: string): Fault {
  return new Fault(
    "CENTRAL_AUTH",
    `Sophos ID does not accept the client id or secret (${host}, ${status}).`,
    {
      host,
      status,
      errorCode,
      correlationId,
    },
  );
}
