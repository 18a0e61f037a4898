// The faults that a well-known pair of demonstration scripts has on the reading side: none of them here.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { endpointReader } from "../../src/adapters/sophos-central/endpoint-reader.ts";
import { DEFAULT_TIMEOUTS } from "../../src/adapters/system/transport.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import { HOUR, MINUTE, SECOND } from "../../src/core/model/instant.ts";
import { collect, type CollectResult } from "../../src/flows/collect.ts";
import { exportOlder } from "../../src/flows/export-older.ts";
import type { EndpointSource } from "../../src/ports/endpoint-source.ts";
import type { InventoryStore } from "../../src/ports/inventory-store.ts";
import type { FaultAction } from "../../src/simulator/fault-action.ts";
import { tenantId } from "../build/estate.ts";
import { aHouse, STORY_START, type House } from "../build/house.ts";
import { LIST, STRUCK } from "../build/reading-fault.ts";
import { smallWorld } from "../build/small-world.ts";

/** A busy machine takes its time to send a request. */
const PATIENT = { timeout: 180_000 };
const TOKEN = "/api/v2/oauth2/token";
const TENANTS = "/partner/v1/tenants";
const SECRET = "+secret/%26&= ü";
const never = new AbortController().signal;

let house: House;

beforeAll(async () => {
  const world = smallWorld(
    [
      { first: 1, endpoints: 505, retired: 3 },
      // Two of one name, which is no name for a file.
      { first: 1_001, endpoints: 10, retired: 2, name: "Acme A/S" },
      { first: 2_001, endpoints: 10, retired: 2, name: "Acme A/S" },
    ],
    STORY_START,
  );
  for (const credential of world.estate.credentials) Object.assign(credential, { clientSecret: SECRET });
  house = await aHouse({ world });
  await house.collect();
});
afterEach(() => house.simulator.faults.clear());
afterAll(async () => {
  await house[Symbol.asyncDispose]();
});

const read = (central?: EndpointSource): Promise<CollectResult> =>
  house.collect({ directories: false, ...(central !== undefined && { central }) });

const onPage = (page: number, action: FaultAction, times?: number): void => {
  const match = { path: LIST, tenant: STRUCK, page };
  house.simulator.faults.add({ match, action, ...(times !== undefined && { times }) });
};

const coverageOf = ({ tenants }: CollectResult): Record<string, string> =>
  Object.fromEntries(tenants.map(({ tenant, coverage }) => [tenant.id, coverage.kind]));

/** The export of everything last seen 30 days ago, by the names of the files. */
async function exported({ tenants }: CollectResult): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const writeFile = async (path: string, pieces: AsyncIterable<string>): Promise<void> => {
    let text = "";
    for await (const piece of pieces) text += piece;
    files.set(path, text);
  };
  await exportOlder({ olderMs: 30 * 24 * HOUR, dir: "out" }, { ...house, writeFile }, tenants);
  return files;
}

const pages = (): (string | undefined)[] =>
  house.simulator.log
    .filter(({ path, tenant }) => path === LIST && tenant === STRUCK)
    .map(({ query }) => query["pageFromKey"]);

describe("article fault 1: a tenant that was not read whole is never taken for one", () => {
  it.each<[string, number, FaultAction]>([
    ["a first page of 403", 1, { kind: "forbidTenant" }],
    ["a first page of 404", 1, { kind: "status", status: 404 }],
    ["a first page of 400", 1, { kind: "status", status: 400 }],
    ["an answer without pages", 2, { kind: "status", status: 200 }],
    ["an empty page with a key", 2, { kind: "emptyPageWithKey" }],
    ["a token that ends for good between two pages", 2, { kind: "expireToken" }],
  ])("after %s, and no file is written of it", async (_what, page, action) => {
    onPage(page, action);
    const result = await read();
    expect(coverageOf(result)[STRUCK]).not.toBe("complete");
    const files = await exported(result);
    expect([...files.keys()]).toEqual([`out/${tenantId(2)}.json`, `out/${tenantId(3)}.json`]);
  });
});

it("article fault 2: a tenant that fails ends none of the later ones", async () => {
  onPage(1, { kind: "status", status: 500 });
  expect(coverageOf(await read())).toEqual({
    [STRUCK]: "failed",
    [tenantId(2)]: "complete",
    [tenantId(3)]: "complete",
  });
});

it("article fault 3: each page is put away as it comes, not when the tenant is complete", async () => {
  onPage(2, { kind: "hang" });
  house.simulator.clearLog();
  const person = new AbortController();
  const running = Promise.allSettled([house.collect({ directories: false, signal: person.signal })]);
  await expect
    .poll(() => house.simulator.log.some(({ faults }) => faults.includes("hang")), PATIENT)
    .toBe(true);
  const latest = await house.store.inventory.latest();
  const open = latest.find(({ newest: { source } }) => source.kind === "tenant" && source.tenant === STRUCK);
  expect(open?.newest.coverage).toBeUndefined();
  expect(await house.store.inventory.stagedCount(open!.newest.id)).toBe(500);
  person.abort();
  await running;
});

it("article fault 4: the token is renewed before it ends, and after a 401 once", async () => {
  await read();
  house.simulator.clearLog();
  house.clock.advance(50 * MINUTE);
  await read();
  expect(house.simulator.log.map(({ status }) => status)).not.toContain(401);
  expect(house.simulator.log.filter(({ path }) => path === TOKEN)).toHaveLength(1);
  house.simulator.revokeTokens();
  house.simulator.clearLog();
  expect(Object.values(coverageOf(await read()))).toEqual(["complete", "complete", "complete"]);
  expect(house.simulator.log.filter(({ status }) => status === 401)).toHaveLength(1);
});

it("article fault 5: every part of a request has a time-out, and a server that hangs ends nothing but its tenant", async () => {
  for (const ms of Object.values(DEFAULT_TIMEOUTS)) {
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThanOrEqual(120 * SECOND);
  }
  const short = endpointReader(house.connect({ timeouts: { headers: 800, body: 800, total: 5_000 } }));
  onPage(1, { kind: "hang" });
  const coverage = coverageOf(await read(short));
  await short.close();
  expect(coverage).toEqual({ [STRUCK]: "failed", [tenantId(2)]: "complete", [tenantId(3)]: "complete" });
});

it.each([TOKEN, "/whoami/v1", TENANTS, LIST])(
  "article fault 6: a passing failure of %s is tried again",
  async (path) => {
    if (path === TOKEN) house.simulator.revokeTokens();
    house.simulator.clearLog();
    const rule = house.simulator.faults.add({
      match: { path },
      times: 1,
      action: { kind: "status", status: 503 },
    });
    const result = await read();
    expect(rule.fired).toBe(1);
    expect(Object.values(coverageOf(result))).toEqual(["complete", "complete", "complete"]);
    expect(result.requests.retries).toBe(path === TOKEN ? 2 : 1);
  },
);

it("article fault 7: a Retry-After of an hour is waited for two minutes, told, and not tried again before its time", async () => {
  const central = endpointReader(house.connect({}));
  const headers = { "Retry-After": "3600" };
  house.simulator.faults.add({ match: { path: TENANTS }, action: { kind: "status", status: 429, headers } });
  const begun = house.clock.monotonic();
  await expect(read(central)).rejects.toMatchObject({ code: "CENTRAL_THROTTLED" });
  expect(house.clock.monotonic() - begun).toBeLessThan(3 * MINUTE);
  house.simulator.clearLog();
  await expect(read(central)).rejects.toMatchObject({ code: "CENTRAL_THROTTLED" });
  expect(house.simulator.requestCount).toBe(0);
  house.simulator.faults.clear();
  house.clock.advance(HOUR);
  expect(Object.values(coverageOf(await read(central)))).toEqual(["complete", "complete", "complete"]);
  await central.close();
});

it.each<[string, FaultAction]>([
  ["a key that leads back", { kind: "loopKey" }],
  ["a page that comes twice", { kind: "repeatPage" }],
])("article fault 8: %s ends the walk, and nothing is counted twice", async (_what, action) => {
  onPage(2, action);
  house.simulator.clearLog();
  const { tenants } = await read();
  expect(tenants.find(({ tenant }) => tenant.id === STRUCK)).toMatchObject({
    coverage: { kind: "incomplete" },
  });
  expect(pages()).toHaveLength(2);
  const latest = await house.store.inventory.latest();
  for (const { newest } of latest) expect(newest.counted).toBeLessThanOrEqual(505);
});

it("article fault 16: files are named by the tenant's id, so that names may clash or hold a slash", async () => {
  const result = await read();
  const files = await exported(result);
  expect([...files.keys()]).toEqual([1, 2, 3].map((number) => `out/${tenantId(number)}.json`));
  const counts = [...files.values()].map((text) => Object.keys(JSON.parse(text) as object).length);
  expect(counts).toEqual([3, 2, 2]);
});

it("article fault 17: a secret may hold any sign, and a wrong one is told without being shown", async () => {
  const right = endpointReader(house.connect({}));
  expect(Object.values(coverageOf(await read(right)))).toEqual(["complete", "complete", "complete"]);
  await right.close();
  const wrong = endpointReader(
    house.connect({ credential: { clientId: "partner-reader", clientSecret: "wr%ng&word" } }),
  );
  const error: unknown = await read(wrong).catch((thrown: unknown) => thrown);
  await wrong.close();
  expect(error).toMatchObject({ code: "CENTRAL_AUTH" });
  expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/wr(?:%|%25)ng/);
});

it("article fault 18: a page is asked for when the one before it is put away, whatever the size of the tenant", async () => {
  const seen: string[] = [];
  const stageEndpoints: InventoryStore["stageEndpoints"] = async (collection, rows) => {
    await house.store.inventory.stageEndpoints(collection, rows);
    seen.push(`${rows.length} put away, ${pages().length} asked for`);
  };
  const store = { ...house.store, inventory: { ...house.store.inventory, stageEndpoints } };
  house.simulator.clearLog();
  const parts = { ...house, store, hash: sha256, directories: [], progress: () => {} };
  await collect({ ...parts, tenantFilter: { include: [STRUCK], exclude: [] } }, never);
  expect(seen).toEqual(["500 put away, 1 asked for", "5 put away, 2 asked for"]);
  await read();
});

it("article fault 19: no page is fetched twice, and nothing is asked for only to be counted", async () => {
  await read();
  house.simulator.clearLog();
  const { requests } = await read();
  const asked = house.simulator.log.map(({ path, tenant, query }) => JSON.stringify([path, tenant, query]));
  expect(new Set(asked).size).toBe(asked.length);
  // whoami, one page of tenants, two pages and one page each of endpoints; the token is still good.
  expect(house.simulator.requestCount).toBe(1 + 1 + 2 + 1 + 1);
  expect(requests).toEqual({ total: 6, retries: 0, byPurpose: { whoami: 1, tenants: 1, endpoints: 4 } });
});
