import { describe, expect, it } from "vitest";
import {
  centralServer,
  isToken,
  TENANT,
  withTokens,
  type Reply,
} from "../../../test/build/central-server.ts";
import { endpointId, tenantId, type EndpointId } from "../../core/model/ids.ts";
import { invariant } from "../../core/model/invariant.ts";
import { Fault } from "../../ports/fault.ts";
import { passwordSource } from "./tamper-protection.ts";

const ID = "6e9567ea-bb50-40c5-9f12-42eb308e4c9b";
const PASSWORD = "034181741653";

async function read(reply: Reply, text: string = ID) {
  await using server = await centralServer(withTokens(() => reply));
  const tenant = tenantId(TENANT);
  invariant(tenant !== undefined, "the test's tenant has an id");
  const at = { id: tenant, name: "Acme", apiHost: server.url, dataRegion: undefined };
  const outcome = await passwordSource(server.connect())
    .tamperProtection(at, (endpointId(text) ?? text) as EndpointId, new AbortController().signal)
    .catch((error: unknown) => {
      if (error instanceof Fault) return error;
      throw error;
    });
  return { outcome, asked: server.seen.filter((seen) => !isToken(seen)), logged: server.logged };
}

describe("reading tamper protection", () => {
  it("asks for that endpoint in its tenant, and keeps the previous passwords", async () => {
    const previousPasswords = [
      { password: "1", invalidatedAt: "2024-01-15T10:30:00.000Z" },
      { password: "2" },
    ];
    const { outcome, asked, logged } = await read({
      json: { enabled: true, password: PASSWORD, previousPasswords, more: 1 },
    });
    expect(outcome).toEqual({
      enabled: true,
      password: PASSWORD,
      previousPasswords: [previousPasswords[0], { password: "2", invalidatedAt: undefined }],
    });
    expect(asked).toMatchObject([
      {
        method: "GET",
        path: `/endpoint/v1/endpoints/${ID}/tamper-protection`,
        headers: { "x-tenant-id": TENANT },
      },
    ]);
    expect(logged.join("\n")).not.toContain(PASSWORD);
  });

  it("may find it off and without a password", async () => {
    const { outcome } = await read({ json: { enabled: false, password: null } });
    expect(outcome).toEqual({ enabled: false, password: undefined, previousPasswords: [] });
  });

  it("is absent after a 404", async () => {
    expect((await read({ status: 404, json: { error: "notFound" } })).outcome).toBe("absent");
  });

  it.each<[string, Reply, string]>([
    ["403", { status: 403, raw: "" }, "CENTRAL_FORBIDDEN"],
    ["500", { status: 500, raw: "" }, "CENTRAL_SERVER_ERROR"],
    ["a 404 in HTML", { status: 404, raw: "<html>" }, "CENTRAL_SHAPE"],
    ["on, without a password", { json: { enabled: true } }, "CENTRAL_SHAPE"],
    ["on, with an empty password", { json: { enabled: true, password: "" } }, "CENTRAL_SHAPE"],
    ["neither on nor off", { json: { password: PASSWORD } }, "CENTRAL_SHAPE"],
    [
      "previous passwords that are none",
      { json: { enabled: true, password: PASSWORD, previousPasswords: [{}] } },
      "CENTRAL_SHAPE",
    ],
    ["a list", { json: [PASSWORD] }, "CENTRAL_SHAPE"],
  ])("is a fault that tells no password when the answer is %s", async (_what, reply, code) => {
    const { outcome, logged } = await read(reply);
    invariant(outcome instanceof Fault, "it is a fault");
    expect(outcome.code).toBe(code);
    expect(JSON.stringify([outcome.message, outcome.details, String(outcome.cause)])).not.toContain(PASSWORD);
    expect(logged.join("\n")).not.toContain(PASSWORD);
  });

  it("of an id that is none is a bug", async () => {
    await expect(read({ json: {} }, "")).rejects.toThrow("read by its id");
  });
});
