import { expect, it } from "vitest";
import { missing, unreadable } from "../../src/core/model/unknown.ts";
import type { GroupMembers } from "../../src/ports/endpoint-source.ts";
import { anEndpoint, anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import {
  collectTenant,
  aTenant,
  judgeAll,
  later,
  OTHER_TENANT,
  settled,
  type Bench,
} from "./store-fixture.ts";

const [A, B, C] = [1, 2, 3].map((n) =>
  anEndpoint({ id: anEndpointId(n), hostname: `PC-${n}`, serialNumber: `SERIAL-${n}-${n}` }),
) as [ReturnType<typeof anEndpoint>, ReturnType<typeof anEndpoint>, ReturnType<typeof anEndpoint>];
const group = (id: string, members: readonly GroupMembers["members"][number][] = []): GroupMembers => ({
  id,
  name: `Group ${id}`,
  members,
});
const named = ({ id, name }: GroupMembers) => ({ id, name });

export function groupSuite(bench: () => Bench): void {
  const store = () => bench().store;
  const memberOf = async ({ id, tenant }: typeof A) =>
    (await store().assessments.evidence(tenant, id))?.memberOf;
  /** Everything is judged, and the tenant's groups are these. */
  const begin = async (...groups: readonly GroupMembers[]): Promise<void> => {
    await settled(store(), [A, B, C]);
    await store().groups.save(TENANT, groups, NOW);
    await judgeAll(store(), NOW);
  };

  it("the groups that have an endpoint as a member are evidence, and missing where nobody asked", async () => {
    const foreign = anEndpoint({ id: anEndpointId(4), tenant: OTHER_TENANT });
    await settled(store(), [A, B]);
    await store().inventory.saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], NOW);
    await collectTenant(store(), [foreign], NOW, OTHER_TENANT);
    expect(await memberOf(A)).toEqual(missing);

    const [first, second] = [group("a", [A.id]), group("b", [A.id, foreign.id])];
    await store().groups.save(TENANT, [second, first, group("c")], NOW);

    expect(await memberOf(A)).toEqual([named(first), named(second)]);
    expect(await memberOf(B)).toEqual([]);
    expect(await memberOf(foreign)).toEqual(missing);
    expect(await store().groups.known()).toEqual([
      { tenant: TENANT, readAt: NOW, groups: [named(first), named(second), named(group("c"))] },
    ]);
  });

  it.each<[string, readonly GroupMembers[], readonly (typeof A)[]]>([
    ["the same memberships again", [group("a", [A.id, B.id]), group("b")], []],
    ["one that left", [group("a", [A.id]), group("b")], [B]],
    ["one that joined", [group("a", [A.id, B.id, C.id]), group("b")], [C]],
    ["one that moved", [group("a", [A.id]), group("b", [B.id])], [B]],
    ["a group with a new name", [{ ...group("a", [A.id, B.id]), name: "New" }, group("b")], [A, B]],
    ["a group that went", [group("b")], [A, B]],
    ["an empty group that went", [group("a", [A.id, B.id])], []],
    ["one that is not listed", [group("a", [A.id, B.id, anEndpointId(9)]), group("b")], []],
  ])("%s: only those are judged again of which it says something else", async (_what, next, who) => {
    await begin(group("a", [A.id, B.id]), group("b"));
    await store().groups.save(TENANT, next, later(1));

    expect(await judgeAll(store(), later(1))).toEqual(who.map(({ id }) => id));
    const wanted = next.filter(({ members }) => members.includes(B.id)).map(named);
    expect(await memberOf(B)).toEqual(wanted);
  });

  it("what cannot be read is no longer known, and everyone is judged again, once", async () => {
    await begin(group("a", [A.id]));
    await store().groups.save(TENANT, "unreadable", later(1));

    expect(await memberOf(A)).toEqual(unreadable);
    expect(await memberOf(B)).toEqual(unreadable);
    expect(await store().groups.known()).toEqual([
      { tenant: TENANT, readAt: later(1), groups: "unreadable" },
    ]);
    expect(await judgeAll(store(), later(1))).toHaveLength(3);
    await store().groups.save(TENANT, "unreadable", later(2));
    expect(await judgeAll(store(), later(2))).toEqual([]);

    await store().groups.save(TENANT, [group("a", [A.id])], later(3));
    expect(await judgeAll(store(), later(3))).toHaveLength(3);
    expect(await memberOf(A)).toEqual([named(group("a"))]);
  });

  it("what nobody asks for any more is forgotten, and its endpoints are judged again", async () => {
    await begin(group("a", [A.id]));
    await store().groups.forgetBut([TENANT]);
    expect(await judgeAll(store(), later(1))).toEqual([]);

    await store().groups.forgetBut([OTHER_TENANT]);

    expect(await memberOf(A)).toEqual(missing);
    expect(await store().groups.known()).toEqual([]);
    expect(await judgeAll(store(), later(1))).toHaveLength(3);
  });
}
