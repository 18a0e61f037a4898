import { describe, expect, it } from "vitest";
import {
  TENANT,
  centralServer,
  isToken,
  withTokens,
  type Handler,
  type Reply,
} from "../../../test/build/central-server.ts";
import { MINUTE } from "../../core/model/instant.ts";
import { checkCentral } from "./check-central.ts";

const noEvents: Reply = { json: { items: [], has_more: false, next_cursor: "c" } };
const empty: Reply = { json: { items: [], pages: { items: 0, total: 0 } } };
const estate =
  (replies: Readonly<Record<string, Reply>> = {}): Handler =>
  (seen) =>
    replies[seen.path] ??
    (seen.path === "/whoami/v1"
      ? { json: { id: TENANT, idType: "tenant", apiHosts: { dataRegion: `https://${seen.headers.host}` } } }
      : seen.path === "/siem/v1/events"
        ? noEvents
        : empty);

async function check(handler: Handler, skewMs = 0, withGroups = false) {
  await using server = await centralServer(handler, { skewMs });
  const rows = await checkCentral(server.connect(), () => withGroups, new AbortController().signal);
  return { rows, seen: server.seen };
}

describe("the self-test", () => {
  it("proves token, clock, tenants, endpoints, alerts, migrations and events with harmless reads", async () => {
    const { rows, seen } = await check(withTokens(estate()));
    expect(rows.map((row) => [row.held, row.code])).toEqual(
      Array.from({ length: 7 }, () => [true, undefined]),
    );
    expect(rows[2]?.detail).toBe(`tenant credential ${TENANT}: 1 covered, 0 not covered`);
    expect(
      seen
        .filter((one) => !isToken(one))
        .map((one) => `${one.method} ${one.path} ${one.query["pageSize"] ?? ""}`),
    ).toEqual([
      "GET /whoami/v1 ",
      "GET /endpoint/v1/endpoints 1",
      "GET /common/v1/alerts 1",
      "GET /endpoint/v1/migrations 1",
      "GET /siem/v1/events ",
    ]);
  });

  it("ends at a wrong secret", async () => {
    const { rows } = await check(() => ({ status: 401, json: {} }));
    expect(rows).toMatchObject([{ held: false, code: "CENTRAL_AUTH" }]);
    expect(rows[0]?.remedy).toContain("secret");
  });

  it("counts events that may not be read as a warning: nothing is decided by them", async () => {
    const forbidden = { status: 403, json: { error: "forbidden" } };
    const { rows } = await check(withTokens(estate({ "/siem/v1/events": forbidden })));
    const last = rows.at(-1);
    expect(last).toMatchObject({ held: false, code: undefined });
    expect(last?.right).toContain("read the events");
  });

  it("asks for groups where a protect rule needs them, and counts it as a warning when they may not be read", async () => {
    const { rows, seen } = await check(withTokens(estate()), 0, true);
    expect(rows.at(-1)).toMatchObject({ held: true, code: undefined });
    expect(rows.at(-1)?.right).toContain("read the endpoint groups");
    expect(seen.at(-1)).toMatchObject({ path: "/endpoint/v1/endpoint-groups", query: { pageSize: "1" } });

    const forbidden = { "/endpoint/v1/endpoint-groups": { status: 403, json: { error: "forbidden" } } };
    const refused = await check(withTokens(estate(forbidden)), 0, true);
    expect(refused.rows.at(-1)).toMatchObject({ held: false, code: undefined });
  });

  it("tells a missing right by itself and tries the rest", async () => {
    const forbidden = { status: 403, json: { error: "forbidden" } };
    const { rows } = await check(withTokens(estate({ "/endpoint/v1/endpoints": forbidden })));
    expect(rows.map((row) => row.held)).toEqual([true, true, true, false, true, true, true]);
    expect(rows[3]).toMatchObject({ code: "CENTRAL_FORBIDDEN" });
  });

  it("tells a clock that is off", async () => {
    const { rows } = await check(withTokens(estate()), 10 * MINUTE);
    expect(rows).toMatchObject([{ held: false, code: "CLOCK_SKEW" }]);
  });

  it("tells a credential that covers nothing, and why", async () => {
    const { rows } = await check(
      withTokens(estate({ "/whoami/v1": { json: { id: TENANT, idType: "tenant" } } })),
    );
    expect(rows.map((row) => row.held)).toEqual([true, true, false, false]);
    expect(rows[3]?.detail).toContain("no_api_host");
  });
});
