// A protect rule for a group: what Central says of the groups right before a deletion holds, and not what it said when it was planned.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import type { Reason } from "../../src/core/assess/reason.ts";
import { groupId } from "../build/estate.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { idOf } from "../build/small-world.ts";

const GROUPS = "/endpoint/v1/endpoint-groups";
const SPARES = { id: groupId(1), name: "Spares" };
const LAPTOPS = { id: groupId(2), name: "Laptops" };

let stage: RemovalStage;
beforeAll(async () => {
  stage = await aRemovalStage(7, endpointRemover, {
    policy: { protect: [{ group: "spares", reason: "kept for emergencies" }] },
  });
});
afterEach(() => {
  stage.house.simulator.faults.clear();
  stage.tenant.groups.clear();
  stage.tenant.hiddenGroups?.clear();
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

const exist = (...groups: readonly (typeof SPARES)[]): void => {
  for (const group of groups) stage.tenant.groups.set(group.id, { ...group, type: "computer" });
};

const protection = (reasons: readonly Reason[]) => reasons.find(({ code }) => code === "protected")?.evidence;

describe("a device without a group in its record, under a rule for a group,", () => {
  it("is deleted when it is in none", async () => {
    exist(SPARES);
    stage.house.simulator.clearLog();

    expect(await stage.retire(1)).toMatchObject({ outcome: "retired" });
    expect(stage.house.simulator.log.filter(({ path }) => path.startsWith(GROUPS))).toHaveLength(1);
  });

  it.each<[string, number, () => void, readonly string[]]>([
    [
      "was moved into the group since it was planned",
      2,
      () => {
        exist(SPARES);
        const groupHierarchy = [SPARES];
        Object.assign(stage.record(2), { group: SPARES, groupHierarchy });
      },
      [],
    ],
    [
      "is in the group, as the group alone says",
      3,
      () => {
        exist(SPARES);
        stage.tenant.hiddenGroups?.set(idOf(3), SPARES.id);
      },
      [],
    ],
    [
      "is in another group, of which it is not known what lies above",
      4,
      () => {
        exist(LAPTOPS);
        stage.tenant.hiddenGroups?.set(idOf(4), LAPTOPS.id);
      },
      ["group"],
    ],
    [
      "has groups that may not be read",
      5,
      () => {
        const action = { kind: "status", status: 403 } as const;
        stage.house.simulator.faults.add({ match: { path: GROUPS }, action });
      },
      ["group"],
    ],
  ])("is kept when it %s", async (_what, number, happens, unknown) => {
    const plan = await stage.planOf(number);
    expect(plan.items).toHaveLength(1);
    happens();

    const { results } = await stage.enforce(plan);

    expect(results).toMatchObject([{ outcome: "changed" }]);
    expect(protection(results[0]?.reasons ?? [])).toMatchObject({ fields: ["group"], unknown });
    expect(stage.sent(number)).toEqual([]);
    expect(stage.exists(number)).toBe(true);
  });

  it("is left as it is, to be tried again, when Central fails at its groups", async () => {
    const action = { kind: "status", status: 500 } as const;
    stage.house.simulator.faults.add({ match: { path: GROUPS }, action });

    expect(await stage.retire(6)).toMatchObject({ outcome: "failed" });
    expect(stage.sent(6)).toEqual([]);
  });
});
