// Lists of devices and one device over the API: what is shown, to whom, and that a page goes on where the last one ended.
import { afterAll, beforeAll, expect, it } from "vitest";
import { judge } from "../../src/core/assess/judge.ts";
import { missing } from "../../src/core/model/unknown.ts";
import { listDevices, readDevice } from "../../src/api/devices.ts";
import type { Input } from "../../src/api/route.ts";
import type { Grant } from "../../src/core/model/grant.ts";
import { deviceHandlers } from "../../src/server/api/device-handlers.ts";
import { anApi, type ApiStage } from "../build/api-caller.ts";
import { aReadSession } from "../build/read-session.ts";
import {
  aComputer,
  anEndpoint,
  anEndpointId,
  aPolicy,
  daysAgo,
  NOW,
  sha256,
  TENANT,
} from "../build/evidence.ts";
import { stepClock } from "../build/step-clock.ts";
import {
  aTenant,
  collectDirectory,
  collectTenant,
  judgeAll,
  openBench,
  OTHER_TENANT,
  type Bench,
} from "./store-fixture.ts";

let bench: Bench;
let api: ApiStage;
const DEVICES = "/devices";
const VIEWER: Grant = { role: "viewer", tenants: "all" };
const viewerOf = (tenant: string): Grant => ({ role: "viewer", tenants: [tenant] });
const as = (grant: Grant) => api.as("jane", [grant]);

/** One device that is to be retired, one kept, one that nobody knows anything of; and one of another tenant. */
beforeAll(async () => {
  bench = await openBench("pglite:memory");
  const { store } = bench;
  api = anApi(deviceHandlers, aReadSession(store, stepClock(NOW)));
  await store.inventory.saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], NOW);
  await collectDirectory(store, [aComputer()], NOW);
  await collectTenant(
    store,
    [
      anEndpoint(),
      anEndpoint({
        id: anEndpointId(2),
        hostname: "LAP-0200",
        serialNumber: "SER-200",
        lastSeenAt: daysAgo(3),
      }),
      anEndpoint({
        id: anEndpointId(3),
        hostname: missing,
        serialNumber: missing,
        lastSeenAt: missing,
        type: missing,
      }),
    ],
    NOW,
  );
  await collectTenant(store, [anEndpoint({ id: anEndpointId(4), tenant: OTHER_TENANT })], NOW, OTHER_TENANT);
  await judgeAll(store, NOW, (evidence) => judge(evidence, aPolicy(), NOW, sha256));
});
afterAll(async () => bench.store.close());

type Asked = Input<typeof listDevices>["query"];

const list = async (query: Asked = {}, person = VIEWER) => {
  const { items, total, next } = await as(person).call(listDevices, { query });
  return { ids: items.map(({ endpoint }) => endpoint), items, total, next };
};

it("shows the longest silent first, with what their records say, and those unknown last", async () => {
  const { ids, items, total } = await list({}, viewerOf(TENANT));

  expect(ids).toEqual([anEndpointId(1), anEndpointId(2), anEndpointId(3)]);
  expect(total).toEqual({ count: 3, exact: true });
  expect(items[1]).toMatchObject({
    tenant: TENANT,
    tenantName: "Acme GmbH",
    hostname: "LAP-0200",
    deviceClass: "computer",
    osName: "Windows 11 Pro",
    person: "Jane Doe",
    lastSeenAt: "2026-05-29T12:00:00.000Z",
    daysInactive: 3,
    disposition: "keep",
  });
  expect(items[1]?.reasons).toContain("recently_seen");
  expect(items[2]).toMatchObject({
    hostname: { unknown: "missing" },
    deviceClass: "unknown",
    lastSeenAt: { unknown: "missing" },
  });
});

it("goes on where a page ended, and takes a cursor only back into the order it was given in", async () => {
  const first = await list({ limit: 3, sort: "hostname" });
  const second = await list({ limit: 3, sort: "hostname", cursor: String(first.next) });
  expect(new Set([...first.ids, ...second.ids]).size).toBe(4);
  expect(second.next).toBeUndefined();

  const forged = Buffer.from('["devices by hostname up",{"a":1},"x"]').toString("base64url");
  const wrong = [
    `sort=lastSeen&cursor=${first.next}`,
    "cursor=e30",
    "cursor=%25",
    `sort=hostname&cursor=${forged}`,
  ];
  for (const query of wrong) {
    expect(await as(VIEWER).wrong(`${DEVICES}?${query}`)).toMatchObject({
      status: 400,
      code: "input_not_understood",
    });
  }
});

it.each([
  [{ disposition: "retire,review", search: "lap-01" }, [1, 4]],
  [{ reason: "recently_seen" }, [2]],
  [{ silentAtLeast: 30 }, [1, 4]],
  [{ silentAtMost: 30 }, [2]],
  [{ search: "ser-200" }, [2]],
  [{ deviceClass: "unknown" }, [3]],
  [{ tenant: OTHER_TENANT }, [4]],
])("is narrowed by %o", async (query, expected) => {
  const { ids, total } = await list(query);
  expect([...ids].sort()).toEqual(expected.map(anEndpointId));
  expect(total).toEqual({ count: expected.length, exact: true });
});

it.each(["reason=no_such_reason", "finding=vip_owner", "disposition=gone", "limit=501", "colour=red"])(
  "does not take %s for no wish at all",
  async (query) => {
    expect((await as(VIEWER).wrong(`${DEVICES}?${query}`)).status).toBe(400);
  },
);

it("shows nothing of another tenant, not even that it is there", async () => {
  const stranger = viewerOf(TENANT);
  const there = await as(stranger).wrong(`${DEVICES}?tenant=${OTHER_TENANT}`);
  const nowhere = await as(stranger).wrong(`${DEVICES}?tenant=00000000-0000-4000-8000-000000000000`);
  expect(there).toEqual({ ...nowhere, status: 404 });
  expect((await list({ search: anEndpointId(4) }, stranger)).ids).toEqual([]);

  const device = await as(stranger).wrong(`${DEVICES}/${OTHER_TENANT}/${anEndpointId(4)}`);
  const none = await as(stranger).wrong(`${DEVICES}/${OTHER_TENANT}/${anEndpointId(5)}`);
  expect(device).toEqual({ ...none, status: 404 });
});

it("tells of one device both records, every reason in a sentence with its evidence, and its siblings", async () => {
  const told = await as(VIEWER).call(readDevice, { params: { tenant: TENANT, endpoint: anEndpointId(1) } });

  expect(told).toMatchObject({
    tenantName: "Acme GmbH",
    firstSeenAt: "2026-06-01T12:00:00.000Z",
    record: {
      hostname: "LAP-0142",
      osBuild: 22631,
      personLogin: "CORP\\jane",
      group: { unknown: "missing" },
    },
    computers: [
      { directory: "corp", dn: aComputer().dn, domain: "corp.example.com", enabled: false, matched: true },
    ],
    assessment: { match: "exact", daysInactive: 60 },
    holds: [],
    history: [],
  });
  for (const reason of told.assessment?.reasons ?? []) expect(reason.text).toMatch(/\.$/);
  // Lists of people and of containers are evidence of the directory, not of this device.
  expect(Object.keys(told)).not.toContain("directories");
});
