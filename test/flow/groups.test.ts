// A protect rule for a group, by the members of Central's groups: what is asked for, what it decides, and what is told.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EndpointId, TenantId } from "../../src/core/model/ids.ts";
import type { ProtectRule } from "../../src/core/model/policy.ts";
import { endpointId, groupId, tenantId } from "../build/estate.ts";
import { aHouse, STORY_START, type House } from "../build/house.ts";
import { smallWorld } from "../build/small-world.ts";

const GROUPS = "/endpoint/v1/endpoint-groups";
const SPARES = groupId(1);
const RULE: ProtectRule = { tenant: "tenant 1", group: "spares", reason: "kept for emergencies" };

let house: House;
afterEach(async () => {
  await house[Symbol.asyncDispose]();
});

async function open(protect: readonly ProtectRule[]): Promise<void> {
  const world = smallWorld(
    [
      { first: 1, endpoints: 12, retired: 2 },
      { first: 101, endpoints: 12, retired: 2 },
    ],
    STORY_START,
  );
  world.tenant(1).groups.set(SPARES, { id: SPARES, name: "Spares", type: "computer" });
  house = await aHouse({ world, policy: { protect } });
}

const tenant = () => house.world.estate.tenants.get(tenantId(1))!;
const asked = () => house.simulator.log.filter(({ path }) => path.startsWith(GROUPS));
const run = async (day: number) => {
  await house.day(day);
  const collected = await house.collect();
  return { collected, assessed: await house.assess() };
};
const protection = async (number: number) => {
  const found = await house.store.assessments.find(tenantId(1) as TenantId, endpointId(number) as EndpointId);
  return found?.assessment.reasons.find(({ code }) => code === "protected")?.evidence["unknown"];
};

describe("without a rule for a group", () => {
  beforeEach(async () => open([{ hostname: "KIOSK-*", reason: "kiosks" }]));

  it("no group is asked for", async () => {
    await run(0);
    expect(asked()).toEqual([]);
    expect(await house.store.groups.known()).toEqual([]);
  });
});

describe("a rule for a group of one tenant", () => {
  beforeEach(async () => open([RULE]));

  it("has the groups of that tenant read, and protects the members and nobody else", async () => {
    tenant().hiddenGroups?.set(endpointId(1), SPARES);

    const { collected, assessed } = await run(0);

    expect(collected.requests.byPurpose["groups"]).toBe(2);
    expect(asked().map((one) => one.tenant)).toEqual([tenantId(1), tenantId(1)]);
    expect(collected.groupsUnread).toEqual([]);
    expect(assessed).toMatchObject({ unmatched: [], totals: { byReason: { protected: 1 } } });
    expect(await protection(1)).toEqual([]);
    // Judged again is only who moved.
    tenant().hiddenGroups?.delete(endpointId(1));
    tenant().hiddenGroups?.set(endpointId(2), SPARES);
    await house.collect();
    expect((await house.assess()).judged).toBe(2);
    expect([await protection(1), await protection(2)]).toEqual([undefined, []]);
  });

  it("is told when its group is empty, and when there is no such group", async () => {
    const told = { setting: "policy.protect[0]", rule: RULE, mayMeet: 0 };
    expect((await run(0)).assessed.unmatched).toEqual([{ ...told, noSuchGroup: false }]);
    tenant().groups.clear();
    expect((await run(1)).assessed.unmatched).toEqual([{ ...told, noSuchGroup: true }]);
  });

  it("keeps whatever it may concern while the groups cannot be read, and decides again afterwards", async () => {
    await run(0);
    house.simulator.faults.add({ match: { path: GROUPS }, action: { kind: "status", status: 403 } });

    const { collected, assessed } = await run(1);

    expect(collected.groupsUnread).toEqual([{ tenantName: "Tenant 1", code: "CENTRAL_FORBIDDEN" }]);
    expect(collected.tenants.map(({ coverage }) => coverage.kind)).toEqual(["complete", "complete"]);
    expect(assessed.unmatched).toMatchObject([{ mayMeet: 12, noSuchGroup: false }]);
    expect(await protection(1)).toEqual(["group"]);
    house.simulator.faults.clear();
    expect((await run(2)).assessed.totals.byReason.protected).toBeUndefined();
  });

  it("whose tenant was not read whole has no group read", async () => {
    house.simulator.faults.add({
      match: { path: "/endpoint/v1/endpoints", tenant: tenantId(1) },
      action: { kind: "shrink", share: 0.5, consistentCount: false },
    });
    await run(0);
    expect(asked()).toEqual([]);
  });
});
