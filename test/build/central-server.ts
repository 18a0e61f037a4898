import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Clock } from "../../src/ports/clock.ts";
import { connectCentral, type CentralOptions } from "../../src/adapters/sophos-central/connect-central.ts";
import type { CentralConnection } from "../../src/adapters/sophos-central/connection.ts";
import { createTls, type SimulatorTls } from "../../src/simulator/tls.ts";
import { stepClock, type StepClock } from "./step-clock.ts";

/** One request as the tiny server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What it answers: JSON, a raw body, or a way to misbehave. */
export type Reply =
  | { readonly json: unknown; readonly status?: number; readonly headers?: Record<string, string> }
  | { readonly raw: string | Buffer; readonly status?: number; readonly headers?: Record<string, string> }
  | "hang"
  | "reset"
  | "cut";

export type Handler = (seen: Seen, nth: number) => Reply;

export const SECRET = "s3cr3t+/& =ä%";
export const CLIENT = "client-id";
export const TENANT = "25bf3721-1111-4222-8333-444455556666";

/** A scripted stand-in for Sophos ID and Central on one port: whatever a test wants it to answer, over real TLS. */
export interface CentralServer extends AsyncDisposable {
  readonly url: string;
  readonly host: string;
  readonly ca: string;
  readonly clock: StepClock;
  readonly seen: readonly Seen[];
  /** TCP connections opened so far. */
  connections(): number;
  /** Connections and options of a client that trusts it. */
  connect(overrides?: Partial<CentralOptions>): CentralConnection;
  /** Every log line written through a connection, as JSON. */
  readonly logged: readonly string[];
}

let certificates: Promise<SimulatorTls> | undefined;

/** Starts it. Without a rule of its own the token and a tenant's whoami are answered as Sophos answers them. */
export async function centralServer(
  handler: Handler,
  options: { readonly skewMs?: number } = {},
): Promise<CentralServer> {
  certificates ??= createTls();
  const { ca, cert, key } = await certificates;
  const clock = stepClock();
  const seen: Seen[] = [];
  const logged: string[] = [];
  const counts = new Map<string, number>();
  const sockets = new Set<Duplex>();
  let connections = 0;

  const server: Server = createServer({ cert, key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "https://localhost");
      const one: Seen = {
        method: request.method ?? "",
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      };
      seen.push(one);
      const nth = counts.get(url.pathname) ?? 0;
      counts.set(url.pathname, nth + 1);
      answer(response, handler(one, nth), clock, options.skewMs ?? 0);
    });
  });
  // No hint in the answers: how long a connection is kept is then the client's own doing.
  server.keepAliveTimeout = 0;
  server.on("connection", (socket) => {
    connections++;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const url = `https://${host}`;
  const write = (message: string, fields?: unknown) => void logged.push(JSON.stringify({ message, fields }));
  const open: CentralConnection[] = [];
  return {
    url,
    host,
    ca,
    clock,
    seen,
    logged,
    connections: () => connections,
    connect(overrides = {}) {
      const connection = connectCentral({
        idUrl: url,
        apiUrl: url,
        allowedHosts: [host],
        credential: { clientId: CLIENT, clientSecret: SECRET },
        rate: { perSecond: 1000, perMinute: 10_000, perHour: 100_000, perDay: 200_000 },
        ca,
        env: {},
        clock,
        ids: { uuid: () => TENANT, random: () => 0.5 },
        log: { debug: write, info: write, warn: write },
        userAgent: "rollcall-test",
        ...overrides,
      });
      open.push(connection);
      return connection;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(open.map((connection) => connection.close()));
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A token as Sophos ID gives it; each one differs. */
export const token = (nth = 0, expiresIn = 3600): Reply => ({
  json: { access_token: `token-${nth}`, token_type: "bearer", expires_in: expiresIn, errorCode: "success" },
});

export const isToken = (seen: Seen): boolean => seen.path === "/api/v2/oauth2/token";

/** Answers tokens by itself and asks the handler for the rest. */
export const withTokens =
  (handler: Handler): Handler =>
  (seen, nth) =>
    isToken(seen) ? token(nth) : handler(seen, nth);

function answer(response: ServerResponse, reply: Reply, clock: Clock, skewMs: number): void {
  if (reply === "hang") return;
  if (reply === "reset") return void response.socket?.destroy();
  response.setHeader("date", new Date(clock.now() + skewMs).toUTCString());
  if (reply === "cut") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"items":[');
    setImmediate(() => response.socket?.destroy());
    return;
  }
  const body = "json" in reply ? JSON.stringify(reply.json) : reply.raw;
  response.writeHead(reply.status ?? 200, {
    ...("json" in reply && { "content-type": "application/json" }),
    ...reply.headers,
  });
  response.end(body);
}
