import { describe, expect, it } from "vitest";
import { endpoint, endpointId, groupId, uuidOf } from "../../test/build/estate.ts";
import { simulate } from "../../test/build/simulation.ts";
import type { SimTenant } from "./estate.ts";

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

  it("have a member whose own record leaves its group out", async () => {
    await using sim = await simulate({
      arrange: (tenant) => {
        arrange(tenant);
        tenant.hiddenGroups?.set(endpointId(4), groupId(2));
      },
    });
    const path = "/endpoint/v1/endpoint-groups";
    const { items } = (await sim.client.get(`${path}?endpointIds=${endpointId(4)}`)).json();
    expect(items?.map(({ name }) => name)).toEqual(["Databases"]);
    const members = (await sim.client.get(`${path}/${groupId(2)}/endpoints`)).json();
    expect(members.items).toEqual([{ id: endpointId(4) }]);
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
