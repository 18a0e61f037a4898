import { expect, it } from "vitest";
import type { Hold } from "../../src/core/review/hold.ts";
import { anEndpoint, anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import { collectTenant, judgeAll, later, OTHER_TENANT, settled, type Bench } from "./store-fixture.ts";

const ENDPOINT = anEndpointId(1);

const aHold = (parts: Partial<Hold> = {}): Hold => ({
  tenant: TENANT,
  endpoint: ENDPOINT,
  until: later(48),
  reason: "on a ship",
  owner: "service desk",
  ...parts,
});

const shown = { tenantName: "Acme GmbH", hostname: "LAP-0142", ended: undefined };

export function holdSuite(bench: () => Bench): void {
  const store = () => bench().store;
  const memory = async () => (await store().assessments.evidence(TENANT, ENDPOINT))?.memory.hold;

  it("a hold is part of the evidence until it is lifted, whether or not its date has come", async () => {
    await settled(store());

    expect(await store().holds.add(aHold(), later(1))).toBeUndefined();
    expect(await memory()).toEqual({ until: later(48), reason: "on a ship", by: "service desk" });

    expect(await store().holds.lift(TENANT, ENDPOINT, "back in port", later(99))).toEqual(aHold());
    expect(await memory()).toBeUndefined();
    expect(await store().holds.lift(TENANT, ENDPOINT, "twice", later(99))).toBeUndefined();
  });

  it("the later of two holds on a device replaces the earlier, and both are remembered", async () => {
    await settled(store());
    const second = aHold({ until: later(24), reason: "in repair", owner: "workshop" });
    await store().holds.add(aHold(), later(1));

    expect(await store().holds.add(second, later(2))).toEqual(aHold());

    expect(await memory()).toEqual({ until: later(24), reason: "in repair", by: "workshop" });
    expect(await store().holds.list(false)).toEqual([{ ...second, ...shown, addedAt: later(2) }]);
    expect(await store().holds.of(TENANT, ENDPOINT)).toEqual([
      { ...second, ...shown, addedAt: later(2) },
      {
        ...aHold(),
        ...shown,
        addedAt: later(1),
        ended: { at: later(2), by: "replaced", reason: undefined },
      },
    ]);
  });

  it("adding and lifting a hold queues its device for judging, and no other", async () => {
    const other = anEndpoint({ id: anEndpointId(2), hostname: "B", serialNumber: "SERIALBBBB" });
    await settled(store(), [anEndpoint(), other]);
    expect(await store().plans.candidates()).toHaveLength(2);

    await store().holds.add(aHold(), later(1));
    expect((await store().plans.candidates()).map(({ assessment }) => assessment.endpoint)).toEqual([
      other.id,
    ]);
    expect(await judgeAll(store(), later(1))).toEqual([ENDPOINT]);

    await store().holds.lift(TENANT, ENDPOINT, "back", later(2));
    expect(await judgeAll(store(), later(2))).toEqual([ENDPOINT]);

    await store().holds.lift(TENANT, ENDPOINT, "no hold stands", later(3));
    expect(await judgeAll(store(), later(3))).toEqual([]);
  });

  it("a hold on a device that is gone waits for its return", async () => {
    await settled(store());
    await collectTenant(store(), [], later(1));

    await store().holds.add(aHold(), later(2));
    expect(await judgeAll(store(), later(2))).toEqual([]);
    expect(await store().holds.list(false)).toMatchObject([{ endpoint: ENDPOINT, hostname: "LAP-0142" }]);

    await collectTenant(store(), [anEndpoint()], later(3));
    expect(await judgeAll(store(), later(3))).toEqual([ENDPOINT]);
    expect(await memory()).toMatchObject({ reason: "on a ship" });
  });

  it("a hold stands from when it is added until it is lifted", async () => {
    await settled(store());
    const stands = async () => store().transaction(async (tx) => tx.holds.stands(TENANT, ENDPOINT));
    expect(await stands()).toBe(false);

    await store().holds.add(aHold({ until: NOW }), later(1));
    expect(await stands()).toBe(true);
    expect(await store().holds.stands(TENANT, anEndpointId(2))).toBe(false);

    await store().holds.lift(TENANT, ENDPOINT, "back", later(2));
    expect(await stands()).toBe(false);
  });

  it("the list has those that stand by their end, then with all those that ended, the newest first", async () => {
    await settled(store());
    const on = (n: number, until: number) => aHold({ endpoint: anEndpointId(n), until: later(until) });
    for (const [n, until] of [
      [1, 30],
      [2, 20],
      [3, 10],
      [4, 40],
    ] as const)
      await store().holds.add(on(n, until), NOW);
    await store().holds.lift(TENANT, anEndpointId(4), "first", later(1));
    await store().holds.lift(TENANT, anEndpointId(3), "second", later(2));
    const numbers = async (all: boolean) => (await store().holds.list(all)).map(({ endpoint }) => endpoint);

    expect(await numbers(false)).toEqual([2, 1].map(anEndpointId));
    expect(await numbers(true)).toEqual([2, 1, 3, 4].map(anEndpointId));
  });

  it("a hold is of one tenant's device: the same id elsewhere is another", async () => {
    await settled(store());
    await store().holds.add(aHold({ tenant: OTHER_TENANT }), NOW);

    expect(await memory()).toBeUndefined();
    expect(await store().holds.of(TENANT, ENDPOINT)).toEqual([]);
    expect(await store().holds.list(false)).toMatchObject([
      { tenantName: OTHER_TENANT, hostname: "(unknown)" },
    ]);
  });

  it("a hold is taken back with the transaction that was to record it", async () => {
    await settled(store());

    await expect(
      store().transaction(async (tx) => {
        await tx.holds.add(aHold(), NOW);
        throw new Error("no fact");
      }),
    ).rejects.toThrow("no fact");

    expect(await store().holds.list(true)).toEqual([]);
    expect(await judgeAll(store(), later(1))).toEqual([]);
  });
}
