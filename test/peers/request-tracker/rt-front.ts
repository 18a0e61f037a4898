// What stands before Request Tracker in the tests: TLS, as the desk's connection demands it, and a network that loses answers.
import { request } from "node:http";
import { createServer } from "node:https";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createTls } from "../../../src/simulator/tls.ts";

/** What befalls a call: it never arrives, or it is carried out and its answer lost, or replaced. */
export type Loss = "before" | "after" | "bad_gateway" | "page";

export interface RtFront extends AsyncDisposable {
  readonly url: string;
  readonly ca: string;
  /** Calls as they came: `POST /REST/2.0/ticket`. */
  readonly seen: string[];
  /** Asked before each call; undefined lets it pass. */
  lose: (call: string) => Loss | undefined;
}

export async function rtFront(target: string): Promise<RtFront> {
  const { ca, cert, key } = await createTls();
  const front = { seen: [] as string[], lose: (() => undefined) as RtFront["lose"] };
  const server = createServer({ cert, key }, (incoming, outgoing) => {
    const call = `${incoming.method} ${incoming.url?.split("?")[0]}`;
    front.seen.push(call);
    const loss = front.lose(call);
    if (loss === "before") {
      incoming.socket.destroy();
      return;
    }
    const onward = request(
      `${target}${incoming.url}`,
      { method: incoming.method ?? "GET", headers: { ...incoming.headers, host: new URL(target).host } },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("end", () => {
          if (loss === "after") incoming.socket.destroy();
          else if (loss === "bad_gateway")
            outgoing.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>");
          else if (loss === "page")
            outgoing.writeHead(200, { "content-type": "text/html" }).end("<h1>Please sign in</h1>");
          else {
            const { connection: _connection, "transfer-encoding": _encoding, ...headers } = answer.headers;
            outgoing.writeHead(answer.statusCode ?? 500, headers).end(Buffer.concat(parts));
          }
        });
      },
    );
    onward.on("error", () => incoming.socket.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(front, {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    ca,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  });
}
