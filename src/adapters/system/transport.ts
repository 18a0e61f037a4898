import { Agent, EnvHttpProxyAgent, type Dispatcher } from "undici";

/** How long each part of a request may take, in milliseconds. */
export interface Timeouts {
  readonly connect: number;
  /** From the request to the first byte of the answer. */
  readonly headers: number;
  /** Between two pieces of the answer. */
  readonly body: number;
  /** The whole request: an answer that trickles in keeps the others from ever firing. */
  readonly total: number;
}

/** A page of 500 full records takes Central a few seconds; ten times that is a hang. */
export const DEFAULT_TIMEOUTS: Timeouts = { connect: 10_000, headers: 30_000, body: 30_000, total: 120_000 };

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Enough to keep ten requests a second going at a second's latency each. */
const CONNECTIONS_PER_HOST = 10;
/** Longer than a full minute window makes us pause, so that no pause costs a new TLS handshake. */
const KEEP_ALIVE = 70_000;

/**
 * Pooled keep-alive connections. A proxy is used where the environment names one, NO_PROXY honoured.
 * @param ca PEM; it takes the place of the public authorities: only what it signed is trusted.
 * @param client what we show of ourselves where the other side asks for a certificate; PEM
 */
export function openTransport(options: {
  readonly ca: string | undefined;
  readonly client?: { readonly cert: string; readonly key: string } | undefined;
  readonly timeouts: Timeouts;
  readonly env: Environment;
}): Dispatcher {
  const { ca, client, timeouts, env } = options;
  const tls = { timeout: timeouts.connect, ...(ca !== undefined && { ca }), ...client };
  const agent = {
    // HTTP/2 lets undici resend what a closing server did not process; a DELETE is never sent twice.
    allowH2: false,
    pipelining: 1,
    connections: CONNECTIONS_PER_HOST,
    connect: tls,
    headersTimeout: timeouts.headers,
    bodyTimeout: timeouts.body,
    keepAliveTimeout: KEEP_ALIVE,
  };
  const httpProxy = env["http_proxy"] ?? env["HTTP_PROXY"] ?? "";
  const httpsProxy = env["https_proxy"] ?? env["HTTPS_PROXY"] ?? "";
  if (httpProxy === "" && httpsProxy === "") return new Agent(agent);
  return new EnvHttpProxyAgent({
    ...agent,
    httpProxy,
    httpsProxy,
    noProxy: env["no_proxy"] ?? env["NO_PROXY"] ?? "",
    requestTls: tls,
    connectTimeout: timeouts.connect,
  });
}
