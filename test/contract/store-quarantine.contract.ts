import { expect, it } from "vitest";
import { instant } from "../../src/core/model/instant.ts";
import type { Quarantine } from "../../src/core/retire/quarantine.ts";
import { anEndpoint, anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import { collectTenant, later, OTHER_TENANT, PLAN, settled, type Bench } from "./store-fixture.ts";

const ENDPOINT = anEndpointId(1);
const twoOf = [anEndpoint(), anEndpoint({ id: anEndpointId(2), hostname: "B", serialNumber: "SERIALBBBB" })];

const aQuarantine = (changes: Partial<Quarantine> = {}): Quarantine => ({
  failures: 1,
  counted: 1,
  failure: "server",
  at: NOW,
  until: later(1),
  ...changes,
});
const EXHAUSTED = aQuarantine({
  failures: 4,
  counted: 3,
  failure: "refused",
  at: later(2),
  until: undefined,
});

export function quarantineSuite(bench: () => Bench): void {
  const store = () => bench().store;
  const quarantine = () => bench().store.quarantine;
  const found = async (tenant = TENANT) =>
    store().transaction(async (tx) => tx.quarantine.find(tenant, ENDPOINT));

  it("a quarantine is of one tenant's endpoint, takes the place of the one before, and is cleared once", async () => {
    expect(await found()).toBeUndefined();
    await quarantine().put(TENANT, ENDPOINT, aQuarantine());
    expect(await found()).toEqual(aQuarantine());
    await quarantine().put(TENANT, ENDPOINT, EXHAUSTED);
    expect(await quarantine().find(TENANT, ENDPOINT)).toEqual(EXHAUSTED);
    expect(await found(OTHER_TENANT)).toBeUndefined();
    expect(await quarantine().clear(OTHER_TENANT, ENDPOINT)).toBeUndefined();
    expect(await quarantine().clear(TENANT, ENDPOINT)).toEqual(EXHAUSTED);
    expect(await quarantine().clear(TENANT, ENDPOINT)).toBeUndefined();
  });

  it("a quarantine stands beside its candidate, whether or not its end has come", async () => {
    await settled(store(), twoOf);
    await quarantine().put(TENANT, ENDPOINT, aQuarantine());
    const stated = async () => (await store().plans.candidates()).map((one) => one.quarantine);
    expect(await stated()).toEqual([{ failures: 1, until: later(1) }, undefined]);
    await quarantine().put(TENANT, ENDPOINT, EXHAUSTED);
    expect(await stated()).toEqual([{ failures: 4, until: undefined }, undefined]);
  });

  it("the list has the endpoints that are still listed, those that wait for a person first", async () => {
    await settled(store(), twoOf);
    await quarantine().put(TENANT, ENDPOINT, aQuarantine());
    await quarantine().put(TENANT, anEndpointId(2), EXHAUSTED);
    await quarantine().put(TENANT, anEndpointId(3), EXHAUSTED);
    const names = { tenant: TENANT, tenantName: "Acme GmbH" };
    const second = { ...EXHAUSTED, ...names, endpoint: anEndpointId(2), hostname: "B" };
    expect(await quarantine().list()).toEqual([
      second,
      { ...aQuarantine(), ...names, endpoint: ENDPOINT, hostname: "LAP-0142" },
    ]);
    expect(await quarantine().exhausted()).toEqual([second]);

    await collectTenant(store(), twoOf.slice(0, 1), later(3));
    expect(await quarantine().exhausted()).toEqual([]);
    expect(await quarantine().find(TENANT, anEndpointId(2))).toEqual(EXHAUSTED);
  });

  it("a quarantine is taken back with the transaction that was to record it", async () => {
    const work = store().transaction(async (tx) => {
      await tx.quarantine.put(TENANT, ENDPOINT, aQuarantine());
      throw new Error("no fact");
    });
    await expect(work).rejects.toThrow("no fact");
    expect(await found()).toBeUndefined();
  });

  it("an unconfirmed removal keeps what it failed of until it is settled", async () => {
    const { plans } = store();
    const intent = {
      plan: PLAN,
      tenant: TENANT,
      endpoint: ENDPOINT,
      hostname: "LAP-0142",
      intendedAt: instant(NOW),
    };
    await plans.openIntent(intent, "enforce");
    expect(await plans.openIntents()).toMatchObject([{ failure: undefined }]);
    await plans.settle(intent, "unconfirmed", "unclear", NOW, "timeout");
    expect(await plans.openIntents()).toMatchObject([{ endpoint: ENDPOINT, failure: "timeout" }]);
  });
}
