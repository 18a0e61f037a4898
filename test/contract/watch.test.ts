// What is deleted and comes back: found by what names the machine, recorded once, and everything stops.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import type { EndpointId } from "../../src/core/model/ids.ts";
import { DAY, MINUTE } from "../../src/core/model/instant.ts";
import { markReturned } from "../../src/flows/mark-returned.ts";
import { recover } from "../../src/flows/recover.ts";
import { watch } from "../../src/flows/watch.ts";
import type { SimEndpoint } from "../../src/simulator/estate.ts";
import { aRemovalStage, type RemovalStage } from "../build/removal-stage.ts";
import { idOf } from "../build/small-world.ts";

let stage: RemovalStage;
let day = 2;
const records = new Map<number, SimEndpoint>();
const never = new AbortController().signal;
const look = async () => watch(stage.house, never);

beforeAll(async () => {
  stage = await aRemovalStage(12, endpointRemover);
  for (let n = 1; n <= 6; n++) {
    const record = stage.record(n);
    record["serialNumber"] = `SERIAL-OF-${n}`;
    records.set(n, record);
  }
  // What changed makes a new candidate, which has to stand for a while.
  for (let again = 0; again < 2; again++) {
    await nextDay();
    await stage.house.assess();
  }
  for (let n = 1; n <= 6; n++) {
    const { outcome } = await stage.retire(n);
    if (outcome !== "retired") throw new Error(`endpoint ${n}: ${outcome}`);
  }
  await nextDay();
});
afterAll(async () => stage[Symbol.asyncDispose]());

async function nextDay(): Promise<void> {
  await stage.house.day(day++);
  await stage.house.collect();
}

/** The device with this number registers again, as another endpoint. */
function registers(number: number, as: number, parts: Record<string, unknown>): void {
  const id = idOf(as);
  stage.tenant.endpoints.set(id, { ...records.get(number), id, ...parts });
}

describe("the watch", () => {
  it("finds nothing while nothing came back, and says how much it watches", async () => {
    expect(await look()).toMatchObject({ watched: 6, returned: [], namesakes: [], figures: { returns: 0 } });
    expect(await stage.house.store.brake.pulled()).toBeUndefined();
  });

  it("tells of another device of the name, and stops nothing", async () => {
    registers(1, 901, { serialNumber: "ANOTHER-MACHINE-1", macAddresses: [] });
    await nextDay();
    expect(await look()).toMatchObject({ returned: [], namesakes: [{ others: [idOf(901)] }] });
    expect(await stage.house.store.brake.pulled()).toBeUndefined();
  });

  it("finds a re-registered device by its serial number: brake, ramp, ledger, immunity and a case, once", async () => {
    registers(2, 902, {});
    await nextDay();
    const found = await look();
    expect(found.returned).toMatchObject([{ endpoint: idOf(2), as: idOf(902), signs: ["same_serial"] }]);
    expect(found.figures).toMatchObject({ deletions: 6, returns: 1 });
    const { store } = stage.house;
    expect((await store.brake.pulled())?.reason).toContain(idOf(2));
    expect((await stage.facts(2)).at(-1)).toMatchObject({ kind: "device_returned", newEndpoint: idOf(902) });
    const refused = await stage.house.apply(await stage.planOf(7), "enforce");
    expect(refused).toMatchObject({ kind: "refused" });

    await stage.house.assess();
    const [stored] = await store.inventory.find({ id: idOf(902) as EndpointId });
    const judged = stored && (await store.assessments.find(stored.tenant, stored.endpoint));
    expect(judged?.assessment.reasons.map(({ code }) => code)).toContain("returned_recently");
    await stage.house.tend();
    expect(await store.cases.list({ states: ["open"] })).toMatchObject([
      { endpoint: idOf(902), cause: "return" },
    ]);

    // A person has looked into it: the same return stops nothing again, and its case stays one.
    await store.brake.release();
    expect((await look()).returned).toEqual([]);
    await stage.house.tend();
    expect(await store.brake.pulled()).toBeUndefined();
    expect((await store.cases.list({})).filter(({ cause }) => cause === "return")).toHaveLength(1);
  });

  it("finds a device that was restored under its own id, only after readings that had not had it", async () => {
    stage.tenant.endpoints.set(idOf(3), records.get(3) as SimEndpoint);
    expect((await look()).returned).toEqual([]);
    await nextDay();
    expect((await look()).returned).toMatchObject([{ endpoint: idOf(3), signs: ["same_id"], as: idOf(3) }]);
    await stage.house.store.brake.release();
  });

  it("takes nothing from a reading that is not whole", async () => {
    registers(4, 904, {});
    stage.house.simulator.faults.add({
      match: { path: /\/endpoint\/v1\/endpoints$/ },
      action: { kind: "status", status: 500 },
    } as never);
    await nextDay();
    expect((await look()).returned).toEqual([]);
    stage.house.simulator.faults.clear();
    await nextDay();
    expect((await look()).returned).toMatchObject([{ endpoint: idOf(4) }]);
    await stage.house.store.brake.release();
  });

  it("hears from Central's events of one that came and went between two readings, and once", async () => {
    const at = stage.house.clock.now();
    stage.tenant.events.push({
      id: "event-of-6",
      type: "Event::Endpoint::Reprotected",
      endpoint_id: idOf(6),
      location: "whatever",
      when: new Date(at - 10 * MINUTE).toISOString(),
      created_at: new Date(at - 10 * MINUTE).toISOString(),
    });
    expect((await look()).returned).toMatchObject([
      { endpoint: idOf(6), signs: ["central_event"], as: idOf(6), returnedAt: at - 10 * MINUTE },
    ]);
    await stage.house.store.brake.release();
    expect((await look()).returned).toEqual([]);
  });

  it("says where the events cannot be read, or are lost, and goes on without them", async () => {
    stage.house.simulator.faults.add({
      match: { path: /\/siem\/v1\/events$/ },
      action: { kind: "status", status: 403 },
    } as never);
    const { name } = stage.tenant;
    const deaf = await look();
    expect(deaf).toMatchObject({ watched: 6, events: { missed: [] } });
    expect(deaf.events.unread).toEqual([{ tenantName: name, code: "CENTRAL_FORBIDDEN" }]);
    stage.house.simulator.faults.clear();
    const heard = await look();
    expect(heard.events).toEqual({ unread: [], missed: [] });
    const before = stage.house.clock.now();
    await nextDay();
    await nextDay();
    const [gap] = (await look()).events.missed;
    expect(gap?.tenantName).toBe(name);
    expect(Math.abs((gap?.from ?? 0) - before)).toBeLessThan(MINUTE);
    expect((await look()).events).toEqual({ unread: [], missed: [] });
  });

  it("takes a person's word, keeps the lesson, and adds to what is known already", async () => {
    const recovery = await recover(idOf(5), { ...stage.house, vault: () => stage.house.vault });
    if (recovery.kind === "refused") throw new Error(recovery.detail);
    expect(await markReturned(recovery, "it was in the workshop", stage.house)).toBe("recorded");
    expect(await stage.house.store.brake.pulled()).toBeDefined();
    await stage.house.store.brake.release();
    expect(await markReturned(recovery, "ask the workshop first", stage.house)).toBe("known_already");
    expect(await stage.house.store.brake.pulled()).toBeUndefined();
    const { returns } = stage.house.store;
    expect(await returns.list(stage.house.clock.now())).toEqual([]);
    const back = await returns.of({ ...recovery.device, plan: recovery.plan });
    expect(back).toMatchObject({ endpoint: idOf(5), lesson: "ask the workshop first" });
    expect((await returns.list("ever"))[0]).toEqual(back);
  });

  it("no longer watches what cannot be undone any more", async () => {
    stage.house.clock.advance(31 * DAY);
    expect(await look()).toMatchObject({ watched: 0, figures: { deletions: 0, returns: 0 } });
  });
});
