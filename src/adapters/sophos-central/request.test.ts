import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  centralServer,
  isToken,
  token,
  withTokens,
  type Handler,
} from "../../../test/build/central-server.ts";
import { stepClock } from "../../../test/build/step-clock.ts";
import { MINUTE } from "../../core/model/instant.ts";
import { Fault } from "../../ports/fault.ts";
import { readJson, readJsonOrAbsent, type Reading } from "./read-json.ts";

const PATH = "/endpoint/v1/endpoints";
const reading = (url: string): Reading => ({ origin: url, path: PATH, purpose: "endpoints" });
const serve = (handler: Handler, options?: { skewMs?: number }) =>
  centralServer(withTokens(handler), options);
/** Requests other than for tokens. */
const asked = (server: { seen: readonly Parameters<typeof isToken>[0][] }) =>
  server.seen.filter((seen) => !isToken(seen));

describe("a read", () => {
  it("carries the token, and says who asks", async () => {
    await using server = await serve(() => ({ json: { ok: true } }));
    const value = await readJson(
      server.connect(),
      { ...reading(server.url), query: { a: "b c" } },
      undefined,
    );
    expect(value).toEqual({ ok: true });
    expect(asked(server)[0]).toMatchObject({
      method: "GET",
      query: { a: "b c" },
      headers: { authorization: "Bearer token-0", "user-agent": "rollcall-test" },
    });
  });

  it("sends no token, and nothing at all, to a host outside the allow-list", async () => {
    await using server = await serve(() => ({ json: {} }));
    await using other = await serve(() => ({ json: {} }));
    await expect(readJson(server.connect(), reading(other.url), undefined)).rejects.toMatchObject({
      code: "CENTRAL_HOST_NOT_ALLOWED",
    });
    expect(other.seen).toEqual([]);
  });

  it("does not follow a redirect, not even to an allowed host", async () => {
    await using other = await serve(() => ({ json: {} }));
    await using server = await serve(() => ({
      status: 307,
      raw: "",
      headers: { location: `${other.url}/x` },
    }));
    const connection = server.connect({ allowedHosts: [server.host, other.host] });
    await expect(readJson(connection, reading(server.url), undefined)).rejects.toMatchObject({
      code: "CENTRAL_SHAPE",
      details: { status: 307 },
    });
    expect(other.seen).toEqual([]);
    expect(asked(server)).toHaveLength(1);
  });

  it("gets a new token after one 401 and sends the same request again", async () => {
    await using server = await centralServer((seen, nth) =>
      isToken(seen)
        ? token(nth)
        : seen.headers.authorization === "Bearer token-1"
          ? { json: { fine: true } }
          : { status: 401, json: { error: "Unauthorized" } },
    );
    const connection = server.connect();
    expect(await readJson(connection, reading(server.url), undefined)).toEqual({ fine: true });
    expect(connection.wire.count.read()).toEqual({
      total: 4,
      retries: 1,
      byPurpose: { token: 2, endpoints: 2 },
    });
  });

  it("is CENTRAL_AUTH after a second 401, and asks no third time", async () => {
    await using server = await serve(() => ({ status: 401, raw: "" }));
    await expect(readJson(server.connect(), reading(server.url), undefined)).rejects.toMatchObject({
      code: "CENTRAL_AUTH",
    });
    expect(asked(server)).toHaveLength(2);
  });

  it.each([
    [403, "CENTRAL_FORBIDDEN", 1],
    [400, "CENTRAL_SHAPE", 1],
    [404, "CENTRAL_SHAPE", 1],
    [409, "CENTRAL_SHAPE", 1],
    [501, "CENTRAL_SERVER_ERROR", 1],
    [500, "CENTRAL_SERVER_ERROR", 5],
    [502, "CENTRAL_SERVER_ERROR", 5],
    [503, "CENTRAL_SERVER_ERROR", 5],
    [504, "CENTRAL_SERVER_ERROR", 5],
    [429, "CENTRAL_THROTTLED", 5],
  ])("that is answered %s is %s after %s tries, whatever the body", async (status, code, tries) => {
    for (const raw of [
      "",
      "Bad",
      "<html>no</html>",
      '{"error":"x y","message":"secret","correlationId":"c-1"}',
    ]) {
      await using server = await serve(() => ({ status, raw }));
      await expect(readJson(server.connect(), reading(server.url), undefined)).rejects.toMatchObject({
        code,
        details: { status, errorCode: undefined, correlationId: raw.startsWith("{") ? "c-1" : undefined },
      });
      expect(asked(server)).toHaveLength(tries);
    }
  });

  it("waits as long as a Retry-After says, and so does everybody else", async () => {
    await using server = await serve((_seen, nth) =>
      nth === 0 ? { status: 429, raw: "", headers: { "retry-after": "40" } } : { json: {} },
    );
    const connection = server.connect();
    await readJson(connection, reading(server.url), undefined);
    expect(server.clock.slept).toEqual([40_000]);
  });

  it("does not sleep for the hour that a Retry-After asks", async () => {
    await using server = await serve(() => ({ status: 429, raw: "", headers: { "retry-after": "3600" } }));
    await expect(readJson(server.connect(), reading(server.url), undefined)).rejects.toMatchObject({
      code: "CENTRAL_THROTTLED",
    });
    expect(server.clock.monotonic()).toBe(2 * MINUTE);
    expect(asked(server)).toHaveLength(2);
  });

  it.each(["reset", "cut"] as const)("is tried again after a connection that was %s", async (trouble) => {
    await using server = await serve((_seen, nth) => (nth === 0 ? trouble : { json: [1] }));
    expect(await readJson(server.connect(), reading(server.url), undefined)).toEqual([1]);
  });

  it.each(["", "{", "<html>login</html>"])(
    "is tried again when a 200 carries %j, and then CENTRAL_SHAPE",
    async (raw) => {
      await using server = await serve(() => ({ raw }));
      await expect(readJson(server.connect(), reading(server.url), undefined)).rejects.toMatchObject({
        code: "CENTRAL_SHAPE",
      });
      expect(asked(server)).toHaveLength(5);
    },
  );

  it("ends when a server hangs before its headers", async () => {
    await using server = await serve(() => "hang");
    const connection = server.connect({ timeouts: { headers: 50, total: 100 } });
    await expect(readJson(connection, reading(server.url), undefined)).rejects.toMatchObject({
      code: "CENTRAL_UNREACHABLE",
      details: { tries: 5 },
    });
  });

  it("gets one try at a host that was given up, and all of them once that host has answered", async () => {
    let hanging = true;
    await using server = await serve(() => (hanging ? "reset" : { status: 503, raw: "" }));
    const connection = server.connect();
    const tries: number[] = [];
    for (const still of [true, true, false, false]) {
      hanging = still;
      const before = asked(server).length;
      await expect(readJson(connection, reading(server.url), undefined)).rejects.toBeInstanceOf(Fault);
      tries.push(asked(server).length - before);
    }
    expect(tries).toEqual([5, 1, 5, 5]);
  });

  it("unpacks gzip, and refuses a body that unpacks to more than a page can be", async () => {
    const packed = (body: string) => ({ raw: gzipSync(body), headers: { "content-encoding": "gzip" } });
    await using server = await serve(() => packed('{"fine":true}'));
    expect(await readJson(server.connect(), reading(server.url), undefined)).toEqual({ fine: true });

    await using bomb = await serve(() => packed("x".repeat(33 * 1024 * 1024)));
    await expect(readJson(bomb.connect(), reading(bomb.url), undefined)).rejects.toMatchObject({
      code: "CENTRAL_SHAPE",
    });
    expect(asked(bomb)).toHaveLength(1);
  });

  it.each([
    [6 * MINUTE, "behind"],
    [-6 * MINUTE, "ahead of"],
  ])("answered with a Date %s ms off is CLOCK_SKEW: our clock is %s Central's", async (skewMs, side) => {
    // Only this answer is off: the token's own was in order.
    const date = new Date(stepClock().now() + skewMs).toUTCString();
    await using server = await serve(() => ({ json: {}, headers: { date } }));
    const failure = readJson(server.connect(), reading(server.url), undefined);
    await expect(failure).rejects.toMatchObject({ code: "CLOCK_SKEW" });
    await expect(failure).rejects.toThrow(side);
  });

  it.each([4 * MINUTE, -4 * MINUTE])("tolerates a clock that is %s ms off", async (skewMs) => {
    await using server = await serve(() => ({ json: {} }), { skewMs });
    expect(await readJson(server.connect(), reading(server.url), undefined)).toEqual({});
  });

  it("ends with CANCELLED, before it is sent and while it is under way", async () => {
    await using server = await serve(() => "hang");
    const connection = server.connect();
    await expect(readJson(connection, reading(server.url), AbortSignal.abort())).rejects.toMatchObject({
      code: "CANCELLED",
    });
    expect(asked(server)).toEqual([]);
    const stop = new AbortController();
    const under = readJson(connection, reading(server.url), stop.signal);
    await expect.poll(() => asked(server).length).toBe(1);
    stop.abort();
    await expect(under).rejects.toMatchObject({ code: "CANCELLED" });
  });

  it("keeps its connections: a hundred reads one after another open two at most", async () => {
    await using server = await serve(() => ({ json: {} }));
    const connection = server.connect();
    for (let i = 0; i < 100; i++) await readJson(connection, reading(server.url), undefined);
    expect(server.connections()).toBeLessThanOrEqual(2);
  });
});

describe("one object that may be gone", () => {
  it.each([
    ['{"error":"notFound","message":"Can\'t find endpoint"}', "absent"],
    ["", "absent"],
  ])("is absent after a 404 with body %j", async (raw, expected) => {
    await using server = await serve(() => ({ status: 404, raw }));
    expect(await readJsonOrAbsent(server.connect(), reading(server.url), undefined)).toBe(expected);
  });

  it.each(["<html><h1>404</h1></html>", "no such page"])(
    "is not absent because some other server has no page: %j",
    async (raw) => {
      await using server = await serve(() => ({ status: 404, raw }));
      await expect(readJsonOrAbsent(server.connect(), reading(server.url), undefined)).rejects.toMatchObject({
        code: "CENTRAL_SHAPE",
      });
    },
  );
});
