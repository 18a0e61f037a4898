// Putting devices on hold, and lifting holds: who is meant, what is refused, and what the ledger says afterwards.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY, instant } from "../../src/core/model/instant.ts";
import { missing } from "../../src/core/model/unknown.ts";
import { addHold, holdEnd, liftHold } from "../../src/flows/holds.ts";
import { anEndpoint, anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import {
  aTenant,
  collectTenant,
  later,
  openBench,
  OTHER_TENANT,
  type Bench,
} from "../contract/store-fixture.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench("pglite:memory");
});
afterAll(async () => bench.store.close());

/** Two devices of one name in one tenant, one of them in the other as well, and one that is gone. */
beforeEach(async () => {
  await bench.empty();
  const { store } = bench;
  const named = (n: number, hostname: string, tenant = TENANT) =>
    anEndpoint({ id: anEndpointId(n), hostname, tenant, serialNumber: missing });
  await store.inventory.saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], NOW);
  await collectTenant(store, [named(1, "TWIN"), named(2, "twin"), named(3, "ONCE"), named(9, "GONE")], NOW);
  await collectTenant(store, [named(1, "TWIN"), named(2, "twin"), named(3, "ONCE")], later(1));
  await collectTenant(
    store,
    [named(1, "TWIN", OTHER_TENANT), named(4, "GONE", OTHER_TENANT)],
    NOW,
    OTHER_TENANT,
  );
});

const parts = () => ({ store: bench.store, clock: { ...clock, now: () => NOW } });
const clock = { monotonic: () => 0, sleep: () => Promise.resolve() };
const facts = async () =>
  (await bench.store.ledger.newest(99)).map(({ fact, actor }) => ({ ...fact, actor }));

const ask = (
  text: string,
  more: { tenant?: string; reason?: string; owner?: string; afterMs?: number } = {},
) => ({
  device: { text, tenant: more.tenant },
  end: { afterMs: more.afterMs ?? DAY },
  reason: more.reason ?? "on a ship",
  owner: more.owner ?? "service desk",
});

describe("a hold", () => {
  it.each([
    ["a hostname that one device alone has", "once", {}, 3],
    ["an fqdn, by its host", "ONCE.corp.example.com.", {}, 3],
    ["an id", anEndpointId(2).toUpperCase(), {}, 2],
    ["a hostname in one tenant", "TWIN", { tenant: " other ag" }, 1],
    ["an id in one tenant", anEndpointId(1), { tenant: TENANT }, 1],
    ["a hostname of a device that is there, beside one that is gone", "gone", {}, 4],
    ["a hostname of a device that is gone, and of no other there", "gone", { tenant: "Acme GmbH" }, 9],
  ])("by %s is on that device", async (_what, text, more, number) => {
    const added = await addHold(ask(text, more), parts());

    expect(added).toMatchObject({
      kind: "added",
      device: { endpoint: anEndpointId(number) },
      hold: { until: instant(NOW + DAY), reason: "on a ship", owner: "service desk" },
      replaced: undefined,
      underWay: false,
    });
    expect(await bench.store.holds.list(true)).toMatchObject([{ endpoint: anEndpointId(number) }]);
  });

  it("of a name that several devices have is refused, and all of them are told", async () => {
    expect(await addHold(ask("TWIN", { tenant: TENANT }), parts())).toMatchObject({
      kind: "refused",
      code: "device_ambiguous",
      detail: expect.stringContaining("give the id") as string,
      devices: [{ endpoint: anEndpointId(1) }, { endpoint: anEndpointId(2) }],
    });
    expect(await bench.store.holds.list(true)).toEqual([]);
    expect(await facts()).toEqual([]);
  });

  it("of an id that two tenants have is refused, and both are told", async () => {
    expect(await addHold(ask(anEndpointId(1)), parts())).toMatchObject({
      code: "device_ambiguous",
      detail: expect.stringContaining("give the tenant") as string,
      devices: [{ tenantName: "Other AG" }, { tenantName: "Acme GmbH" }],
    });
  });

  it.each([
    ["of a device that nobody knows", ask("nobody"), "device_unknown"],
    ["of a text that names no device", ask("localhost"), "device_unknown"],
    ["of a device in a tenant that nobody knows", ask("once", { tenant: "Contoso" }), "device_unknown"],
    ["without a reason", ask("once", { reason: " " }), "reason_unusable"],
    ["without an owner", ask("once", { owner: "" }), "owner_unusable"],
    ["without an end that comes", ask("once", { afterMs: 0 }), "end_not_ahead"],
    ["for more than a year", ask("once", { afterMs: 367 * DAY }), "end_too_far"],
  ])("%s is refused, and nothing is written", async (_what, asked, code) => {
    expect(await addHold(asked, parts())).toMatchObject({ kind: "refused", code });
    expect(await bench.store.holds.list(true)).toEqual([]);
    expect(await facts()).toEqual([]);
  });

  it("in place of another says so, and both are in the ledger with who wrote them", async () => {
    await addHold(ask("once"), parts());
    const added = await addHold(ask("once", { reason: " in repair ", owner: "workshop" }), parts());

    expect(added).toMatchObject({ hold: { reason: "in repair" }, replaced: { reason: "on a ship" } });
    expect(await facts()).toMatchObject([
      { kind: "hold_added", reason: "on a ship", replaced: false, actor: "svc@test" },
      { kind: "hold_added", hostname: "ONCE", reason: "in repair", owner: "workshop", replaced: true },
    ]);
    expect(await bench.store.holds.list(false)).toMatchObject([{ owner: "workshop" }]);
  });

  it("is lifted once, with a reason, and the ledger says which", async () => {
    await addHold(ask("once"), parts());
    const device = { text: "once", tenant: undefined };

    expect(await liftHold({ device, reason: "" }, parts())).toMatchObject({ code: "reason_unusable" });
    expect(await liftHold({ device, reason: "back" }, parts())).toMatchObject({ kind: "lifted" });
    expect(await liftHold({ device, reason: "back" }, parts())).toMatchObject({ code: "not_on_hold" });

    expect((await facts()).slice(1)).toMatchObject([
      {
        kind: "hold_lifted",
        hostname: "ONCE",
        until: instant(NOW + DAY),
        owner: "service desk",
        reason: "back",
      },
    ]);
  });

  it("of a name that several devices have is not lifted by it", async () => {
    await addHold(ask(anEndpointId(2)), parts());

    const lifted = await liftHold({ device: { text: "twin", tenant: TENANT }, reason: "back" }, parts());

    expect(lifted).toMatchObject({ code: "device_ambiguous" });
    expect(await bench.store.holds.list(false)).toHaveLength(1);
  });

  it("ends at a day's end or at an instant, and at no other text", () => {
    expect(holdEnd("2027-03-01")).toEqual({ at: Date.UTC(2027, 2, 2) });
    expect(holdEnd("soon")).toBeUndefined();
  });
});
