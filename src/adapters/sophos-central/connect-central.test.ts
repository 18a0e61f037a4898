import { inspect } from "node:util";
import { createServer } from "node:http";
import { connect as openSocket, type AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { SECRET, TENANT, centralServer, token, withTokens } from "../../../test/build/central-server.ts";
import { Fault } from "../../ports/fault.ts";
import { createTls } from "../../simulator/tls.ts";
import { endpointReader } from "./endpoint-reader.ts";
import { whoami } from "./whoami.ts";

const never = new AbortController().signal;

/** What a person would be shown of a failure, at its longest. */
async function failureOf(work: Promise<unknown>): Promise<{ fault: Fault; shown: string }> {
  const fault = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(fault instanceof Fault)) throw new Error("it did not fail with a fault");
  return { fault, shown: `${inspect(fault, { depth: 10, showHidden: true })} ${JSON.stringify(fault)}` };
}

describe("connecting to Central", () => {
  it("refuses an apiUrl outside the allow-list before anything is sent", async () => {
    await using server = await centralServer(() => token());
    expect(() => server.connect({ allowedHosts: ["*.central.sophos.com"] })).toThrow(
      expect.objectContaining({ code: "CENTRAL_HOST_NOT_ALLOWED" }),
    );
    expect(server.seen).toEqual([]);
  });

  it.each(["http://localhost", "localhost", "https://localhost/path", ""])(
    "refuses %j as the URL that gets the secret",
    async (idUrl) => {
      await using server = await centralServer(() => token());
      expect(() => server.connect({ idUrl })).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
    },
  );

  it("sends a token only to hosts on the list, and the secret only to Sophos ID", async () => {
    await using id = await centralServer(() => token());
    await using api = await centralServer(() => ({ json: { id: TENANT, idType: "partner" } }));
    const both = id.connect({ apiUrl: api.url, allowedHosts: [api.host] });
    expect(await whoami(both, never)).toEqual({
      kind: "partner",
      id: TENANT,
      sentId: TENANT,
      dataRegion: undefined,
    });
    expect(api.seen).toHaveLength(1);
    expect(id.seen).toHaveLength(1);
    expect(JSON.stringify(id.seen)).not.toContain("token-");
    expect(JSON.stringify(api.seen)).not.toContain("s3cr3t");
  });

  it("tells a wrong secret, authority, host, name and right apart by code", async () => {
    await using wrongSecret = await centralServer(() => ({ status: 401, json: { errorCode: "oauth.x" } }));
    await using forbidden = await centralServer(
      withTokens(() => ({ status: 403, json: { error: "forbidden" } })),
    );
    await using fine = await centralServer(() => token());
    const { ca: otherCa } = await createTls();
    const elsewhere = fine.url.replace("localhost", "127.0.0.2");
    const codes = async (work: Promise<unknown>) => (await failureOf(work)).fault.code;
    expect(await codes(wrongSecret.connect().tokens.current())).toBe("CENTRAL_AUTH");
    expect(await codes(whoami(forbidden.connect(), never))).toBe("CENTRAL_FORBIDDEN");
    expect(await codes(fine.connect({ ca: otherCa }).tokens.current())).toBe("CENTRAL_TLS");
    expect(await codes(fine.connect({ idUrl: "https://localhost:1" }).tokens.current())).toBe(
      "CENTRAL_UNREACHABLE",
    );
    expect(await codes(fine.connect({ idUrl: "https://no-such-host.invalid" }).tokens.current())).toBe(
      "CENTRAL_UNREACHABLE",
    );
    expect(["CENTRAL_TLS", "CENTRAL_UNREACHABLE"]).toContain(
      await codes(fine.connect({ idUrl: elsewhere }).tokens.current()),
    );
    expect(fine.seen).toEqual([]);
  });

  it("shows neither secret nor token in any fault or log line", async () => {
    const echo = {
      errorCode: SECRET,
      error: "token-0",
      message: SECRET,
      trackingId: SECRET,
      correlationId: "Bearer token-0",
    };
    await using refused = await centralServer(() => ({ status: 401, json: echo }));
    await using cut = await centralServer(() => "cut");
    await using broken = await centralServer(
      withTokens(() => ({ status: 500, json: { ...echo, error: SECRET } })),
    );
    await using gone = await centralServer(withTokens(() => ({ status: 404, raw: `<html>${SECRET}` })));
    const shown = [
      (await failureOf(refused.connect().tokens.current())).shown,
      (await failureOf(cut.connect().tokens.current())).shown,
      (await failureOf(whoami(broken.connect(), never))).shown,
      (await failureOf(whoami(gone.connect(), never))).shown,
      ...[refused, cut, broken, gone].flatMap((server) => server.logged),
    ];
    expect(shown.length).toBeGreaterThan(8);
    for (const text of shown) {
      expect(text).not.toContain("s3cr3t");
      expect(text).not.toContain("Bearer");
    }
  });

  it("goes through the proxy that the environment names, with the TLS end to end, and past NO_PROXY", async () => {
    await using server = await centralServer(withTokens(() => ({ json: { id: TENANT, idType: "partner" } })));
    const tunnels: string[] = [];
    const proxy = createServer().on("connect", (request, socket, head) => {
      tunnels.push(request.url ?? "");
      const [host, port] = (request.url ?? "").split(":");
      const target = openSocket(Number(port), host, () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        target.write(head);
        target.pipe(socket).pipe(target);
      });
      socket.on("error", () => target.destroy());
      target.on("error", () => socket.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const through = server.connect({ env: { HTTPS_PROXY } });
    await whoami(through, never);
    expect(tunnels).toContain(server.host);
    const before = tunnels.length;
    await whoami(server.connect({ env: { HTTPS_PROXY, NO_PROXY: "localhost" } }), never);
    expect(tunnels).toHaveLength(before);
    await through.close();
    await new Promise((resolve) => proxy.close(resolve));
  });

  it("may be closed twice, and counts what it sent", async () => {
    await using server = await centralServer(withTokens(() => ({ status: 403, raw: "" })));
    const reader = endpointReader(server.connect());
    await expect(reader.tenants(never)).rejects.toMatchObject({ code: "CENTRAL_FORBIDDEN" });
    expect(reader.requests()).toEqual({ total: 2, retries: 0, byPurpose: { token: 1, whoami: 1 } });
    await reader.close();
    await reader.close();
  });
});
