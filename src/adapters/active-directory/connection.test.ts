import type { TLSSocket } from "node:tls";
import { describe, expect, it } from "vitest";
import { fakeLdapServer, ldap, type FakeLdapServer } from "../../../test/build/ldap-server.ts";
import type { DirectoryName } from "../../core/model/ids.ts";
import { openConnection } from "./connect.ts";
import type { LdapConnection } from "./connection.ts";
import { computers } from "./filter.ts";
import type { LdapSearch } from "./search.ts";

const SEARCH: LdapSearch = { base: "DC=corp", scope: "sub", filter: computers, attributes: ["cn"] };

const open = (
  server: FakeLdapServer,
  answerMs = 30_000,
  signal = new AbortController().signal,
  onRequest = (): void => undefined,
): Promise<LdapConnection> =>
  openConnection(
    {
      name: "corp" as DirectoryName,
      url: server.url,
      bind: { user: "reader", password: "secret" },
      tls: { ca: server.ca },
      timeouts: { connectMs: 10_000, answerMs },
    },
    signal,
    onRequest,
  );

describe("an LDAP connection", () => {
  it("answers the entries, the references and the paging cookie of a search", async () => {
    await using server = await fakeLdapServer((id, socket) => {
      socket.write(ldap.entry(id, "CN=A,DC=corp"));
      socket.write(ldap.reference(id, "ldap://elsewhere/"));
      socket.write(Buffer.concat([ldap.entry(id, "CN=B,DC=corp"), ldap.done(id, 0, "next")]));
    });
    let requests = 0;
    const connection = await open(server, 30_000, new AbortController().signal, () => {
      requests += 1;
    });
    const answer = await connection.search(SEARCH);
    expect(answer).toMatchObject({
      kind: "found",
      entries: [{ dn: "CN=A,DC=corp" }, { dn: "CN=B,DC=corp" }],
      references: 1,
      cookie: Buffer.from("next"),
    });
    expect(requests).toBe(2);
    connection.close();
  });

  it("puts a message together that comes in pieces", async () => {
    await using server = await fakeLdapServer((id, socket) => {
      const bytes = Buffer.concat([ldap.entry(id, "CN=A,DC=corp"), ldap.done(id)]);
      socket.write(bytes.subarray(0, 20));
      setImmediate(() => socket.write(bytes.subarray(20)));
    });
    const connection = await open(server);
    await expect(connection.search(SEARCH)).resolves.toMatchObject({ entries: [{ dn: "CN=A,DC=corp" }] });
    connection.close();
  });

  it.each([
    [32, { kind: "no_object" }],
    [10, { kind: "elsewhere" }],
  ])("takes result %i for an answer", async (code, answer) => {
    await using server = await fakeLdapServer((id, socket) => socket.write(ldap.done(id, code)));
    const connection = await open(server);
    await expect(connection.search(SEARCH)).resolves.toStrictEqual(answer);
    connection.close();
  });

  it("never takes a list cut at a size limit for a whole one", async () => {
    await using server = await fakeLdapServer((id, socket) =>
      socket.write(Buffer.concat([ldap.entry(id, "CN=A,DC=corp"), ldap.done(id, 4)])),
    );
    const connection = await open(server);
    await expect(connection.search(SEARCH)).rejects.toMatchObject({ code: "DIRECTORY_SHAPE" });
    connection.close();
  });

  it.each<[string, string, (id: number, socket: TLSSocket) => void]>([
    [
      "hangs up in the middle",
      "DIRECTORY_UNREACHABLE",
      (id, socket) => socket.end(ldap.entry(id, "CN=A,DC=corp")),
    ],
    ["hangs up without a word", "DIRECTORY_UNREACHABLE", (_, socket) => socket.destroy()],
    [
      "announces that it hangs up",
      "DIRECTORY_UNREACHABLE",
      (_, socket) => socket.write(ldap.disconnection()),
    ],
    ["answers another request", "DIRECTORY_UNREACHABLE", (id, socket) => socket.write(ldap.done(id + 1))],
    [
      "sends a message that is not LDAP's",
      "DIRECTORY_SHAPE",
      (_, socket) => socket.write(Buffer.from([0x30, 0x03, 0x02, 0x01, 0x02])),
    ],
    ["says nothing", "DIRECTORY_UNREACHABLE", () => undefined],
  ])(
    "fails when the server %s, and stays failed instead of going on unbound",
    async (what, code, onSearch) => {
      let searches = 0;
      await using server = await fakeLdapServer((id, socket) => {
        searches += 1;
        onSearch(id, socket);
      });
      const connection = await open(server, what === "says nothing" ? 200 : 30_000);
      await expect(connection.search(SEARCH)).rejects.toMatchObject({ code });
      await expect(connection.search(SEARCH)).rejects.toMatchObject({ code });
      expect(searches).toBe(1);
    },
  );

  it("knows another protocol by its first byte, instead of waiting for the rest", async () => {
    await using server = await fakeLdapServer(
      () => undefined,
      Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"),
    );
    await expect(open(server)).rejects.toMatchObject({ code: "DIRECTORY_SHAPE" });
  });

  it("ends the request under way when it is cancelled", async () => {
    const stop = new AbortController();
    await using server = await fakeLdapServer(() => {
      stop.abort();
    });
    const connection = await open(server, 30_000, stop.signal);
    await expect(connection.search(SEARCH)).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("sends nothing once it is closed", async () => {
    await using server = await fakeLdapServer((id, socket) => socket.write(ldap.done(id)));
    const connection = await open(server);
    connection.close();
    await expect(connection.search(SEARCH)).rejects.toMatchObject({ code: "DIRECTORY_UNREACHABLE" });
  });
});
