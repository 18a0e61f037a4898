// A collection costs the fewest requests there are, and what was sent is what is told.
import { expect, it } from "vitest";
import { SECOND } from "../../src/core/model/instant.ts";
import type { CollectResult } from "../../src/flows/collect.ts";
import type { SimCredential } from "../../src/simulator/estate.ts";
import { aHouse, STORY_START, type House } from "../build/house.ts";
import { smallWorld, type SmallTenant } from "../build/small-world.ts";

/** Tenants are listed by the hundred, endpoints by five hundred: the most that Central sends. */
const [TENANT_PAGE, ENDPOINT_PAGE] = [100, 500];
/** How many more than the fewest a collection may send. */
const MOST = 1.02;

/**
 * The fewest requests that can read everything: one token, one whoami; a page for every hundred tenants, unless the
 * credential is a tenant's own and has none to list; and of each tenant a page for every five hundred endpoints, at least
 * one, since only a page says that there are none. A tenant without API host costs nothing, one that refuses costs the
 * page that it refuses.
 */
function fewest(sizes: readonly number[], listed: number | undefined): number {
  const listing = listed === undefined ? 0 : Math.max(1, Math.ceil(listed / TENANT_PAGE));
  const pages = sizes.map((size) => Math.max(1, Math.ceil(size / ENDPOINT_PAGE)));
  return 1 + 1 + listing + pages.reduce((sum, count) => sum + count, 0);
}

const tenants = (...sizes: readonly number[]): SmallTenant[] =>
  sizes.map((endpoints, index) => ({ first: index * 2_000 + 1, endpoints, retired: Math.min(1, endpoints) }));

function expectFewest(house: House, result: CollectResult, expected: number): void {
  expect(result.requests.total).toBeLessThanOrEqual(MOST * expected);
  // A simulated Central that stands still takes exactly the fewest.
  expect(result.requests).toMatchObject({ total: expected, retries: 0 });
  expect(house.simulator.requestCount).toBe(result.requests.total);
}

it.each<[string, readonly number[], SimCredential["kind"]]>([
  ["a tenant's own credential, two and a bit pages", [1_001], "tenant"],
  ["a partner, pages that are just full and just not", [500, 501, 499], "partner"],
  ["an organization, tenants with none and with one", [0, 1, 0], "organization"],
])("%s: the fewest requests there are", async (_what, sizes, kind) => {
  await using house = await aHouse({
    world: smallWorld(tenants(...sizes), STORY_START),
    credential: (all) => all.find((one) => one.kind === kind && one.role === "readOnly")!,
  });
  const result = await house.collect();
  expect(result.tenants.map(({ counted }) => counted)).toEqual(sizes);
  expectFewest(house, result, fewest(sizes, kind === "tenant" ? undefined : sizes.length));
  house.simulator.clearLog();
  const again = await house.collect();
  // The token serves an hour: the next run within it is cheaper by one.
  expect(again.requests.total).toBe(result.requests.total - 1);
});

it("article fault 9: a partner of many tenants is read at the pace that Central allows, with the fewest requests", async () => {
  const perSecond = 10;
  const plans = Array.from({ length: 104 }, (_, index) => ({
    first: index * 2 + 1,
    endpoints: 2,
    retired: 0,
    hasApiHost: index !== 100,
    managed: index !== 101,
  }));
  await using house = await aHouse({
    world: smallWorld(plans, STORY_START),
    central: { rate: { perSecond, perMinute: 100, perHour: 1_000, perDay: 200_000 } },
  });
  const begun = house.clock.monotonic();
  const result = await house.collect();
  expect(result.tenants.filter(({ coverage }) => coverage.kind === "complete")).toHaveLength(102);
  expect(result.notCovered.map(({ code }) => code)).toEqual(["no_api_host", "forbidden"]);
  expectFewest(
    house,
    result,
    fewest(
      Array.from({ length: 103 }, () => 2),
      104,
    ),
  );

  // 107 requests at 100 a minute: the last ones wait for the second minute.
  expect(house.clock.monotonic() - begun).toBeGreaterThan(60 * SECOND);
  // What is under way when the moved clock jumps arrives after the jump: four tenants are read at once.
  const underWay = 4;
  const at = house.simulator.log.map((entry) => entry.at);
  const busiest = Math.max(
    ...at.map((from) => at.filter((one) => one >= from && one < from + SECOND).length),
  );
  expect(busiest).toBeLessThanOrEqual(perSecond + underWay);
});
