import { describe, expect, it } from "vitest";
import { endpoint, endpointId, groupId, tenantId, uuidOf } from "../../test/build/estate.ts";
import type { SimTenant } from "./estate.ts";
import { simulate } from "../../test/build/simulation.ts";

const of = (number: number, what: string): string => `/endpoint/v1/endpoints/${endpointId(number)}/${what}`;
const STATE = { enabled: true, password: "034181741653", previousPasswords: [] };

describe("tamper protection", () => {
  it("shows the password and those before it, to a read-only role too unless told otherwise", async () => {
    for (const [readOnlyTamper, status] of [
      ["allowed", 200],
      ["denied", 403],
    ] as const) {
      await using sim = await simulate({
        behaviour: { readOnlyTamper },
        arrange: (tenant) => void tenant.tamper.set(endpointId(1), STATE),
      });
      const answered = await sim.client.get(of(1, "tamper-protection"));
      expect(answered.status).toBe(status);
      if (status === 200) expect(answered.json()).toEqual(STATE);
    }
  });

  it("answers 404 for an unknown endpoint, and for a deleted one", async () => {
    await using sim = await simulate({ as: "tenant-deleter" });
    expect((await sim.client.get(of(9, "tamper-protection"))).status).toBe(404);
    await sim.client.get(`/endpoint/v1/endpoints/${endpointId(1)}`, { method: "DELETE" });
    expect((await sim.client.get(of(1, "tamper-protection"))).status).toBe(404);
  });

  it("gives the same password every time until it is renewed, and then lists the old one", async () => {
    await using sim = await simulate({ as: "tenant-deleter" });
    const path = of(1, "tamper-protection");
    const before = (await sim.client.get(path)).json();
    expect(before["password"]).toMatch(/^\d{12}$/);
    expect((await sim.client.get(path)).json()).toEqual(before);
    const body = JSON.stringify({ enabled: true, regeneratePassword: true });
    const answered = await sim.client.get(path, { method: "POST", body });
    expect(answered.status).toBe(201);
    expect(answered.json()).toMatchObject({
      enabled: true,
      previousPasswords: [{ password: before["password"] }],
    });
    expect(answered.json()["password"]).not.toBe(before["password"]);
    const kept = await sim.client.get(path, { method: "POST", body: JSON.stringify({ enabled: false }) });
    expect(kept.json()).toEqual({ ...answered.json(), enabled: false });
  });

  it("refuses a body it does not understand, and a role that only reads", async () => {
    await using sim = await simulate({ as: "tenant-deleter" });
    const asked = { method: "POST", body: JSON.stringify({ enabled: "yes" }) };
    expect((await sim.client.get(of(1, "tamper-protection"), asked)).status).toBe(400);
    await sim.client.login("tenant-reader");
    expect((await sim.client.get(of(1, "tamper-protection"), asked)).status).toBe(403);
  });

  it("is on in the tenant's settings", async () => {
    await using sim = await simulate();
    expect((await sim.client.get("/endpoint/v1/settings/tamper-protection")).json()).toEqual({
      enabled: true,
    });
  });
});

describe("isolation", () => {
  it("follows the endpoint's record", async () => {
    await using sim = await simulate({
      arrange: (tenant) =>
        void tenant.endpoints.set(
          endpointId(1),
          endpoint(1, tenant.id, { isolation: { status: "isolated" } }),
        ),
    });
    expect((await sim.client.get(of(1, "isolation"))).json()).toMatchObject({ enabled: true });
    expect((await sim.client.get(of(2, "isolation"))).json()).toMatchObject({ enabled: false });
    expect((await sim.client.get(of(9, "isolation"))).status).toBe(404);
  });
});

describe("the downloads", () => {
  it.each([
    ["", 4, 3],
    ["?platforms=windows", 2, 3],
    ["?platforms=linux&requestedProducts=coreAgent", 1, 1],
    ["?requestedProducts=nosuch", 0, 0],
  ])("list installers for %j", async (query, installers, products) => {
    await using sim = await simulate();
    const body = (await sim.client.get(`/endpoint/v1/downloads${query}`)).json();
    expect(body).toMatchObject({
      tenant: { id: tenantId(1) },
      licensedProducts: ["coreAgent", "interceptX", "endpointProtection"],
    });
    const found = body["installers"] as { supportedProducts: string[]; downloadUrl: string }[];
    expect(found).toHaveLength(installers);
    for (const installer of found) {
      expect(installer.supportedProducts).toHaveLength(products);
      expect(installer.downloadUrl).toMatch(/^https:\/\/localhost:\d+\//);
    }
  });
});

describe("the endpoint groups", () => {
  const arrange = (tenant: SimTenant): void => {
    tenant.groups.set(groupId(1), {
      id: groupId(1),
      name: "Laptops",
      type: "computer",
      description: "of sales",
    });
    tenant.groups.set(groupId(2), { id: groupId(2), name: "Databases", type: "server" });
    for (const number of [1, 2, 3]) {
      const group = { id: groupId(1), name: "Laptops" };
      tenant.endpoints.set(endpointId(number), endpoint(number, tenant.id, { group }));
    }
  };

  it.each([
    ["", ["Databases", "Laptops"]],
    ["?sort=name:desc", ["Laptops", "Databases"]],
    ["?groupType=server", ["Databases"]],
    [`?ids=${groupId(1)}`, ["Laptops"]],
    ["?search=LAP", ["Laptops"]],
    [`?endpointIds=${endpointId(2)},${endpointId(5)}`, ["Laptops"]],
    ["?page=2&pageSize=1", ["Laptops"]],
  ])("are listed by %j", async (query, names) => {
    await using sim = await simulate({ arrange });
    const page = (await sim.client.get(`/endpoint/v1/endpoint-groups${query}`)).json();
    expect(page.items?.map(({ name }) => name)).toEqual(names);
    expect(Object.keys(page.items?.[0] ?? {}).toSorted()).toEqual(["id", "name", "tenant", "type"]);
  });

  it("are read with their endpoints, which are paged by key", async () => {
    await using sim = await simulate({ arrange });
    const path = `/endpoint/v1/endpoint-groups/${groupId(1)}`;
    expect((await sim.client.get(path)).json()).toMatchObject({
      name: "Laptops",
      description: "of sales",
      endpoints: { total: 3, itemsCount: 3, items: [1, 2, 3].map((number) => ({ id: endpointId(number) })) },
    });
    const { items, pages } = await sim.client.walk(`${path}/endpoints?pageSize=2`);
    expect([items.map(({ id }) => id), pages]).toEqual([[1, 2, 3].map(endpointId), 2]);
    expect((await sim.client.get(`/endpoint/v1/endpoint-groups/${uuidOf(3, 9)}`)).status).toBe(404);
  });
});

describe("the migrations", () => {
  const MIGRATION = uuidOf(6, 1);

  it("are listed by mode, with their endpoints apart, and cannot be deleted", async () => {
    await using sim = await simulate({
      as: "tenant-deleter",
      arrange: (tenant) => {
        const endpoints = [{ id: endpointId(1), status: "pending" }];
        tenant.migrations.set(MIGRATION, { id: MIGRATION, mode: "sending", endpoints });
        tenant.migrations.set(uuidOf(6, 2), { id: uuidOf(6, 2), mode: "receiving" });
      },
    });
    const path = "/endpoint/v1/migrations";
    expect((await sim.client.get(`${path}?mode=sending`)).json().items).toEqual([
      { id: MIGRATION, mode: "sending" },
    ]);
    expect((await sim.client.get(path)).json().items).toHaveLength(2);
    expect((await sim.client.get(`${path}/${MIGRATION}`)).json()).toEqual({ id: MIGRATION, mode: "sending" });
    expect((await sim.client.get(`${path}/${MIGRATION}/endpoints`)).json().items).toEqual([
      { id: endpointId(1), status: "pending" },
    ]);
    expect((await sim.client.get(`${path}/${uuidOf(6, 2)}/endpoints`)).json().items).toEqual([]);
    expect((await sim.client.get(`${path}/${MIGRATION}`, { method: "DELETE" })).status).toBe(404);
    expect((await sim.client.get(`${path}/${uuidOf(6, 9)}`)).status).toBe(404);
    expect((await sim.client.get(`${path}?mode=sideways`)).status).toBe(400);
  });
});
