import { randomUUID } from "node:crypto";
import type { Json } from "./estate.ts";

/** An answer before it is written out. A string body goes out as it is, with its own content type. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** undefined: no body at all. */
  readonly body: Json | undefined;
  readonly contentType?: string;
}

export const ok = (body: Json, status = 200): Reply => ({ status, body });

/** The `error` values of the public API collection; their case is as inconsistent as it is there. */
const ERRORS: Readonly<Record<number, { readonly error: string; readonly message?: string }>> = {
  400: { error: "badRequest", message: "Bad request." },
  401: { error: "Unauthorized" }, // without a message: so it was observed
  403: { error: "forbidden", message: "Forbidden" },
  404: { error: "notFound", message: "Resource not found." },
  405: { error: "methodNotAllowed", message: "Method not allowed." },
  409: { error: "resourceConflict", message: "Conflict." },
  413: { error: "badRequest", message: "Request too large." },
  429: { error: "tooManyRequests", message: "Too many requests." },
  500: { error: "internalServerError", message: "Internal server error." },
  502: { error: "badGateway", message: "Bad gateway." },
  503: { error: "serviceUnavailable", message: "Service unavailable." },
  504: { error: "gatewayTimeout", message: "Gateway timeout." },
};

/** The error envelope of the Central APIs. `now` is epoch milliseconds. */
export function centralError(status: number, now: number, message?: string): Reply {
  const known = ERRORS[status] ?? { error: `http${status}` };
  const text = message ?? known.message;
  return {
    status,
    body: {
      error: known.error,
      ...(text === undefined ? {} : { message: text }),
      correlationId: randomUUID(),
      requestId: randomUUID(),
      createdAt: new Date(now).toISOString(),
    },
  };
}

/** The different error envelope of Sophos ID, which gives out tokens. */
export function idError(status: number, errorCode: string, message: string): Reply {
  return { status, body: { errorCode, message, trackingId: randomUUID() } };
}

/** Thrown by whatever reads a request to refuse it; the pipeline turns it into the error envelope. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;
  /** undefined: the envelope's usual text. */
  readonly text: string | undefined;
  constructor(status: number, text?: string) {
    super(text ?? `refused with ${status}`);
    this.status = status;
    this.text = text;
  }
}

export const badRequest = (text: string): Refused => new Refused(400, text);
