import { describe, expect, it } from "vitest";
import { endpoint, endpointId, groupId, START, tenantId } from "../../test/build/estate.ts";
import type { JsonObject, SimTenant } from "./estate.ts";
import { simulate } from "../../test/build/simulation.ts";

const SOME_TEXT: unknown = expect.any(String);

const LIST = "/endpoint/v1/endpoints";
const numbers = (items: readonly Record<string, unknown>[] | undefined): readonly number[] =>
  (items ?? []).map(({ id }) => Number.parseInt(String(id).slice(-12), 16));

describe("the list of endpoints", () => {
  it("walks every endpoint once by nextKey, in order of id, and the last page has no key", async () => {
    await using sim = await simulate({ tenants: [{ endpoints: 7 }] });
    const { items, pages } = await sim.client.walk(`${LIST}?sort=id:asc&pageSize=3&view=full`);
    expect(numbers(items)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(pages).toBe(3);
  });

  it("ends with the last full page: no empty one comes after it", async () => {
    await using sim = await simulate({ tenants: [{ endpoints: 6 }] });
    const { items, pages } = await sim.client.walk(`${LIST}?sort=id&pageSize=3`);
    expect([items.length, pages]).toEqual([6, 2]);
  });

  it("says in pages only what was asked for and what there is", async () => {
    await using sim = await simulate({ tenants: [{ endpoints: 3 }] });
    const first = (await sim.client.get(`${LIST}?sort=id&pageSize=2&pageTotal=true`)).json();
    expect(Object.keys(first.pages ?? {}).toSorted()).toEqual([
      "items",
      "maxSize",
      "nextKey",
      "size",
      "total",
    ]);
    expect(first.pages).toMatchObject({ size: 2, items: 3, total: 2, maxSize: 500 });
    const key = encodeURIComponent(String(first.pages?.["nextKey"]));
    const last = (await sim.client.get(`${LIST}?sort=id&pageSize=2&pageFromKey=${key}`)).json();
    expect(Object.keys(last.pages ?? {}).toSorted()).toEqual(["fromKey", "maxSize", "size"]);
    expect(numbers(last.items)).toEqual([3]);
  });

  it("ends with an empty key where it is told to behave so", async () => {
    await using sim = await simulate({ behaviour: { lastKey: "empty" } });
    expect((await sim.client.get(LIST)).json().pages).toMatchObject({ nextKey: "" });
  });

  it("has pages of 50 unless told otherwise, and of 500 at most", async () => {
    await using sim = await simulate({ tenants: [{ endpoints: 60 }] });
    expect((await sim.client.get(LIST)).json().items).toHaveLength(50);
    expect((await sim.client.get(`${LIST}?pageSize=500`)).json().items).toHaveLength(60);
    for (const size of ["501", "0", "-1", "ten"]) {
      expect((await sim.client.get(`${LIST}?pageSize=${size}`)).status).toBe(400);
    }
  });

  it("tolerates unknown parameters, an empty pageFromKey and headers in any case", async () => {
    await using sim = await simulate();
    const answered = await sim.client.get(`${LIST}?pageFromKey=&osPlatform=windows&view=basic`, {
      tenant: null,
      headers: { "X-TENANT-ID": tenantId(1).toUpperCase() },
    });
    expect([answered.status, answered.json().items?.length]).toEqual([200, 5]);
  });

  it("answers a key it never gave out with 400", async () => {
    await using sim = await simulate();
    expect((await sim.client.get(`${LIST}?pageFromKey=nonsense`)).status).toBe(400);
  });

  it.each([
    ["basic", ["hostname", "id", "tenant", "type"]],
    ["summary", ["associatedPerson", "health", "hostname", "id", "ipv4Addresses", "lastSeenAt"]],
    ["full", ["cloned", "registeredAt", "serialNumber", "tags"]],
  ])("shows view=%s", async (view, some) => {
    await using sim = await simulate();
    const keys = Object.keys((await sim.client.get(`${LIST}?view=${view}`)).json().items?.[0] ?? {});
    expect(keys).toEqual(expect.arrayContaining(some));
    expect(keys.includes("registeredAt")).toBe(view === "full");
    expect(keys.includes("os")).toBe(view !== "basic");
  });

  it("shows the fields asked for, and always the id", async () => {
    await using sim = await simulate();
    const items = (await sim.client.get(`${LIST}?fields=hostname,serialNumber,nosuch`)).json().items;
    expect(Object.keys(items?.[0] ?? {}).toSorted()).toEqual(["hostname", "id", "serialNumber"]);
  });

  it("is ordered by lastSeenAt, newest first, without a sort, and as asked with one", async () => {
    await using sim = await simulate({ tenants: [{ endpoints: 3 }] });
    const tenant = sim.tenant;
    tenant.endpoints.set(endpointId(3), endpoint(3, tenant.id, { lastSeenAt: "2026-03-01T00:00:00.000Z" }));
    expect(numbers((await sim.client.get(LIST)).json().items)).toEqual([3, 1, 2]);
    expect(numbers((await sim.client.get(`${LIST}?sort=hostname:desc`)).json().items)).toEqual([3, 2, 1]);
    expect((await sim.client.get(`${LIST}?sort=nosuch`)).status).toBe(400);
    expect((await sim.client.get(`${LIST}?sort=id:sideways`)).status).toBe(400);
  });

  it("puts what has no value last in either direction", async () => {
    await using sim = await simulate({ tenants: [{ endpoints: 3 }] });
    const { lastSeenAt: _, ...silent } = endpoint(2, sim.tenant.id);
    sim.tenant.endpoints.set(silent.id, silent);
    for (const direction of ["asc", "desc"]) {
      const items = (await sim.client.get(`${LIST}?sort=lastSeenAt:${direction}`)).json().items;
      expect(numbers(items).at(-1)).toBe(2);
    }
  });

  it("loses a device without a sort when it reports between two pages, and none with sort=id", async () => {
    for (const [sort, expected] of [
      ["", 3],
      ["&sort=id", 4],
    ] as const) {
      await using sim = await simulate({
        tenants: [{ endpoints: 4 }],
        onPage: (tenant, page) => {
          if (page === 1) {
            tenant.endpoints.set(
              endpointId(4),
              endpoint(4, tenant.id, { lastSeenAt: new Date(START + 1000).toISOString() }),
            );
          }
        },
      });
      const { items } = await sim.client.walk(`${LIST}?pageSize=2${sort}`);
      expect(items).toHaveLength(expected);
    }
  });
});

describe("a filter of the list of endpoints", () => {
  const arrange = (tenant: SimTenant): void => {
    const set = (number: number, different: JsonObject): void =>
      void tenant.endpoints.set(endpointId(number), endpoint(number, tenant.id, different));
    set(1, { hostname: "FRANKFURT-SALES-01", online: true, health: { overall: "bad" } });
    set(2, { hostname: "FRANKFURT-LAB-02", type: "server", lockdown: { status: "installing" } });
    set(3, { isolation: { status: "isolated" }, macAddresses: ["aa-bb-cc-dd-ee-ff"], serialNumber: "XYZ-1" });
    set(4, {
      tamperProtectionEnabled: false,
      cloud: { provider: "aws", instanceId: "i-1" },
      encryption: { overallStatus: "unmanaged" },
      lastOsUpdateAt: "2026-02-01T00:00:00Z",
      lastAgentUpdateAt: "2026-02-01T00:00:00Z",
      group: { id: groupId(1), name: "Lab" },
    });
    const { lastSeenAt: _, ...silent } = endpoint(5, tenant.id, { tamperProtectionSupported: false });
    tenant.endpoints.set(silent.id, silent);
  };

  it.each([
    ["healthStatus=bad", [1]],
    ["type=server", [2]],
    ["type=computer,server", [1, 2, 3, 4, 5]],
    ["tamperProtectionEnabled=false", [4]],
    ["tamperProtectionSupported=false", [5]],
    ["lockdownStatus=locking", [2]],
    ["overallEncryptionStatus=unmanaged", [4]],
    ["overallEncryptionStatus=notAStatus", []],
    ["isolationStatus=isolated", [3]],
    ["online=true", [1]],
    [`ids=${endpointId(2)},${endpointId(4).toUpperCase()},${endpointId(99)}`, [2, 4]],
    ["hostnameContains=lab", [2]],
    ["hostnameContains=FRANKFURT-SALES-01", [1, 2]], // only its first ten characters count
    ["serialNumberContains=xyz", [3]],
    ["associatedPersonContains=person 2", [2]],
    ["search=FRANKFURT-S", [1]],
    ["search=person%203&searchFields=associatedPersonName", [3]],
    ["search=10.0.0.4&searchFields=ipAddresses", [4]],
    ["search=lab&searchFields=groupName", []],
    ["ipAddresses=10.0.0.2,10.0.0.3", [2, 3]],
    ["macAddresses=AABB.CCDD.EEFF", [3]],
    ["cloud=azure,aws", [4]],
    ["cloud=aws%3Ai-2", []],
    ["groupNameContains=lab", [1, 2, 3, 4, 5]], // suspended: ignored
    [`groupIds=${groupId(1)}`, [1, 2, 3, 4, 5]],
    ["assignedToGroup=true", [1, 2, 3, 4, 5]],
    // Endpoint n was last seen n days before the clock; the fifth never.
    ["lastSeenBefore=-P2D", [3, 4]],
    ["lastSeenAfter=-P2D", [1, 2]],
    ["lastSeenBefore=2026-02-27T00:00:00Z", [3, 4]],
    ["lastSeenAfter=2026-02-27T00:00:00.000Z&lastSeenBefore=-PT47H", [2]],
    ["lastOsUpdateBefore=-P10D", [4]],
    ["lastOsUpdateAfter=-P10D", []],
    ["lastAgentUpdateBefore=-P10D", [4]],
    ["lastAgentUpdateAfter=-P40D", [4]],
  ])("finds by %s", async (query, expected) => {
    await using sim = await simulate({ arrange });
    const answered = await sim.client.get(`${LIST}?sort=id&${query}`);
    expect([answered.status, numbers(answered.json().items)]).toEqual([200, expected]);
  });

  it.each([
    "lastSeenBefore=2026-02-27T00:00:00",
    "lastSeenBefore=2026-02-27T00:00:00%2B01:00",
    "lastSeenBefore=2026-02-27",
    "lastSeenBefore=2026-02-30T00:00:00Z",
    "lastSeenAfter=90",
    "lastSeenAfter=-P3M",
    "lastSeenAfter=-P",
    "lastSeenAfter=-PT",
    "healthStatus=fine",
    "type=phone",
    "isolationStatus=maybe",
    "lockdownStatus=maybe",
    "online=yes",
    "pageTotal=1",
    "ids=42",
    "view=everything",
    "searchFields=serialNumber",
  ])("refuses %s with the error envelope", async (query) => {
    await using sim = await simulate({ arrange });
    const answered = await sim.client.get(`${LIST}?${query}`);
    expect(answered.status).toBe(400);
    expect(answered.json()).toMatchObject({ error: "badRequest", correlationId: SOME_TEXT });
  });

  it("can behave the other way where the documentation is silent", async () => {
    await using sim = await simulate({
      arrange,
      behaviour: { groupFilters: "rejected", contains: "whole", missingLastSeen: "included" },
    });
    const found = async (query: string) =>
      numbers((await sim.client.get(`${LIST}?sort=id&${query}`)).json().items);
    expect((await sim.client.get(`${LIST}?groupNameContains=lab`)).status).toBe(400);
    expect(await found("hostnameContains=FRANKFURT-SALES-01")).toEqual([1]);
    expect(await found("lastSeenBefore=-P2D")).toEqual([3, 4, 5]);
  });
});
