import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { centralServer, type CentralServer, type Handler } from "../../../test/build/central-server.ts";
import { openHttpService, type HttpOptions } from "./http-call.ts";
import { httpClass } from "./http-class.ts";

const TOKEN = "Splunk 11111111-aaaa";
const serve = (handler: Handler) => centralServer(handler);
const service = (server: CentralServer, overrides: Partial<HttpOptions> = {}) => {
  const write = (message: string, fields?: unknown) => void logged.push(JSON.stringify({ message, fields }));
  const logged: string[] = [];
  const opened = openHttpService({
    url: `${server.url}/base-s3cret`,
    headers: { authorization: TOKEN },
    ca: server.ca,
    env: {},
    clock: server.clock,
    log: { debug: write, info: write, warn: write },
    userAgent: "rollcall-test",
    ...overrides,
  });
  return { ...opened, logged };
};
const get = { method: "GET", path: "/thing", purpose: "look" } as const;

describe("an HTTP call", () => {
  it("goes to the configured host, with path, query, headers and body as given", async () => {
    await using server = await serve(() => ({ json: { ok: 1 }, headers: { "x-Total": "7" } }));
    const { call } = service(server);
    const post = {
      ...get,
      method: "POST",
      query: { a: "b c&d" },
      headers: { "x-one": "1" },
      body: "{}",
    } as const;
    expect(await call(post)).toEqual({
      kind: "answered",
      status: 200,
      headers: expect.objectContaining({ "x-total": "7" }) as unknown,
      text: '{"ok":1}',
      retryAfterMs: undefined,
    });
    expect(server.seen[0]).toMatchObject({
      method: "POST",
      path: "/base-s3cret/thing",
      query: { a: "b c&d" },
      headers: { authorization: TOKEN, "x-one": "1", "user-agent": "rollcall-test" },
      body: "{}",
    });
  });

  it("does not follow a redirect: no other host gets to see the authorisation", async () => {
    await using other = await serve(() => ({ json: {} }));
    await using server = await serve(() => ({ status: 307, raw: "", headers: { location: other.url } }));
    const answer = await service(server).call(get);
    expect(httpClass(answer)).toBe("misdirected");
    expect(other.seen).toEqual([]);
  });

  it("stays with its host, whatever path it is handed", async () => {
    await using other = await serve(() => ({ json: {} }));
    await using server = await serve(() => ({ json: {} }));
    await service(server, { url: server.url }).call({ ...get, path: `//${other.host}/thing` });
    expect(server.seen).toHaveLength(1);
    expect(other.seen).toEqual([]);
  });

  it("sends nothing to a server whose certificate it cannot verify", async () => {
    await using server = await serve(() => ({ json: {} }));
    const answer = await service(server, { ca: undefined }).call(get);
    expect(answer).toMatchObject({ kind: "unanswered", trouble: { tls: true, unsent: true } });
    expect(httpClass(answer)).toBe("untrusted");
    expect(server.seen).toEqual([]);
  });

  it("sends nothing twice, and knows what never left", async () => {
    await using server = await serve(() => "reset");
    const broken = await service(server).call({ ...get, method: "POST" });
    expect(httpClass(broken)).toBe("unclear");
    expect(server.seen).toHaveLength(1);
    const nobody = await service(server, { url: "https://localhost:1" }).call(get);
    expect(nobody).toMatchObject({ trouble: { unsent: true } });
    expect(httpClass(nobody)).toBe("retry");
  });

  it("ends when the whole takes too long, and when it is told to", async () => {
    await using server = await serve(() => "hang");
    const slow = await service(server, { timeouts: { total: 50 } }).call(get);
    expect(slow).toMatchObject({ kind: "unanswered", trouble: { code: "TIMED_OUT", unsent: false } });
    await expect(service(server).call(get, AbortSignal.abort())).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("reads no more than it may, packed or not", async () => {
    const large = "x".repeat(2_000);
    await using server = await serve((_seen, nth) =>
      nth === 0 ? { raw: large } : { raw: gzipSync(large), headers: { "content-encoding": "gzip" } },
    );
    const { call } = service(server);
    const small = { ...get, largest: 1_999 };
    expect(await call(small)).toMatchObject({ trouble: { code: "TOO_LARGE" } });
    expect(await call(small)).toMatchObject({ trouble: { code: "TOO_LARGE" } });
    expect(await call({ ...get, largest: 2_000 })).toMatchObject({ text: large });
  });

  it("hands on how long to wait, and takes an answer that breaks off for none", async () => {
    await using server = await serve((_seen, nth) =>
      nth === 0 ? { status: 429, raw: "slow down", headers: { "retry-after": "7" } } : "cut",
    );
    const { call } = service(server);
    const answer = await call(get);
    expect(answer).toMatchObject({ status: 429, text: "slow down", retryAfterMs: 7_000 });
    expect(httpClass(answer)).toBe("retry");
    expect(httpClass(await call(get))).toBe("unclear");
  });

  it("logs neither path nor header nor body, since each may be a secret", async () => {
    await using server = await serve(() => ({ raw: `${TOKEN} is wrong`, status: 403 }));
    const { call, logged } = service(server);
    await call({ ...get, body: "s3cret" });
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('"purpose":"look"');
    expect(logged.join()).not.toMatch(/s3cret|1111/);
  });

  it.each(["http://localhost/", "https://user:pw@localhost/", "https://localhost/?token=1", "localhost"])(
    "refuses %s",
    async (url) => {
      await using server = await serve(() => ({ json: {} }));
      expect(() => service(server, { url })).toThrow(/https URL without user or query/);
    },
  );
});

describe("the class of an answer", () => {
  it.each([
    [201, "done"],
    [302, "misdirected"],
    [400, "refused"],
    [401, "unauthorised"],
    [404, "absent"],
    [407, "unauthorised"],
    [408, "unclear"],
    [422, "refused"],
    [429, "retry"],
    [500, "unclear"],
    [503, "unclear"],
  ] as const)("of %i is %s", (status, expected) => {
    const answer = { kind: "answered", status, headers: {}, text: "", retryAfterMs: undefined } as const;
    expect(httpClass(answer)).toBe(expected);
  });
});
