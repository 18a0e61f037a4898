import { expect, it } from "vitest";
import type { EndpointId } from "../../src/core/model/ids.ts";
import { invalid, missing } from "../../src/core/model/unknown.ts";
import { anEndpoint, anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import {
  aTenant,
  type Bench,
  collectDirectory,
  collectTenant,
  discardTenant,
  endpointRow,
  later,
  OTHER_TENANT,
  PLAN,
} from "./store-fixture.ts";

const SOURCE = { kind: "tenant", tenant: TENANT } as const;

export function inventorySuite(bench: () => Bench): void {
  const inventory = () => bench().store.inventory;
  const known = async () => inventory().saveTenants([aTenant()], [], NOW);
  const current = async () => {
    const all = [];
    for await (const batch of inventory().endpointsOf(TENANT)) all.push(...batch);
    return all;
  };

  it("a record comes back as it was read, every unknown with its kind", async () => {
    await known();
    const odd = anEndpoint({
      hostname: "LAP\0\ud800\t\\N\n';",
      lastSeenAt: invalid("yesterday"),
      online: missing,
      macAddresses: missing,
      tags: ["a,b", '{"c"}', ""],
    });

    await collectTenant(bench().store, [odd], NOW);

    expect(await current()).toEqual([odd]);
  });

  it("a merge tells what was added, changed, unchanged and gone", async () => {
    await known();
    const [a, b, c, d] = [1, 2, 3, 4].map((n) => anEndpoint({ id: anEndpointId(n), hostname: `H${n}` }));
    const first = await collectTenant(bench().store, [a!, b!, c!], NOW);
    const changed = { ...b!, groupName: "Laptops" };
    const seen = { ...c!, lastSeenAt: NOW, online: true };

    const second = await collectTenant(bench().store, [changed, seen, d!], later(24));

    expect(first).toEqual({ added: 3, changed: 0, unchanged: 0, gone: 0, vanished: [] });
    expect(second).toEqual({
      added: 1,
      changed: 1,
      unchanged: 1,
      gone: 1,
      vanished: [{ tenant: TENANT, endpoint: a!.id, hostname: "H1", byUs: false }],
    });
    expect(await current()).toEqual([changed, seen, d]);
  });

  it("an unchanged row is not written again, and one that was only seen keeps its record", async () => {
    await known();
    const [still, seen] = [anEndpoint(), anEndpoint({ id: anEndpointId(2) })];
    await collectTenant(bench().store, [still, seen], NOW);
    const rows = async () =>
      bench().connection.query<{ endpoint_id: string; version: string }>(
        "select endpoint_id, xmin::text as version from rollcall.endpoint order by endpoint_id",
      );
    const before = await rows();

    await collectTenant(bench().store, [still, { ...seen, lastSeenAt: NOW }], later(1));

    const after = await rows();
    expect(after[0]).toEqual(before[0]);
    expect(after[1]).not.toEqual(before[1]);
  });

  it("a page that came twice counts once, and its last coming holds", async () => {
    await known();
    const id = await inventory().begin(SOURCE, NOW);
    const rows = [1, 2].map((n) => endpointRow(anEndpoint({ id: anEndpointId(n) })));
    await inventory().stageEndpoints(id, rows);
    await inventory().stageEndpoints(id, [
      endpointRow(anEndpoint({ id: anEndpointId(2), groupName: "New" })),
    ]);

    expect(await inventory().stagedCount(id)).toBe(2);
    const merged = await inventory().mergeEndpoints(id, { expected: 2, requests: 1, at: NOW });

    expect(merged.added).toBe(2);
    expect((await current()).map((endpoint) => endpoint.groupName)).toEqual([missing, "New"]);
  });

  it("a discarded reading leaves the current tables as they are, and nobody is gone", async () => {
    await known();
    await collectTenant(bench().store, [anEndpoint(), anEndpoint({ id: anEndpointId(2) })], NOW);

    await discardTenant(bench().store, [anEndpoint({ groupName: "Half" })], later(1));

    expect((await current()).map((endpoint) => endpoint.groupName)).toEqual([missing, missing]);
    const [latest] = await inventory().latest();
    expect(latest?.newest.coverage?.kind).toBe("incomplete");
    expect(latest?.newest).toMatchObject({ counted: 1, expected: 5, requests: 2, finishedAt: later(1) });
    expect(latest?.complete).toMatchObject({ coverage: { kind: "complete" }, counted: 2, startedAt: NOW });
  });

  it("a reading of nothing that was said to be whole makes everything gone, and counts as one", async () => {
    await known();
    await collectTenant(bench().store, [anEndpoint()], NOW);

    const merged = await collectTenant(bench().store, [], later(1));

    expect(merged.gone).toBe(1);
    expect(await inventory().currentCount(SOURCE)).toBe(0);
  });

  it("a source that was never read whole has no count", async () => {
    await known();
    expect(await inventory().currentCount(SOURCE)).toBeUndefined();

    await discardTenant(bench().store, [anEndpoint()], NOW);
    expect(await inventory().currentCount(SOURCE)).toBeUndefined();

    await collectTenant(bench().store, [anEndpoint()], NOW);
    expect(await inventory().currentCount(SOURCE)).toBe(1);
  });

  it("a collection that another of the same source overtook can neither stage, merge nor be discarded", async () => {
    await known();
    const old = await inventory().begin(SOURCE, NOW);
    await inventory().stageEndpoints(old, [endpointRow(anEndpoint())]);
    const young = await inventory().begin(SOURCE, NOW);

    const row = endpointRow(anEndpoint({ id: anEndpointId(2) }));
    await expect(inventory().stageEndpoints(old, [row])).rejects.toMatchObject({ code: "STORE_LOCKED" });
    await expect(
      inventory().mergeEndpoints(old, { expected: 1, requests: 1, at: NOW }),
    ).rejects.toMatchObject({ code: "STORE_LOCKED" });

    expect(await inventory().stagedCount(young)).toBe(0);
  });

  it("staged rows that the database lost are never taken for devices that are gone", async () => {
    await known();
    await collectTenant(bench().store, [anEndpoint()], NOW);
    const id = await inventory().begin(SOURCE, later(1));
    await inventory().stageEndpoints(id, [endpointRow(anEndpoint())]);
    // What recovery does to unlogged tables after a crash of the server.
    await bench().connection.query("truncate rollcall.endpoint_stage");

    const merging = inventory().mergeEndpoints(id, { expected: 1, requests: 1, at: later(1) });

    await expect(merging).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(await inventory().currentCount(SOURCE)).toBe(1);
  });

  it("a collection is closed once, and belongs to the kind of source it was begun for", async () => {
    await known();
    const id = await inventory().begin(SOURCE, NOW);
    await expect(inventory().stageComputers(id, [])).rejects.toThrow("a collection of a tenant");
    await inventory().mergeEndpoints(id, { expected: 0, requests: 1, at: NOW });

    await expect(inventory().mergeEndpoints(id, { expected: 0, requests: 1, at: NOW })).rejects.toThrow(
      "closed",
    );
    await expect(inventory().begin({ kind: "tenant", tenant: OTHER_TENANT }, NOW)).rejects.toThrow(
      "not saved",
    );
  });

  it("an endpoint of another tenant is not staged", async () => {
    await known();
    const id = await inventory().begin(SOURCE, NOW);

    const staging = inventory().stageEndpoints(id, [endpointRow(anEndpoint({ tenant: OTHER_TENANT }))]);

    await expect(staging).rejects.toThrow("another tenant");
  });

  it("two tenants with the same endpoint id keep apart", async () => {
    await inventory().saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], NOW);
    await collectTenant(bench().store, [anEndpoint()], NOW);
    await collectTenant(bench().store, [anEndpoint({ tenant: OTHER_TENANT })], NOW, OTHER_TENANT);

    await collectTenant(bench().store, [], later(1), OTHER_TENANT);

    const found = await inventory().find({ id: anEndpointId(1) });
    const named = { endpoint: anEndpointId(1), hostname: "LAP-0142", firstSeenAt: NOW };
    expect(found).toEqual([
      { ...named, tenant: OTHER_TENANT, tenantName: "Other AG", goneAt: later(1) },
      { ...named, tenant: TENANT, tenantName: "Acme GmbH", goneAt: undefined },
    ]);
    expect(await inventory().find({ hostKey: "lap-0142" })).toHaveLength(2);
    expect(await inventory().find({ id: "nobody" as EndpointId })).toEqual([]);
  });

  it("presence is kept as intervals: first and last sighting, and the gap between", async () => {
    await known();
    await collectTenant(bench().store, [anEndpoint()], NOW);
    await collectTenant(bench().store, [anEndpoint()], later(24));
    await collectTenant(bench().store, [], later(48));
    await collectTenant(bench().store, [anEndpoint()], later(72));

    const sightings = await bench().connection.query(
      "select first_at, last_at, missed_at from rollcall.endpoint_sighting order by number",
    );

    expect(sightings).toEqual([
      { first_at: NOW, last_at: later(24), missed_at: later(48) },
      { first_at: later(72), last_at: null, missed_at: null },
    ]);
  });

  it.each([
    { outcome: "retired", byUs: true },
    { outcome: "unconfirmed", byUs: true },
    { outcome: undefined, byUs: true },
    { outcome: "failed", byUs: false },
  ] as const)(
    "an endpoint that vanished after a removal that is $outcome: by us is $byUs",
    async ({ outcome, byUs }) => {
      await known();
      await collectTenant(bench().store, [anEndpoint()], NOW);
      const intent = { plan: PLAN, tenant: TENANT, endpoint: anEndpointId(1), hostname: "LAP-0142" };
      await bench().store.plans.openIntent({ ...intent, intendedAt: later(1) }, "enforce");
      if (outcome !== undefined) await bench().store.plans.settle(intent, outcome, undefined, later(1));

      const { vanished } = await collectTenant(bench().store, [], later(2));

      expect(vanished).toEqual([{ tenant: TENANT, endpoint: anEndpointId(1), hostname: "LAP-0142", byUs }]);
    },
  );

  it("a deletion of ours does not explain that a device which came back is gone again", async () => {
    await known();
    await collectTenant(bench().store, [anEndpoint()], NOW);
    const intent = { plan: PLAN, tenant: TENANT, endpoint: anEndpointId(1), hostname: "LAP-0142" };
    await bench().store.plans.openIntent({ ...intent, intendedAt: later(1) }, "enforce");
    await bench().store.plans.settle(intent, "retired", "deleted", later(1));
    await collectTenant(bench().store, [], later(2));
    await collectTenant(bench().store, [anEndpoint()], later(3));

    const { vanished } = await collectTenant(bench().store, [], later(4));

    expect(vanished.map(({ byUs }) => byUs)).toEqual([false]);
  });

  it("tenants are replaced as a whole; one that is no longer covered is told with its reason", async () => {
    const gone = { id: "No-UUID", name: "Odd", code: "id_malformed", detail: "not a UUID" } as const;
    await inventory().saveTenants([aTenant(), aTenant(OTHER_TENANT, { dataRegion: undefined })], [], NOW);
    expect(await inventory().tenants()).toEqual([
      aTenant(),
      aTenant(OTHER_TENANT, { dataRegion: undefined }),
    ]);

    await inventory().saveTenants([aTenant(OTHER_TENANT)], [gone], later(1));

    expect(await inventory().tenants()).toEqual([aTenant(OTHER_TENANT)]);
    expect(await inventory().notCovered()).toEqual([gone]);
  });

  it("only covered tenants and known directories are sources", async () => {
    await inventory().saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], NOW);
    await collectTenant(bench().store, [anEndpoint()], NOW);
    await collectTenant(bench().store, [], NOW, OTHER_TENANT);
    await collectDirectory(bench().store, [], NOW);
    expect(await inventory().latest()).toHaveLength(3);

    await inventory().saveTenants([aTenant()], [], later(1));
    await inventory().forgetDirectoriesBut([]);

    expect((await inventory().latest()).map(({ newest }) => newest.source)).toEqual([SOURCE]);
  });
}
