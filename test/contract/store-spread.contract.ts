import { expect, it } from "vitest";
import type { Evidence } from "../../src/core/assess/evidence.ts";
import { DAY, instant } from "../../src/core/model/instant.ts";
import { missing } from "../../src/core/model/unknown.ts";
import { anEndpoint, anEndpointId, daysAgo, NOW, sha256, TENANT } from "../build/evidence.ts";
import {
  anAssessment,
  aTenant,
  type Bench,
  collectTenant,
  gathered,
  judgeAll,
  later,
  OTHER_TENANT,
  POLICY,
  settled,
} from "./store-fixture.ts";

export function spreadSuite(bench: () => Bench): void {
  const store = () => bench().store;
  const device = (n: number, rest: Parameters<typeof anEndpoint>[0] = {}) =>
    anEndpoint({
      id: anEndpointId(n),
      hostname: `D${n}`,
      serialNumber: `SERIAL-SP-${n}`,
      online: false,
      lastSeenAt: daysAgo(40),
      ...rest,
    });
  const judged = (evidence: Evidence) =>
    anAssessment(evidence, "keep", ["recently_seen"], {
      apartFromSilence: { deviceClass: "computer", disposition: "review", hangsOnOthers: false },
    });
  const cell = { deviceClass: "computer", rest: "review", hangsOnOthers: false } as const;

  it("every current endpoint comes, in chunks, whether it waits to be judged or not, and of some tenants where asked", async () => {
    const many = Array.from({ length: 1_100 }, (_, n) => device(n + 1));
    await settled(store(), [...many, device(2_000)]);
    await collectTenant(store(), many, later(1));
    await store().inventory.saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], NOW);
    await collectTenant(store(), [device(1, { tenant: OTHER_TENANT })], NOW, OTHER_TENANT);

    const chunks = await gathered(store().assessments.current(undefined));
    const of = async (tenants: readonly (typeof TENANT)[] | undefined) =>
      (await gathered(store().assessments.current(tenants))).flat();

    expect(chunks.length).toBeGreaterThan(1);
    expect(new Set(chunks.flat().map(({ tenant, endpoint }) => `${tenant.id}/${endpoint.id}`)).size).toBe(
      1_101,
    );
    expect(chunks.flat()).toHaveLength(1_101);
    expect(await of([TENANT])).toHaveLength(1_100);
    const [other, ...none] = await of([OTHER_TENANT]);
    expect(none).toEqual([]);
    expect(other).toEqual(await store().assessments.evidence(OTHER_TENANT, anEndpointId(1)));
    // Nothing was taken off the queue, and nobody was put on it.
    expect((await gathered(store().assessments.pending(POLICY, NOW))).flat()).toHaveLength(1);
  });

  it("devices that are alike stand in one cell, by whole days and by what their other reasons come to", async () => {
    await settled(
      store(),
      [
        device(1),
        device(2, { lastSeenAt: instant(daysAgo(41) + 1) }),
        device(3, { lastSeenAt: daysAgo(41) }),
        device(4, { online: true }),
        device(5, { lastSeenAt: missing }),
        device(6, { lastSeenAt: instant(0) }),
        device(7, { lastSeenAt: instant(NOW + DAY) }),
        device(8),
      ],
      (evidence) =>
        evidence.endpoint.id === anEndpointId(8)
          ? {
              ...judged(evidence),
              apartFromSilence: { deviceClass: "server", disposition: "retire", hangsOnOthers: true },
            }
          : judged(evidence),
    );

    const spread = await store().assessments.silenceSpread(POLICY, NOW, undefined);
    expect(spread.notJudged).toBe(0);
    expect(new Set(spread.cells)).toEqual(
      new Set([
        { ...cell, days: 40, devices: 2 },
        { ...cell, days: 41, devices: 1 },
        { ...cell, days: "online", devices: 1 },
        { ...cell, days: "unknown", devices: 3 },
        { deviceClass: "server", days: 40, rest: "retire", hangsOnOthers: true, devices: 1 },
      ]),
    );
    const { cells } = await store().assessments.silenceSpread(POLICY, later(24), undefined);
    expect(cells).toContainEqual({ ...cell, days: 41, devices: 2 });
    expect(cells).toContainEqual({ ...cell, days: 0, devices: 1 });
  });

  it("what must be judged first is only counted: by the policy, the date, the queue, or an older Rollcall", async () => {
    const reviewAt = later(5);
    await settled(store(), [device(1), device(2)], (evidence) =>
      evidence.endpoint.id === anEndpointId(1) ? { ...judged(evidence), reviewAt } : judged(evidence),
    );
    const spread = async (at = NOW, policy = POLICY, tenants?: readonly (typeof TENANT)[]) => {
      const { cells, notJudged } = await store().assessments.silenceSpread(policy, at, tenants);
      return [cells.reduce((sum, { devices }) => sum + devices, 0), notJudged];
    };

    expect(await spread()).toEqual([2, 0]);
    expect(await spread(reviewAt)).toEqual([1, 1]);
    expect(await spread(NOW, sha256("another policy"))).toEqual([0, 2]);
    expect(await spread(NOW, POLICY, [OTHER_TENANT])).toEqual([0, 0]);
    await collectTenant(store(), [device(1), device(2, { hostname: "RENAMED" }), device(3)], later(1));
    expect(await spread()).toEqual([1, 2]);
    await judgeAll(store(), later(1), (evidence) => anAssessment(evidence, "keep"));
    expect(await spread()).toEqual([1, 2]);
  });
}
