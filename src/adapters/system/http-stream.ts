import { Fault } from "../../ports/fault.ts";
import { firstValues, serviceUrl, type HttpOptions } from "./http-call.ts";
import { httpDate } from "./retry-after.ts";
import { openTransport, type Timeouts } from "./transport.ts";
import { troubleOf, type Trouble } from "./trouble.ts";

export interface StreamOptions extends Omit<HttpOptions, "clock" | "log" | "timeouts"> {
  readonly timeouts: Omit<Timeouts, "total">;
}

/** A form that is posted, and how long its whole answer may take, in ms. */
export interface StreamCall {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly totalMs: number;
}

/** How an answer began. One that has begun must be read to its end, or discarded. */
export type StreamStart =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** When the service wrote its answer by its own clock, epoch ms; undefined where it does not say. */
      readonly date: number | undefined;
      /** Its bytes as they come. Throws StreamBroken when it breaks off, and CANCELLED. */
      readonly bytes: () => AsyncGenerator<Uint8Array, void>;
      readonly discard: () => void;
    }
  | { readonly kind: "unanswered"; readonly trouble: Trouble };

/** An answer broke off in the middle. */
export class StreamBroken extends Error {
  override readonly name = "StreamBroken";
  readonly trouble: Trouble;
  constructor(trouble: Trouble, cause: unknown) {
    super("the answer broke off", { cause });
    this.trouble = trouble;
  }
}

export interface HttpStreams {
  /** Host and port: what may be shown of the address. */
  readonly host: string;
  /** Posts once. Thrown: CANCELLED alone. */
  open(call: StreamCall, signal: AbortSignal): Promise<StreamStart>;
  close(): Promise<void>;
}

/**
 * Prepares calls whose answers are too long to be held: the sister of `openHttpService`, with the same rules. Certificates are
 * verified, redirects are not followed, nothing is retried. Faults: CONFIG_INVALID for a URL that is not plain https.
 */
export function openHttpStreams(options: StreamOptions): HttpStreams {
  const { timeouts, ca, client, env = process.env } = options;
  const base = serviceUrl(options.url);
  const dispatcher = openTransport({ ca, client, timeouts: { ...timeouts, total: 0 }, env });
  let closing: Promise<void> | undefined;
  return {
    host: base.host,
    async open(call, signal) {
      // Real time, not the clock's: a simulated day must not time a real socket out.
      const overall = AbortSignal.timeout(call.totalMs);
      const broke = (error: unknown): Trouble => {
        if (signal.aborted) throw new Fault("CANCELLED", "A call to another service was cancelled.");
        return overall.aborted ? TIMED_OUT : troubleOf(error);
      };
      try {
        const { statusCode, headers, body } = await dispatcher.request({
          origin: base.origin,
          path: `${base.pathname.replace(/\/$/, "")}${call.path}`,
          method: "POST",
          headers: {
            "user-agent": options.userAgent,
            "content-type": "application/x-www-form-urlencoded",
            // Unpacking could hide where an answer broke off.
            "accept-encoding": "identity",
            ...options.headers,
          },
          body: new URLSearchParams(call.form).toString(),
          signal: AbortSignal.any([signal, overall]),
        });
        return {
          kind: "answered",
          status: statusCode,
          date: httpDate(firstValues(headers)["date"]),
          async *bytes() {
            try {
              for await (const chunk of body) yield chunk as Uint8Array;
            } catch (error) {
              throw new StreamBroken(broke(error), error);
            }
          },
          discard: () => void body.on("error", () => undefined).destroy(),
        };
      } catch (error) {
        return { kind: "unanswered", trouble: broke(error) };
      }
    },
    close: () => (closing ??= dispatcher.close()),
  };
}

const TIMED_OUT: Trouble = { code: "TIMED_OUT", tls: false, unsent: false };
