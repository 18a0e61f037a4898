import { describe, expect, it } from "vitest";
import { uuidOf } from "../../test/build/estate.ts";
import type { SimTenant } from "./estate.ts";
import { simulate } from "../../test/build/simulation.ts";

const user = (number: number): string => uuidOf(4, number);
const VIP = uuidOf(5, 1);
const EMPTY = uuidOf(5, 2);
const DIRECTORY = "/common/v1/directory";

/** Twelve users; the first eleven are in the group VIP. */
const arrange = (tenant: SimTenant): void => {
  for (let number = 1; number <= 12; number += 1) {
    tenant.users.set(user(number), {
      id: user(number),
      name: `User ${String(number).padStart(2, "0")}`,
      email: `user${number}@corp.example.com`,
      domain: number === 12 ? "BRANCH" : "CORP",
      source: { type: number === 12 ? "custom" : "activeDirectory" },
    });
  }
  tenant.userGroups.set(VIP, { id: VIP, name: "VIP", displayName: "Very important" });
  tenant.userGroups.set(EMPTY, { id: EMPTY, name: "Empty" });
  const members = [...tenant.users.keys()].slice(0, 11);
  tenant.userGroupMembers.set(VIP, members);
};

describe("the directory's users", () => {
  it.each([
    ["", 12],
    ["?search=USER%2001", 1],
    ["?search=user3%40&searchFields=email,name", 1],
    ["?search=user3%40", 0], // by the name only, unless told otherwise
    [`?ids=${user(2)},${user(99)}`, 1],
    ["?sourceType=custom", 1],
    ["?domain=branch", 1],
    [`?groupId=${VIP}`, 11],
    [`?groupId=${EMPTY}`, 0],
  ])("are found by %j", async (query, count) => {
    await using sim = await simulate({ arrange });
    const page = (await sim.client.get(`${DIRECTORY}/users${query}`)).json();
    expect(page.items).toHaveLength(count);
    expect(page.pages).toMatchObject({ current: 1, size: 50, maxSize: 100 });
  });

  it("are sorted and shown as asked, with their groups", async () => {
    await using sim = await simulate({ arrange });
    const path = `${DIRECTORY}/users?sort=name:desc&fields=name,groups&pageSize=2&page=1`;
    expect((await sim.client.get(path)).json().items).toEqual([
      { id: user(12), name: "User 12", groups: { total: 0, itemsCount: 0, items: [] } },
      {
        id: user(11),
        name: "User 11",
        groups: { total: 1, itemsCount: 1, items: [{ id: VIP, name: "VIP" }] },
      },
    ]);
  });

  it("are read one by one, and with their groups", async () => {
    await using sim = await simulate({ arrange });
    expect((await sim.client.get(`${DIRECTORY}/users/${user(1)}`)).json()).toMatchObject({ name: "User 01" });
    expect((await sim.client.get(`${DIRECTORY}/users/${user(99)}`)).status).toBe(404);
    const groups = (await sim.client.get(`${DIRECTORY}/users/${user(1)}/groups`)).json();
    expect(groups.items?.map(({ name }) => name)).toEqual(["VIP"]);
  });
});

describe("the directory's groups", () => {
  it("name some of their members and count all", async () => {
    await using sim = await simulate({ arrange });
    const vip = (await sim.client.get(`${DIRECTORY}/user-groups/${VIP}`)).json();
    expect(vip["users"]).toMatchObject({ total: 11, itemsCount: 10 });
    const members = (await sim.client.get(`${DIRECTORY}/user-groups/${VIP}/users?pageTotal=true`)).json();
    expect([members.items?.length, members.pages?.["items"]]).toEqual([11, 11]);
    expect((await sim.client.get(`${DIRECTORY}/user-groups/${uuidOf(5, 9)}`)).status).toBe(404);
  });

  it.each([
    ["", ["Empty", "VIP"]],
    [`?userId=${user(1)}`, ["VIP"]],
    [`?userId=${user(12)}`, []],
    ["?search=important&searchFields=displayName", ["VIP"]],
    ["?sort=name:desc", ["VIP", "Empty"]],
  ])("are found by %j", async (query, names) => {
    await using sim = await simulate({ arrange });
    const page = (await sim.client.get(`${DIRECTORY}/user-groups${query}`)).json();
    expect(page.items?.map(({ name }) => name)).toEqual(names);
  });

  it("refuse what cannot be sorted by", async () => {
    await using sim = await simulate({ arrange });
    expect((await sim.client.get(`${DIRECTORY}/user-groups?sort=email`)).status).toBe(400);
    expect((await sim.client.get(`${DIRECTORY}/users?searchFields=password`)).status).toBe(400);
  });
});
