import { expect, it } from "vitest";
import type { Endpoint } from "../../src/core/model/endpoint.ts";
import type { Outcome, RemovalAnswer } from "../../src/core/retire/outcome.ts";
import type { DeviceReturn } from "../../src/ports/return-store.ts";
import { aComputer, anEndpoint, anEndpointId, CORP, TENANT } from "../build/evidence.ts";
import {
  anAssessment,
  collectDirectory,
  collectTenant,
  gathered,
  judgeAll,
  later,
  PLAN,
  settled,
  type Bench,
} from "./store-fixture.ts";

const COMPUTER = { directory: CORP, id: aComputer().id };
const device = (n: number, parts: Partial<Endpoint> = {}): Endpoint =>
  anEndpoint({ id: anEndpointId(n), hostname: `D${n}`, serialNumber: `SERIAL-NO-${n}`, ...parts });

const aReturn = (parts: Partial<DeviceReturn> = {}): DeviceReturn => ({
  tenant: TENANT,
  endpoint: anEndpointId(1),
  hostname: "D1",
  plan: PLAN,
  deletedAt: later(1),
  returnedAt: later(5),
  noticedAt: later(6),
  signs: ["same_serial", "directory_activity"],
  as: anEndpointId(9),
  lesson: undefined,
  ...parts,
});

export function returnSuite(bench: () => Bench): void {
  const store = () => bench().store;
  const removal = (n: number, at: number) => ({
    plan: PLAN,
    tenant: TENANT,
    endpoint: anEndpointId(n),
    hostname: `D${n}`,
    intendedAt: later(at),
  });
  const deleted = async (n: number, at: number, outcome: Outcome, answer?: RemovalAnswer["kind"]) => {
    await store().plans.openIntent(removal(n, at), "enforce");
    await store().plans.settle(removal(n, at), outcome, answer, later(at));
  };
  const watched = async (since: number) => (await gathered(store().returns.watched(later(since)))).flat();

  it("watches what was sent in enforce, and nothing that was not or is too long ago", async () => {
    await settled(
      store(),
      [1, 2, 3, 4, 5, 6].map((n) => device(n)),
    );
    await deleted(1, 1, "retired", "deleted");
    await deleted(2, 2, "unconfirmed", "unclear");
    await deleted(3, 3, "gone_already", "absent");
    await deleted(4, 4, "failed", "refused");
    await store().plans.openIntent(removal(5, 5), "dry-run");
    await store().plans.close(removal(6, 6), "gone_already", later(6));

    expect((await watched(0)).map(({ device: { endpoint } }) => endpoint.id)).toEqual(
      [1, 2, 3].map(anEndpointId),
    );
    expect((await watched(2)).map(({ hostname }) => hostname)).toEqual(["D2", "D3"]);
    expect(await store().returns.deletionsSince(later(0))).toBe(3);
    expect(await store().returns.deletionsSince(later(3))).toBe(1);
  });

  it("brings each together with its computer, and with what appeared since under its name or serial number", async () => {
    await settled(store(), [device(1), device(2), device(7)], (evidence) =>
      anAssessment(evidence, "retire", [], { computer: COMPUTER }),
    );
    await collectDirectory(store(), [aComputer()], later(1));
    await deleted(1, 1, "retired", "deleted");
    await collectTenant(store(), [device(2), device(7)], later(2));
    const bySerial = device(8, { serialNumber: "SERIAL-NO-1" });
    const byName = device(9, { hostname: "d1.corp.example.com" });
    await collectTenant(store(), [device(2), device(7), bySerial, byName, device(10)], later(3));
    await judgeAll(store(), later(3), (evidence) =>
      anAssessment(evidence, "keep", [], { match: "none", computer: COMPUTER }),
    );

    const [one, ...others] = await watched(0);
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      plan: PLAN,
      tenantName: "Acme GmbH",
      device: { endpoint: device(1), deletedAt: later(1), computer: COMPUTER },
      seen: { computer: aComputer() },
    });
    expect(one?.seen.listedAgainAt).toBeUndefined();
    expect(one?.noticedAt).toBeUndefined();
    // A vanished computer, which tier none names, is none that the newcomer stands for.
    expect(one?.seen.newcomers).toEqual([
      { endpoint: bySerial, computer: undefined, appearedAt: later(3), serialCount: 1 },
      { endpoint: byName, computer: undefined, appearedAt: later(3), serialCount: 1 },
    ]);
  });

  it("tells since when the same id is listed again, after readings that had not had it", async () => {
    await settled(store(), [device(1), device(2)]);
    await deleted(1, 1, "retired", "deleted");
    await collectTenant(store(), [device(1), device(2)], later(2));
    expect((await watched(0))[0]?.seen.listedAgainAt).toBeUndefined();
    await collectTenant(store(), [device(2)], later(3));
    await collectTenant(store(), [device(1), device(2)], later(4));
    expect((await watched(0))[0]?.seen.listedAgainAt).toBe(later(4));
  });

  it("tells that it is listed long after its deletion was read back, if no reading was without it", async () => {
    await settled(
      store(),
      [1, 2, 3].map((n) => device(n)),
    );
    await deleted(1, 1, "retired", "deleted");
    await deleted(2, 1, "unconfirmed", "unclear");
    await deleted(3, 1, "retired", "deleted");
    const again = async () => (await watched(0)).map(({ seen }) => seen.listedAgainAt);
    await collectTenant(store(), [device(1), device(2), device(3)], later(2));
    expect(await again()).toEqual([undefined, undefined, undefined]);
    // Of one whose deletion is unconfirmed nothing says that it ever was gone.
    await collectTenant(store(), [device(1), device(2)], later(3));
    expect(await again()).toEqual([later(3), undefined, undefined]);
  });

  it("records a return once, makes both ids immune, and queues what is listed", async () => {
    await settled(store(), [device(2), device(9)]);
    const recorded = async (back: DeviceReturn) => store().transaction(async (tx) => tx.returns.record(back));

    expect(await recorded(aReturn())).toBe(true);
    expect(await recorded(aReturn({ noticedAt: later(9) }))).toBe(false);

    const known = { ...aReturn(), tenantName: "Acme GmbH" };
    expect(await store().returns.list("ever")).toEqual([known]);
    expect(await store().returns.list(later(2))).toEqual([]);
    expect(await store().returns.of(known)).toEqual(known);
    expect(await store().returns.of({ ...known, endpoint: anEndpointId(2) })).toBeUndefined();
    expect(await judgeAll(store(), later(7))).toEqual([anEndpointId(9)]);
    const memory = (await store().assessments.evidence(TENANT, anEndpointId(9)))?.memory;
    expect(memory?.returnedAt).toBe(later(6));
  });

  it("knows since when the events of each tenant with a deletion have not been read", async () => {
    await settled(
      store(),
      [1, 2, 3].map((n) => device(n)),
    );
    await deleted(1, 2, "retired", "deleted");
    await deleted(2, 1, "unconfirmed", "unclear");
    await deleted(3, 0, "failed", "refused");
    const tenants = async (since: number) => store().returns.watchedTenants(later(since));
    expect(await tenants(0)).toEqual([{ tenant: TENANT, unreadSince: later(1) }]);
    await store().returns.eventsRead(new Map());
    await store().returns.eventsRead(new Map([[TENANT, later(5)]]));
    await store().returns.eventsRead(new Map([[TENANT, later(4)]]));
    expect(await tenants(0)).toEqual([{ tenant: TENANT, unreadSince: later(5) }]);
    expect(await tenants(3)).toEqual([]);
  });

  it("keeps the lesson of a return, and of none that is not known", async () => {
    await settled(store(), [device(2)]);
    await store().returns.record(aReturn({ as: undefined, hostname: "D\0" }));
    expect(await store().returns.addLesson(aReturn(), "ask \0 first")).toBe(true);
    expect(await store().returns.addLesson(aReturn({ endpoint: anEndpointId(2) }), "no")).toBe(false);
    expect(await store().returns.of(aReturn())).toMatchObject({
      hostname: "D\ufffd",
      lesson: "ask \ufffd first",
      as: undefined,
    });
  });

  it("tells what vanished without us, and when it was last seen", async () => {
    await settled(store(), [device(1), device(2), device(3)]);
    await deleted(1, 1, "retired", "deleted");
    await collectTenant(store(), [device(3)], later(2));
    expect(await store().returns.vanishedSince(later(0))).toEqual([
      { tenant: TENANT, goneAt: later(2), lastSeenAt: device(2).lastSeenAt },
    ]);
    expect(await store().returns.vanishedSince(later(3))).toEqual([]);
  });
}
