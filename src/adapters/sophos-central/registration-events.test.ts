import { describe, expect, it } from "vitest";
import {
  TENANT,
  centralServer,
  isToken,
  withTokens,
  type Reply,
} from "../../../test/build/central-server.ts";
import { tenantId } from "../../core/model/ids.ts";
import { instant } from "../../core/model/instant.ts";
import { invariant } from "../../core/model/invariant.ts";
import { endpointReader } from "./endpoint-reader.ts";

const ID = "00000000-0000-4000-8000-000000000001";
const WHEN = "2026-09-01T15:11:09.759Z";
const event = (type: string, more: object = {}) => ({
  id: "event-1",
  type: `Event::Endpoint::${type}`,
  endpoint_id: ID.toUpperCase(),
  location: "HOST1",
  when: WHEN,
  created_at: "2026-09-01T15:12:00.000Z",
  ...more,
});
const page = (items: readonly unknown[], more = false, cursor = "c1"): Reply => ({
  json: { has_more: more, next_cursor: cursor, items },
});

async function events(reply: (nth: number) => Reply) {
  await using server = await centralServer(withTokens((_seen, nth) => reply(nth)));
  const id = tenantId(TENANT);
  invariant(id !== undefined, "the test's tenant has an id");
  const reader = endpointReader(server.connect());
  const tenant = { id, name: "Acme", apiHost: server.url, dataRegion: undefined };
  const found = await reader.registrations(tenant, instant(1_000_500), new AbortController().signal);
  return { found, asked: server.seen.filter((seen) => !isToken(seen)) };
}

describe("the events of machines that come in", () => {
  it("are told over all pages, by the cursor, and no other event is", async () => {
    const { found, asked } = await events((nth) =>
      nth === 0
        ? page([event("Registered"), event("UpdateSuccess"), event("RegisteredElsewhere")], true)
        : page([event("Reprotected", { endpoint_id: null }), event("Deduplicated::SERVER")]),
    );
    const at = Date.parse(WHEN);
    expect(found).toEqual([
      { kind: "registered", endpoint: ID, hostname: "HOST1", at },
      { kind: "reprotected", endpoint: undefined, hostname: "HOST1", at },
      { kind: "deduplicated", endpoint: ID, hostname: "HOST1", at },
    ]);
    expect(asked.map(({ path, query }) => ({ path, ...query }))).toEqual([
      { path: "/siem/v1/events", limit: "1000", from_date: "1001" },
      { path: "/siem/v1/events", limit: "1000", cursor: "c1" },
    ]);
  });

  it.each<[string, (nth: number) => Reply, string]>([
    ["the right is missing", () => ({ status: 403, raw: "" }), "CENTRAL_FORBIDDEN"],
    ["a page is no page", () => ({ json: { items: [] } }), "CENTRAL_SHAPE"],
    ["a registration has no date", () => page([event("Registered", { when: "soon" })]), "CENTRAL_SHAPE"],
    [
      "a registration is of nobody",
      () => page([event("Registered", { endpoint_id: "x", location: null })]),
      "CENTRAL_SHAPE",
    ],
    ["the cursor stands still", () => page([], true), "CENTRAL_SHAPE"],
    ["there is no end", (nth) => page([], true, `c${nth}`), "CENTRAL_SHAPE"],
  ])("are a fault when %s", async (_case, reply, code) => {
    await expect(events(reply)).rejects.toMatchObject({ code });
  });
});
