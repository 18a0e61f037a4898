import { describe, expect, it } from "vitest";
import {
  TENANT,
  centralServer,
  isToken,
  withTokens,
  type Reply,
  type Seen,
} from "../../../test/build/central-server.ts";
import { tenantId } from "../../core/model/ids.ts";
import { DAY, formatInstant, instant, MINUTE } from "../../core/model/instant.ts";
import { invariant } from "../../core/model/invariant.ts";
import { endpointReader } from "./endpoint-reader.ts";

const LIST = "/endpoint/v1/migrations";
const NOW = Date.UTC(2026, 2, 1, 8);
const at = (ms: number) => formatInstant(instant(NOW + ms));
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const job = (n: number, more: object = {}) => ({
  id: uuid(900 + n),
  mode: "sending",
  token: "handshake",
  createdAt: at(-DAY),
  expiresAt: at(13 * DAY),
  ...more,
});
const device = (n: number, status: unknown = "pending") => ({ id: uuid(n).toUpperCase(), status });
const page = (items: readonly unknown[], total = 1, count: unknown = items.length): Reply => ({
  json: { items, pages: { current: 1, size: 100, total, items: count, maxSize: 100 } },
});

/** Serves the jobs, and for each its devices. */
async function migrating(jobs: (seen: Seen) => Reply, devices: (seen: Seen, nth: number) => Reply) {
  await using server = await centralServer(
    withTokens((seen, nth) => (seen.path === LIST ? jobs(seen) : devices(seen, nth))),
  );
  const id = tenantId(TENANT);
  invariant(id !== undefined, "the test's tenant has an id");
  const reader = endpointReader(server.connect());
  const tenant = { id, name: "Acme", apiHost: server.url, dataRegion: undefined };
  const found = await reader.migrating(tenant, new AbortController().signal);
  return {
    found: [...found],
    asked: server.seen.filter((seen) => !isToken(seen)),
    logged: server.logged,
    purposes: reader.requests().byPurpose,
  };
}

describe("the migrating endpoints of a tenant", () => {
  it("are those still pending in any of its sending jobs, over all pages", async () => {
    const { found, asked, purposes } = await migrating(
      ({ query }) => page([job(Number(query["page"]))], 2, 2),
      ({ path, query }) => {
        if (path.includes(uuid(902))) return page([device(400)]);
        const first = query["page"] === "1";
        const devices = Array.from({ length: first ? 100 : 20 }, (_, i) => device(i + (first ? 0 : 100)));
        return page([...devices.slice(0, -1), device(first ? 300 : 301, "succeeded")], 2, 120);
      },
    );
    expect(found).toEqual([
      ...Array.from({ length: 99 }, (_, i) => uuid(i)),
      ...Array.from({ length: 19 }, (_, i) => uuid(i + 100)),
      uuid(400),
    ]);
    expect(asked.map(({ path, query }) => [path, query["mode"], query["page"]])).toEqual([
      [LIST, "sending", "1"],
      [LIST, "sending", "2"],
      [`${LIST}/${uuid(901)}/endpoints`, undefined, "1"],
      [`${LIST}/${uuid(901)}/endpoints`, undefined, "2"],
      [`${LIST}/${uuid(902)}/endpoints`, undefined, "1"],
    ]);
    expect(asked[0]).toMatchObject({
      query: { pageSize: "100", pageTotal: "true" },
      headers: { "x-tenant-id": TENANT },
    });
    expect(purposes).toMatchObject({ migrations: 5 });
  });

  it("are none where there are no jobs, which takes one request", async () => {
    const { found, asked } = await migrating(
      () => page([], 0),
      () => "reset",
    );
    expect(found).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it.each<[string, unknown, boolean]>([
    ["pending", "pending", true],
    ["succeeded", "succeeded", false],
    ["failed", "failed", false],
    ["in a state that nobody knows yet", "handedOver", true],
    ["without a state", undefined, true],
    ["with an illegible state", { state: 1 }, true],
  ])("a device is counted in doubt: %s", async (_what, status, counted) => {
    const { found } = await migrating(
      () => page([job(1)]),
      () => page([{ id: uuid(1), status }]),
    );
    expect(found).toEqual(counted ? [uuid(1)] : []);
  });

  it.each<[string, object, boolean]>([
    ["one that ends later", { expiresAt: at(DAY) }, true],
    ["one that ended", { expiresAt: at(-DAY) }, false],
    ["one that ended just now, by a clock that may differ", { expiresAt: at(-4 * MINUTE) }, true],
    ["one without an end", { expiresAt: undefined }, true],
    ["one whose end is illegible", { expiresAt: "in a fortnight" }, true],
    ["one that receives, although only sending ones were asked for", { mode: "receiving" }, false],
    ["one that does not say which it is", { mode: undefined }, true],
  ])("a job is counted in doubt: %s", async (_what, more, counted) => {
    const { found, asked } = await migrating(
      () => page([job(1, more)]),
      () => page([device(1)]),
    );
    expect(found).toEqual(counted ? [uuid(1)] : []);
    expect(asked).toHaveLength(counted ? 2 : 1);
  });

  it("leave no trace of a job's token in the log", async () => {
    const { logged } = await migrating(
      () => page([job(1)]),
      () => page([device(1)]),
    );
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.join("\n")).not.toContain("handshake");
  });

  const oneJob = () => page([job(1)]);
  const noDevice = () => page([]);
  it.each<[string, () => Reply, (seen: Seen, nth: number) => Reply, string]>([
    ["the right to the jobs is missing", () => ({ status: 403, raw: "" }), noDevice, "CENTRAL_FORBIDDEN"],
    ["the right to the devices is missing", oneJob, () => ({ status: 403, raw: "" }), "CENTRAL_FORBIDDEN"],
    ["a page is no page", () => ({ json: { items: 3 } }), noDevice, "CENTRAL_SHAPE"],
    ["the jobs are not counted", () => page([job(1)], 1, null), noDevice, "CENTRAL_SHAPE"],
    ["there are fewer jobs than counted", () => page([job(1)], 1, 2), noDevice, "CENTRAL_SHAPE"],
    ["a job has no id", () => page([job(1, { id: undefined })]), noDevice, "CENTRAL_SHAPE"],
    [
      "a job's id is none for a path",
      () => page([job(1, { id: "../endpoints" })]),
      noDevice,
      "CENTRAL_SHAPE",
    ],
    [
      "a job is gone by the time its devices are asked for",
      oneJob,
      () => ({ status: 404, raw: "" }),
      "CENTRAL_SHAPE",
    ],
    ["there are fewer devices than counted", oneJob, () => page([device(1)], 1, 2), "CENTRAL_SHAPE"],
    ["a device is illegible", oneJob, () => page([{ id: "x", status: "pending" }]), "CENTRAL_SHAPE"],
    ["a device has no id", oneJob, () => page([{ status: "succeeded" }]), "CENTRAL_SHAPE"],
    [
      "the devices' pages break off",
      oneJob,
      (_seen, nth) => (nth === 0 ? page([device(1)], 2, 2) : { status: 500, raw: "" }),
      "CENTRAL_SERVER_ERROR",
    ],
  ])("are a fault and no shorter list when %s", async (_what, jobs, devices, code) => {
    await expect(migrating(jobs, devices)).rejects.toMatchObject({ code });
  });
});
