import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { TLSSocket } from "node:tls";
import type { Outcome, SimRequest } from "./answer.ts";
import { deliver } from "./deliver.ts";
import { centralError } from "./envelope.ts";
import type { RequestLogEntry } from "./request-log.ts";
import type { SimulatorTls } from "./tls.ts";

/** Requests of this API are small: a bulk deletion has tens of ids. */
const MAX_BODY_BYTES = 1_048_576;
/** As a load balancer in front of an API keeps idle connections (AWS: 60 s). */
const KEEP_ALIVE_MS = 60_000;

/** What the listeners of a simulator share. */
export interface ListenerShared {
  readonly tls: SimulatorTls;
  readonly address: string;
  readonly now: () => number;
  readonly latencyMs: () => number;
  readonly signal: AbortSignal;
  /** The number of the next connection, over all listeners. */
  readonly nextConnection: () => number;
  readonly record: (entry: RequestLogEntry) => void;
  readonly answer: (request: SimRequest, entry: RequestLogEntry) => { outcome: Outcome; skewMs: number };
  readonly onBug: (error: unknown) => void;
}

/** One HTTPS listener. */
export interface Listener {
  readonly url: string;
  close(): Promise<void>;
}

/** The whole body; undefined when it is larger than anything this API takes. */
async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read to its end all the same: leaving the loop would destroy the connection before the 413 is out.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BODY_BYTES) return undefined;
  return Buffer.concat(chunks).toString("utf8");
}

interface Connection {
  readonly number: number;
  readonly resumed: boolean;
}

async function serve(
  host: string,
  connection: Connection,
  shared: ListenerShared,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(message.url ?? "/", "https://localhost");
  const tenant = message.headers["x-tenant-id"];
  const entry: RequestLogEntry = {
    at: shared.now(),
    host,
    connection: connection.number,
    tlsResumed: connection.resumed,
    method: message.method ?? "GET",
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    tenant: typeof tenant === "string" ? tenant : undefined,
    credential: undefined,
    status: "none",
    faults: [],
  };
  shared.record(entry);
  const body = await readBody(message);
  const latency = shared.latencyMs();
  if (latency > 0) await sleep(latency, undefined, { signal: shared.signal });
  if (body === undefined) {
    entry.status = 413;
    await deliver(response, centralError(413, shared.now()), undefined, shared.now(), shared.signal);
    return;
  }
  const request: SimRequest = {
    host,
    method: entry.method,
    path: entry.path,
    query: url.searchParams,
    headers: message.headers,
    body,
  };
  const { outcome, skewMs } = shared.answer(request, entry);
  switch (outcome.kind) {
    case "hang":
      return;
    case "reset":
      entry.status = "reset";
      message.socket.destroy();
      return;
    case "reply":
      entry.status = outcome.reply.status;
      await deliver(response, outcome.reply, outcome.delivery, shared.now() + skewMs, shared.signal);
  }
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/** Listens for one host of Central on a port (0: any). Rejects when the port cannot be had. */
export async function listen(host: string, port: number, shared: ListenerShared): Promise<Listener> {
  const connections = new WeakMap<Socket, Connection>();
  const server = createServer({
    key: shared.tls.key,
    cert: shared.tls.cert,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  server.on("secureConnection", (socket: TLSSocket) => {
    connections.set(socket, { number: shared.nextConnection(), resumed: socket.isSessionReused() });
  });
  server.on("request", (message, response) => {
    const connection = connections.get(message.socket) ?? { number: 0, resumed: false };
    serve(host, connection, shared, message, response).catch((error: unknown) => {
      response.destroy();
      // A client that hangs up, or a simulator that stops, in the middle of a request is no bug.
      if (!shared.signal.aborted && !message.socket.destroyed) shared.onBug(error);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, shared.address, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port: bound } = server.address() as AddressInfo;
  return { url: `https://localhost:${bound}`, close: () => close(server) };
}
