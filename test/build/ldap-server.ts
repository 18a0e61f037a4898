// An LDAPS server that sends whatever a test says, byte by byte: for ends that no real server at hand can be made to have.
import { once } from "node:events";
import { createServer, type TLSSocket } from "node:tls";
import { createTls } from "../../src/simulator/tls.ts";

/** A BER element (X.690): tag, length in the long form, content. */
const element = (tag: number, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(6, tag);
  head[1] = 0x84;
  head.writeUInt32BE(body.length, 2);
  return Buffer.concat([head, body]);
};
const text = (value: string): Buffer => element(0x04, Buffer.from(value));
const integer = (value: number): Buffer => element(0x02, Buffer.from([value]));

const TAGS = { bind: 0x61, entry: 0x64, done: 0x65, reference: 0x73, extended: 0x78 } as const;

const message = (id: number, ...parts: readonly Buffer[]): Buffer => element(0x30, integer(id), ...parts);
const result = (code: number, diagnostic: string): Buffer[] => [
  element(0x0a, Buffer.from([code])),
  text(""),
  text(diagnostic),
];

/** Messages of a server (RFC 4511). */
export const ldap = {
  bound: (id: number, code = 0, diagnostic = ""): Buffer =>
    message(id, element(TAGS.bind, ...result(code, diagnostic))),
  entry: (id: number, dn: string): Buffer => message(id, element(TAGS.entry, text(dn), element(0x30))),
  reference: (id: number, url: string): Buffer => message(id, element(TAGS.reference, text(url))),
  done: (id: number, code = 0, cookie = ""): Buffer => {
    const control = element(
      0x30,
      text("1.2.840.113556.1.4.319"),
      element(0x04, element(0x30, integer(0), text(cookie))),
    );
    return message(id, element(TAGS.done, ...result(code, "")), element(0xa0, control));
  },
  /** The notice that the server is about to hang up. */
  disconnection: (): Buffer => message(0, element(TAGS.extended, ...result(52, ""))),
};

export interface FakeLdapServer extends AsyncDisposable {
  readonly url: string;
  readonly ca: string;
}

/** Starts a server that accepts the bind, unless it is to answer something else, and leaves each search (its message id) to the test. */
export async function fakeLdapServer(
  onSearch: (id: number, socket: TLSSocket) => void,
  onBind = ldap.bound(1),
): Promise<FakeLdapServer> {
  const { ca, cert, key } = await createTls();
  const sockets = new Set<TLSSocket>();
  const server = createServer({ cert, key }, (socket) => {
    let id = 0;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("data", () => {
      // A client numbers its messages from 1, and its first is the bind; each comes in one piece.
      id += 1;
      if (id === 1) socket.write(onBind);
      else onSearch(id, socket);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `ldaps://localhost:${address.port}`,
    ca,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
