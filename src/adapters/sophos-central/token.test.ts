import { describe, expect, it } from "vitest";
import {
  CLIENT,
  SECRET,
  centralServer,
  isToken,
  token,
  type Reply,
} from "../../../test/build/central-server.ts";
import { MINUTE } from "../../core/model/instant.ts";

const serve = (reply: (nth: number) => Reply) => centralServer((_seen, nth) => reply(nth));

describe("the access token", () => {
  it("is asked for with a form whose secret is URL-encoded", async () => {
    await using server = await serve(() => token());
    await server.connect().tokens.current();
    const [seen] = server.seen;
    expect(seen?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(Object.fromEntries(new URLSearchParams(seen?.body))).toEqual({
      grant_type: "client_credentials",
      client_id: CLIENT,
      client_secret: SECRET,
      scope: "token",
    });
    expect(seen?.body).toContain("client_secret=s3cr3t%2B%2F%26+%3D%C3%A4%25");
  });

  it("is kept until four fifths of its life are over", async () => {
    await using server = await serve((nth) => token(nth, 3_600));
    const { tokens } = server.connect();
    expect(await tokens.current()).toBe("token-0");
    server.clock.advance(48 * MINUTE - 1);
    expect(await tokens.current()).toBe("token-0");
    server.clock.advance(1);
    expect(await tokens.current()).toBe("token-1");
    expect(server.seen).toHaveLength(2);
  });

  it("is fetched once for everybody who wants it at the same time", async () => {
    await using server = await serve((nth) => token(nth));
    const { tokens } = server.connect();
    const all = await Promise.all(Array.from({ length: 20 }, () => tokens.current()));
    expect(new Set(all)).toEqual(new Set(["token-0"]));
    expect(server.seen).toHaveLength(1);
  });

  it("is renewed once for everybody who had the same one refused", async () => {
    await using server = await serve((nth) => token(nth));
    const { tokens } = server.connect();
    const old = await tokens.current();
    const all = await Promise.all(Array.from({ length: 20 }, () => tokens.renew(old)));
    expect(new Set(all)).toEqual(new Set(["token-1"]));
    expect(await tokens.renew(old)).toBe("token-1");
    expect(server.seen).toHaveLength(2);
  });

  it("survives a caller that stops waiting for it", async () => {
    await using server = await serve((nth) => token(nth));
    const { tokens } = server.connect();
    const stop = new AbortController();
    const cancelled = tokens.current(stop.signal);
    const patient = tokens.current();
    stop.abort();
    await expect(cancelled).rejects.toMatchObject({ code: "CANCELLED" });
    expect(await patient).toBe("token-0");
    expect(server.seen).toHaveLength(1);
  });

  it.each([400, 401, 403])("refused with %s is CENTRAL_AUTH, at the first try", async (status) => {
    await using server = await serve(() => ({
      status,
      json: { errorCode: "oauth.invalid_client_secret", message: `Wrong: ${SECRET}`, trackingId: "t-1" },
    }));
    await expect(server.connect().tokens.current()).rejects.toMatchObject({
      code: "CENTRAL_AUTH",
      details: { status, errorCode: "oauth.invalid_client_secret", correlationId: "t-1" },
    });
    expect(server.seen).toHaveLength(1);
  });

  it("is tried again after a 503 and a broken connection, and not forever", async () => {
    await using server = await serve((nth) => [{ status: 503, raw: "" }, "reset" as const][nth] ?? token());
    const connection = server.connect();
    expect(await connection.tokens.current()).toBe("token-0");
    expect(connection.wire.count.read()).toEqual({ total: 3, retries: 2, byPurpose: { token: 3 } });

    await using broken = await serve(() => ({ status: 500, raw: "" }));
    await expect(broken.connect().tokens.current()).rejects.toMatchObject({ code: "CENTRAL_SERVER_ERROR" });
    expect(broken.seen).toHaveLength(5);
  });

  it("whose own tries are used up is not asked for five times five", async () => {
    await using server = await serve(() => ({ status: 500, raw: "" }));
    const { readJson } = await import("./read-json.ts");
    const reading = { origin: server.url, path: "/x", purpose: "whoami" } as const;
    await expect(readJson(server.connect(), reading, undefined)).rejects.toMatchObject({
      code: "CENTRAL_SERVER_ERROR",
    });
    expect(server.seen.filter(isToken)).toHaveLength(5);
  });

  it.each([
    { access_token: "x" },
    { expires_in: 3600 },
    { access_token: "", expires_in: 3600 },
    { access_token: "a b", expires_in: 3600 },
    { access_token: "x\r\ny", expires_in: 3600 },
    { access_token: "x", expires_in: 0 },
    { access_token: "x", expires_in: "soon" },
    [],
    null,
  ])("without a legible value or lifetime is CENTRAL_SHAPE: %j", async (json) => {
    await using server = await serve(() => ({ json }));
    await expect(server.connect().tokens.current()).rejects.toMatchObject({ code: "CENTRAL_SHAPE" });
  });

  it("is not taken from a machine whose clock is an hour away", async () => {
    await using server = await centralServer(() => token(), { skewMs: 60 * MINUTE });
    await expect(server.connect().tokens.current()).rejects.toMatchObject({ code: "CLOCK_SKEW" });
  });
});
