import { describe, expect, it } from "vitest";
import type { Simulation } from "../../test/build/simulation.ts";
import { simulate } from "../../test/build/simulation.ts";
import { readBasic } from "./token.ts";

const SOME_TEXT: unknown = expect.any(String);

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const GOOD = {
  grant_type: "client_credentials",
  client_id: "tenant-reader",
  client_secret: "secret-of-tenant-reader",
  scope: "token",
};

async function ask(
  sim: Simulation,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) {
  return sim.client.send(`${sim.simulator.urls.id}/api/v2/oauth2/token`, {
    method: "POST",
    headers: { authorization: "", ...FORM, ...headers },
    body: new URLSearchParams(form).toString(),
    tenant: null,
  });
}

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
});

describe("the token endpoint", () => {
  it("gives a token for an hour, with every field that Sophos ID sends", async () => {
    await using sim = await simulate();
    const answered = await ask(sim, GOOD);
    expect(answered.status).toBe(200);
    expect(answered.json()).toEqual({
      access_token: SOME_TEXT,
      refresh_token: SOME_TEXT,
      token_type: "bearer",
      expires_in: 3600,
      errorCode: "success",
      message: "OK",
      trackingId: SOME_TEXT,
    });
  });

  it("takes the credential from a Basic header, and the form's where both are given", async () => {
    await using sim = await simulate();
    const { client_id: _id, client_secret: _secret, ...rest } = GOOD;
    expect((await ask(sim, rest, basic("tenant-reader", "secret-of-tenant-reader"))).status).toBe(200);
    expect((await ask(sim, GOOD, basic("tenant-reader", "wrong"))).status).toBe(200);
    expect((await ask(sim, rest, basic("tenant-reader", "wrong"))).status).toBe(401);
  });

  it("takes its content type with a charset and in any case", async () => {
    await using sim = await simulate();
    const type = { "content-type": "Application/X-WWW-Form-Urlencoded; charset=UTF-8" };
    expect((await ask(sim, GOOD, type)).status).toBe(200);
  });

  it("reads a secret with reserved characters only if it was encoded", async () => {
    await using sim = await simulate({
      arrange: (_, estate) =>
        Object.assign(estate.credentials[0] ?? {}, { clientId: "odd", clientSecret: "a+b&c=d%" }),
    });
    const form = { ...GOOD, client_id: "odd", client_secret: "a+b&c=d%" };
    expect((await ask(sim, form)).status).toBe(200);
    const raw = await sim.client.send(`${sim.simulator.urls.id}/api/v2/oauth2/token`, {
      method: "POST",
      headers: FORM,
      body: Object.entries(form)
        .map(([key, value]) => `${key}=${value}`)
        .join("&"),
    });
    expect(raw.status).toBe(401);
  });

  it.each([
    [{ client_secret: "wrong" }, 401, "oauth.invalid_client_secret"],
    [{ client_id: "nobody" }, 401, "oauth.client_app_does_not_exist"],
    [{ grant_type: "password" }, 400, "oauth.unsupported_grant_type"],
    [{ scope: "everything" }, 400, "oauth.invalid_scope"],
    [{ grant_type: "refresh_token", refresh_token: "made-up" }, 401, "oauth.invalid_refresh_token"],
  ])("refuses %o in the envelope of Sophos ID", async (wrong, status, errorCode) => {
    await using sim = await simulate();
    const answered = await ask(sim, { ...GOOD, ...wrong });
    expect(answered.status).toBe(status);
    expect(answered.json()).toEqual({
      errorCode,
      message: SOME_TEXT,
      trackingId: SOME_TEXT,
    });
  });

  it("refuses another content type with 400, and what is no JSON", async () => {
    await using sim = await simulate();
    expect((await ask(sim, GOOD, { "content-type": "text/plain" })).status).toBe(400);
    expect((await ask(sim, GOOD, { "content-type": "application/json" })).status).toBe(400);
  });

  it("refreshes a token by the JSON variant", async () => {
    await using sim = await simulate();
    const { refresh_token } = (await ask(sim, GOOD)).json();
    const answered = await sim.client.send(`${sim.simulator.urls.id}/api/v2/oauth2/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...GOOD, grant_type: "refresh_token", refresh_token }),
    });
    expect(answered.json()).toMatchObject({ errorCode: "success", expires_in: 3600 });
  });

  it("answers nothing else at its host", async () => {
    await using sim = await simulate();
    expect((await sim.client.send(`${sim.simulator.urls.id}/whoami/v1`)).status).toBe(404);
    expect((await sim.client.send(`${sim.simulator.urls.id}/api/v2/oauth2/token`)).status).toBe(404);
  });
});

describe("an access token", () => {
  it("works until 3600 s have passed, and no longer", async () => {
    await using sim = await simulate();
    sim.clock.advance(3_599_999);
    expect((await sim.client.get("/endpoint/v1/endpoints")).status).toBe(200);
    sim.clock.advance(1);
    const answered = await sim.client.get("/endpoint/v1/endpoints");
    expect(answered.status).toBe(401);
    expect(answered.json()).toMatchObject({ error: "Unauthorized", requestId: SOME_TEXT });
    expect(answered.json()).not.toHaveProperty("message");
  });

  it("stops working when all are revoked, and a new one works", async () => {
    await using sim = await simulate();
    sim.simulator.revokeTokens();
    expect((await sim.client.get("/endpoint/v1/endpoints")).status).toBe(401);
    await sim.client.login("tenant-reader");
    expect((await sim.client.get("/endpoint/v1/endpoints")).status).toBe(200);
  });

  it("is demanded, in any case of the scheme", async () => {
    await using sim = await simulate();
    const token = await sim.client.login("tenant-reader");
    for (const [authorization, status] of [
      ["", 401],
      [token, 401],
      ["Bearer made-up", 401],
      [`bearer ${token}`, 200],
    ] as const) {
      expect((await sim.client.get("/endpoint/v1/endpoints", { headers: { authorization } })).status).toBe(
        status,
      );
    }
  });
});

describe("a Basic header", () => {
  it.each([
    ["Basic YTpiOmM=", ["a", "b:c"]],
    ["basic YTo=", ["a", ""]],
    ["Basic YQ==", undefined],
    ["Bearer YTpi", undefined],
    [undefined, undefined],
  ])("%s is read as %o", (text, expected) => {
    expect(readBasic(text)).toEqual(expected);
  });
});
