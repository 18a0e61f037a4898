import { describe, expect, it } from "vitest";
import {
  TENANT,
  centralServer,
  isToken,
  withTokens,
  type Reply,
} from "../../../test/build/central-server.ts";
import { endpointId, tenantId, type EndpointId } from "../../core/model/ids.ts";
import { invariant } from "../../core/model/invariant.ts";
import { endpointReader } from "./endpoint-reader.ts";

const ID = "6e9567ea-bb50-40c5-9f12-42eb308e4c9b";
const never = new AbortController().signal;

async function read(reply: Reply, text: string = ID) {
  await using server = await centralServer(withTokens(() => reply));
  const tenant = tenantId(TENANT);
  invariant(tenant !== undefined, "the test's tenant has an id");
  const reader = endpointReader(server.connect());
  const at = { id: tenant, name: "Acme", apiHost: server.url, dataRegion: undefined };
  const found = await reader.read(at, (endpointId(text) ?? text) as EndpointId, never);
  return { found, asked: server.seen.filter((seen) => !isToken(seen)) };
}

describe("reading one endpoint live", () => {
  it("asks for that id, in full, in its tenant", async () => {
    const { found, asked } = await read({ json: { id: ID.toUpperCase(), hostname: "LAP-1" } });
    expect(found).toMatchObject({ id: ID, tenant: TENANT, hostname: "LAP-1" });
    expect(asked).toMatchObject([
      {
        method: "GET",
        path: `/endpoint/v1/endpoints/${ID}`,
        query: { view: "full" },
        headers: { "x-tenant-id": TENANT },
      },
    ]);
  });

  it("is absent after a 404 on this very id", async () => {
    expect((await read({ status: 404, json: { error: "notFound" } })).found).toBe("absent");
  });

  it.each<[string, Reply, string]>([
    ["403", { status: 403, raw: "" }, "CENTRAL_FORBIDDEN"],
    ["500", { status: 500, raw: "" }, "CENTRAL_SERVER_ERROR"],
    ["410", { status: 410, raw: "" }, "CENTRAL_SHAPE"],
    ["a 404 in HTML", { status: 404, raw: "<html>" }, "CENTRAL_SHAPE"],
    ["an empty object", { json: {} }, "CENTRAL_SHAPE"],
    ["an empty list", { json: { items: [] } }, "CENTRAL_SHAPE"],
    ["another endpoint", { json: { id: "00000000-0000-4000-8000-000000000001" } }, "CENTRAL_SHAPE"],
    ["another tenant's", { json: { id: ID, tenant: { id: ID } } }, "CENTRAL_SHAPE"],
    ["nothing", { raw: "" }, "CENTRAL_SHAPE"],
  ])("is a fault and never absent when the answer is %s", async (_what, reply, code) => {
    await expect(read(reply)).rejects.toMatchObject({ code });
  });

  it("of an id that is none is a bug: it would name the collection", async () => {
    await expect(read({ json: {} }, "")).rejects.toThrow("read by its id");
  });
});
