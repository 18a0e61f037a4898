import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { ApiAnswer, ApiCall } from "./api-call.ts";
import { problem } from "./problem.ts";
import { plainAddress } from "./sign-in/client-address.ts";

// Limits of what a stranger can make us hold. A decision is a few hundred bytes, and Standard Webhooks keeps messages below 20 kB.
const MAX_BODY_BYTES = 16 * 1024;
const MAX_HEADER_BYTES = 8 * 1024;
const MAX_CONNECTIONS = 100;
/** Every open console holds one for what happens live. */
const MAX_CONSOLE_CONNECTIONS = 1_000;
const LIMITS = {
  maxHeaderSize: MAX_HEADER_BYTES,
  /** From the first byte to the end of the headers, and of the whole request. */
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  /** How often the two are looked at. */
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 5_000,
} as const;
/** How long requests that are being answered may go on when the server stops. */
const GRACE_MS = 10_000;

export interface ListenOptions {
  /** An address or a name of this machine; a port of 0 lets the system choose. */
  readonly host: string;
  readonly port: number;
  /** PEM; without it the server speaks HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Answers hooks, by the very bytes that they sent; and everybody else where there is no `app`. */
  readonly answer: (call: ApiCall) => Promise<ApiAnswer>;
  /** Answers everybody else. */
  readonly app?: (
    request: Request,
    env: { readonly incoming: IncomingMessage },
  ) => Response | Promise<Response>;
  /** Whose connections are taken, by address; where it is not given, everybody's. */
  readonly admits?: (peer: string) => boolean;
  /** What went wrong while a request was answered; the sender learns nothing of it. */
  readonly onError: (error: unknown) => ApiAnswer;
}

export interface Listening {
  readonly url: string;
  /** Takes nothing more, lets what is being answered end, and closes. */
  close(): Promise<void>;
}

/** Listens, with time-outs and limits. Rejects with the system's error when it cannot. */
export async function listen({
  host,
  port,
  tls,
  answer,
  app,
  admits,
  onError,
}: ListenOptions): Promise<Listening> {
  let stopping = false;
  const forApp =
    app &&
    getRequestListener(async (request, env) => app(request, env as HttpBindings), {
      overrideGlobalObjects: false,
    });
  const serve = (message: IncomingMessage, response: ServerResponse): void => {
    if (forApp !== undefined && !isSigned(message)) {
      if (stopping) response.setHeader("connection", "close");
      void forApp(message, response);
      return;
    }
    void answerTo(message, answer, onError).then((one) => send(response, one, stopping));
  };
  const server: Server =
    tls === undefined
      ? createServer(LIMITS, serve)
      : createTlsServer({ ...LIMITS, ...tls, handshakeTimeout: LIMITS.headersTimeout }, serve);
  server.maxConnections = app === undefined ? MAX_CONNECTIONS : MAX_CONSOLE_CONNECTIONS;
  if (admits !== undefined) {
    // Before a byte of theirs is read.
    server.on("connection", (socket) => {
      if (!admits(plainAddress(socket.remoteAddress ?? ""))) socket.destroy();
    });
  }
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port: taken } = server.address() as AddressInfo;
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `${tls === undefined ? "http" : "https"}://${name}:${taken}`,
    close: async () =>
      new Promise((resolve) => {
        stopping = true;
        const late = setTimeout(() => server.closeAllConnections(), GRACE_MS);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** Only hooks sign what they send. */
const isSigned = ({ headers }: IncomingMessage): boolean =>
  headers["webhook-signature"] !== undefined || headers["webhook-id"] !== undefined;

/** Never rejects: whatever happens is answered. */
async function answerTo(
  message: IncomingMessage,
  answer: ListenOptions["answer"],
  onError: ListenOptions["onError"],
): Promise<ApiAnswer | undefined> {
  let body: Buffer | undefined;
  try {
    body = await readBody(message);
  } catch {
    // The sender has gone, or took too long: there is nobody to answer.
    return undefined;
  }
  if (body === undefined) return problem("body_too_large", "Nothing of it was read.");
  try {
    const headers = message.headers as Readonly<Record<string, string | undefined>>;
    return await answer({ method: message.method ?? "", target: message.url ?? "", headers, body });
  } catch (error) {
    return onError(error);
  }
}

/** The whole body; undefined when it is larger than anything that is taken here. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read to its end all the same, within requestTimeout: leaving the loop would break the connection before the answer is out.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: ApiAnswer | undefined, stopping: boolean): void {
  if (answer === undefined) {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...answer.headers,
    "content-length": Buffer.byteLength(answer.body),
    ...(stopping && { connection: "close" }),
  });
  response.end(answer.body);
}
