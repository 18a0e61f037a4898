// Answers the whole contract from a made-up estate, so that the console can be looked at and tested without anything behind it.
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { randomBytes } from "node:crypto";
import { ROUTES } from "../../src/api/routes.ts";
import type { Route } from "../../src/api/route.ts";
import type { LiveEvent } from "../../src/api/runs.ts";
import { LocalSignIn } from "../../src/api/sign-in.ts";
import { Refused } from "./refused.ts";
import { answersOf } from "./answers.ts";
import { anEstate } from "./estate.ts";

/** How a route behaves until it is told otherwise: `hang` answers once it is released, `empty` gives a list without items. */
export type Mood = "fail" | "hang" | "empty" | "signed-out" | "viewer";

export interface StandIn {
  readonly url: string;
  readonly moods: Map<string, Mood>;
  /** Lets everything that hangs go on. */
  readonly release: () => void;
  readonly tell: (event: LiveEvent) => void;
  /** What came in as commands, in their order. */
  readonly commands: {
    readonly route: string;
    readonly input: unknown;
    readonly ifMatch: string | undefined;
  }[];
  readonly close: () => Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

/** @param dist where `vite build` put the console; @param port 0 for any that is free */
export async function startStandIn(dist: string, port = 0): Promise<StandIn> {
  const estate = anEstate(Date.now());
  const listeners = new Set<ServerResponse>();
  const moods = new Map<string, Mood>();
  const commands: StandIn["commands"] = [];
  let hanging: (() => void)[] = [];
  const tell = (event: LiveEvent): void => {
    for (const listener of listeners) listener.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const answers = answersOf(estate, tell);
  const routes = ROUTES.map((route: Route) => ({
    route,
    pattern: new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
  }));

  const answer = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const found = routes.find(
      ({ route, pattern }) => route.method === request.method?.toLowerCase() && pattern.test(url.pathname),
    );
    if (found === undefined) throw new Refused(404, "no_such_route", "There is no such route.");
    const { route, pattern } = found;
    const mood = moods.get(route.id);
    if (mood === "hang") await new Promise<void>((go) => void hanging.push(go));
    if (mood === "fail")
      throw new Refused(503, "store_unreachable", "The store does not answer.", "Try again in a minute.");
    if (mood === "signed-out") throw new Refused(401, "not_signed_in", "Nobody is signed in.", "Sign in.");
    const params = Object.fromEntries(
      Object.entries(pattern.exec(url.pathname)?.groups ?? {}).map(([name, text]) => [
        name,
        decodeURIComponent(text),
      ]),
    );
    const body = request.method === "GET" ? undefined : await bodyOf(request);
    const input = {
      params: route.params?.parse(params),
      query: route.query?.parse(Object.fromEntries(url.searchParams)),
      body: route.body?.parse(body),
    };
    const ifMatch = request.headers["if-match"];
    if (request.method !== "GET") commands.push({ route: route.id, input, ifMatch });
    const version = ifMatch === undefined ? undefined : Number(ifMatch.replaceAll('"', ""));
    if (route.versioned === true && version === undefined) {
      throw new Refused(428, "version_missing", "If-Match is missing.");
    }
    let given = answers(route.id, input, version);
    if (mood === "empty" && typeof given === "object" && given !== null && "items" in given) {
      given = { ...given, items: [], next: undefined, total: { count: 0, exact: true } };
    }
    if (mood === "viewer" && typeof given === "object") {
      given = { ...given, role: "viewer", grants: [{ role: "viewer", tenants: "all" }] };
    }
    const checked = route.response.safeParse(given);
    if (!checked.success)
      throw new Error(`the stand-in breaks the contract of ${route.id}: ${checked.error.message}`);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(checked.data));
  };

  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://stand-in");
    const work = async (): Promise<void> => {
      if (url.pathname === "/api/v1/events") {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(":\n\n");
        listeners.add(response);
        response.on("close", () => listeners.delete(response));
      } else if (url.pathname.startsWith("/api/")) await answer(request, response, url);
      else if (url.pathname.startsWith("/auth/")) await auth(request, response, url);
      else page(response, url, dist);
    };
    work().catch((error: unknown) => {
      const refused =
        error instanceof Refused ? error : new Refused(500, "stand_in", String(error), "Mend the stand-in.");
      const { status, code, message, remedy } = refused;
      response.writeHead(status, { "content-type": "application/problem+json" });
      response.end(
        JSON.stringify({ type: "about:blank", title: refused.title, status, detail: message, code, remedy }),
      );
    });
  });
  await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    moods,
    release: () => {
      for (const go of hanging) go();
      hanging = [];
    },
    tell,
    commands,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function auth(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  if (url.pathname === "/auth/ways") {
    response.writeHead(200, { "content-type": "application/json" }).end('{"oidc":true,"local":true}');
  } else if (url.pathname === "/auth/local") {
    const { password } = LocalSignIn.parse(await bodyOf(request));
    if (password !== "let me in")
      throw new Refused(401, "password_wrong", "The account or its password is wrong.", "Try again.");
    response.writeHead(200, { "content-type": "application/json" }).end('{"actor":"local:admin"}');
  } else response.writeHead(200, { "content-type": "application/json" }).end("{}");
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === "" ? undefined : JSON.parse(text);
}

function page(response: ServerResponse, url: URL, dist: string): void {
  if (/^\/assets\/[\w.-]+$/.test(url.pathname)) {
    const type = TYPES[extname(url.pathname)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "cache-control": "public, max-age=31536000, immutable" });
    response.end(readFileSync(join(dist, url.pathname)));
    return;
  }
  const nonce = randomBytes(16).toString("base64");
  response.writeHead(200, { "content-type": "text/html", "content-security-policy": policyOf(nonce) });
  response.end(readFileSync(join(dist, "index.html"), "utf8").replaceAll("__NONCE__", nonce));
}
