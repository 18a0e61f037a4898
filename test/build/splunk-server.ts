// A stand-in for the search export of a Splunk, after its documented contract, over real TLS: no Splunk was at hand. It runs no
// search: it gives the rows that a test has, and carries out what Rollcall puts behind the search.
import { createServer } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { createTls, type SimulatorTls } from "../../src/simulator/tls.ts";
import type { Row } from "../../src/adapters/splunk-search/answer-line.ts";

/** How one answer is to go wrong. */
export type SplunkFault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly message?: string;
      readonly location?: string;
    }
  /** Nothing comes, or nothing after so many rows. */
  | { readonly kind: "hang"; readonly rows?: number }
  /** The connection breaks, or the answer ends in good order, after so many rows. */
  | { readonly kind: "cut" | "short"; readonly rows: number }
  /** A message in the middle of the rows. */
  | { readonly kind: "message"; readonly type: string; readonly text: string }
  /** The lines are another list, made of the right one. */
  | { readonly kind: "lines"; readonly of: (lines: readonly string[]) => readonly string[] }
  | { readonly kind: "date"; readonly date: string };

export interface SplunkServer extends AsyncDisposable {
  readonly url: string;
  readonly ca: string;
  readonly token: string;
  readonly forms: readonly URLSearchParams[];
  rows: readonly Row[] | (() => Promise<readonly Row[]>);
  fault: SplunkFault | undefined;
}

const TOKEN = "eyJraWQ.stub.token";
const PATH = "/services/search/v2/jobs/export";
const OUR_TAIL = /\| appendpipe \[ stats count AS (\w+) \| eval (\w+)="([^"]*)" \]$/;

let certificates: Promise<SimulatorTls> | undefined;

/** The lines of a whole answer. */
export function answerLines(rows: readonly Row[], search: string): readonly string[] {
  const [, count = "", mark = "", value = ""] = OUR_TAIL.exec(search) ?? [];
  const all = [...rows, ...(mark === "" ? [] : [{ [count]: String(rows.length), [mark]: value }])];
  return all.map((result, offset) =>
    JSON.stringify({
      preview: false,
      offset,
      ...(offset === all.length - 1 && { lastrow: true }),
      result,
    }),
  );
}

/**
 * @param rows what each search gives, or how to make it
 * @param now what its clock says, epoch ms; the machine's own where not said
 */
export async function splunkServer(
  rows: readonly Row[] | (() => Promise<readonly Row[]>),
  now: () => number = Date.now,
): Promise<SplunkServer> {
  certificates ??= createTls();
  const { ca, cert, key } = await certificates;
  const forms: URLSearchParams[] = [];
  const sockets = new Set<Duplex>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const form = new URLSearchParams(body);
    forms.push(form);
    const { fault } = server;
    const refuse = (status: number, text: string, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify({ messages: [{ type: "FATAL", text }] }));
    };
    const search = form.get("search") ?? "";
    if (fault?.kind === "status")
      return refuse(
        fault.status,
        fault.message ?? "no",
        fault.location === undefined ? {} : { location: fault.location },
      );
    if (request.method !== "POST" || request.url !== PATH) return refuse(404, "Not Found");
    if (request.headers.authorization !== `Bearer ${TOKEN}`)
      return refuse(401, "call not properly authenticated");
    if (form.get("output_mode") !== "json" || form.get("preview") !== "false")
      return refuse(400, "not as asked");
    if (fault?.kind === "hang" && fault.rows === undefined) return undefined;
    response.setHeader("date", fault?.kind === "date" ? fault.date : new Date(now()).toUTCString());
    response.writeHead(200, { "content-type": "application/json; charset=UTF-8" });
    const current = typeof server.rows === "function" ? await server.rows() : server.rows;
    const right = answerLines(current, search);
    const lines = fault?.kind === "lines" ? fault.of(right) : right;
    for (const [index, line] of lines.entries()) {
      if (fault?.kind === "message" && index === 1)
        response.write(`${JSON.stringify({ messages: [{ type: fault.type, text: fault.text }] })}\n`);
      if (fault?.kind === "hang" && index === fault.rows) return undefined;
      if (fault?.kind === "short" && index === fault.rows) break;
      if (fault?.kind === "cut" && index === fault.rows) {
        // Half a row leaves, and then the connection is gone.
        response.write(line.slice(0, line.length / 2), () => request.socket.destroy());
        return undefined;
      }
      response.write(`${line}\n`);
    }
    response.end();
  }

  const listener = createServer({ cert, key }, (request, response) => {
    answer(request, response).catch((error: unknown) => request.socket.destroy(error as Error));
  });
  listener.on("connection", (socket: Duplex) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  const server: SplunkServer = {
    url: `https://127.0.0.1:${port}`,
    ca,
    token: TOKEN,
    forms,
    rows,
    fault: undefined,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
  return server;
}
