import { describe, expect, it } from "vitest";
import {
  TENANT,
  centralServer,
  isToken,
  withTokens,
  type Reply,
} from "../../../test/build/central-server.ts";
import { tenantId } from "../../core/model/ids.ts";
import { invariant } from "../../core/model/invariant.ts";
import { endpointReader } from "./endpoint-reader.ts";

const uuid = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const alert = (n: number, more: object = {}) => ({
  id: `alert-${n}`,
  severity: "high",
  managedAgent: { id: uuid(n).toUpperCase(), type: "computer" },
  ...more,
});
const page = (items: readonly unknown[], nextKey?: string, count?: number): Reply => ({
  json: { items, pages: { nextKey, items: count } },
});

async function alerts(reply: (nth: number) => Reply) {
  await using server = await centralServer(withTokens((_seen, nth) => reply(nth)));
  const id = tenantId(TENANT);
  invariant(id !== undefined, "the test's tenant has an id");
  const reader = endpointReader(server.connect());
  const tenant = { id, name: "Acme", apiHost: server.url, dataRegion: undefined };
  const found = await reader.openAlerts(tenant, new AbortController().signal);
  return { found: [...found], asked: server.seen.filter((seen) => !isToken(seen)) };
}

describe("the open alerts of a tenant", () => {
  it("name each endpoint once, over all pages, and only for severity high", async () => {
    const { found, asked } = await alerts((nth) =>
      nth === 0
        ? page([alert(1), alert(2, { severity: "low" }), alert(3, { managedAgent: undefined })], "k", 5)
        : page([alert(4), { ...alert(1), id: "another" }], undefined, 5),
    );
    expect(found).toEqual([uuid(1), uuid(4)]);
    expect(asked.map((seen) => seen.query["pageFromKey"])).toEqual([undefined, "k"]);
    expect(asked[0]).toMatchObject({ path: "/common/v1/alerts", query: { severity: "high" } });
  });

  it("are none where there are none", async () => {
    expect((await alerts(() => page([], undefined, 0))).found).toEqual([]);
  });

  it.each<[string, (nth: number) => Reply, string]>([
    ["the right is missing", () => ({ status: 403, raw: "" }), "CENTRAL_FORBIDDEN"],
    ["a page is no page", () => ({ json: { items: 3 } }), "CENTRAL_SHAPE"],
    ["an alert is illegible", () => page([{}], undefined, 1), "CENTRAL_SHAPE"],
    [
      "an agent is illegible",
      () => page([alert(1, { managedAgent: { id: "x" } })], undefined, 1),
      "CENTRAL_SHAPE",
    ],
    ["there are fewer than counted", () => page([alert(1)], undefined, 2), "CENTRAL_SHAPE"],
    ["keys go in a circle", (nth) => page([alert(nth % 9)], "k", 9), "CENTRAL_SHAPE"],
    ["an empty page promises more", () => page([], "k", 9), "CENTRAL_SHAPE"],
  ])("are a fault and no shorter list when %s", async (_what, reply, code) => {
    await expect(alerts(reply)).rejects.toMatchObject({ code });
  });
});
