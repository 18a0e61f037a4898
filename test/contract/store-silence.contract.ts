import { expect, it } from "vitest";
import type { Endpoint } from "../../src/core/model/endpoint.ts";
import type { TenantId } from "../../src/core/model/ids.ts";
import { DAY, instant, type Instant } from "../../src/core/model/instant.ts";
import { missing } from "../../src/core/model/unknown.ts";
import { anEndpoint, anEndpointId, NOW, TENANT } from "../build/evidence.ts";
import {
  anAssessment,
  aTenant,
  type Bench,
  collectTenant,
  gathered,
  judgeAll,
  later,
  OTHER_TENANT,
  PLAN,
} from "./store-fixture.ts";

/** So many days after the tests' now. */
const day = (n: number): Instant => instant(NOW + n * DAY);

export function silenceSuite(bench: () => Bench): void {
  const store = () => bench().store;
  const seen = (n: number, lastSeenAt: Endpoint["lastSeenAt"], rest: Partial<Endpoint> = {}): Endpoint =>
    anEndpoint({
      id: anEndpointId(n),
      hostname: `D${n}`,
      serialNumber: `SERIAL-SI-${n}`,
      online: false,
      lastSeenAt,
      ...rest,
    });
  const read = async (at: Instant, ...endpoints: readonly Endpoint[]) =>
    collectTenant(store(), endpoints, at);
  const devices = async () => (await gathered(store().silences.devices(undefined))).flat();
  const prepared = async (): Promise<void> =>
    store().inventory.saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], NOW);

  it("a silence that a report ended is kept as long as it was watched, with what was said of it meanwhile", async () => {
    await prepared();
    await read(day(0), seen(1, day(0)), seen(2, day(0)));
    await read(day(20), seen(1, day(0)), seen(2, day(14)));
    await judgeAll(store(), day(20), (evidence) => ({
      ...anAssessment(evidence, "keep", ["recently_seen"]),
      apartFromSilence: { deviceClass: "computer", disposition: "review", hangsOnOthers: false },
    }));
    // Nobody looked for 30 days: what was silent on day 20 is not known to have been so on day 49.
    await read(day(50), seen(1, day(49)), seen(2, day(50)));

    expect(await devices()).toEqual([
      {
        tenant: TENANT,
        deviceClass: "computer",
        silences: [{ fromAt: day(0), watchedAt: day(20), end: "reported_again", otherwise: "review" }],
      },
    ]);
  });

  it("each silence of a device is one, and the last of them lasts", async () => {
    await prepared();
    await read(day(0), seen(1, day(0)));
    await read(day(16), seen(1, day(0)));
    await read(day(17), seen(1, day(17)));
    await read(day(40), seen(1, day(17)));

    const unjudged = { end: "reported_again", otherwise: undefined } as const;
    expect(await devices()).toEqual([
      {
        tenant: TENANT,
        deviceClass: "unknown",
        silences: [
          { fromAt: day(0), watchedAt: day(16), ...unjudged },
          { fromAt: day(17), watchedAt: day(40), ...unjudged, end: "lasts" },
        ],
      },
    ]);
  });

  it("no silence: shorter than any threshold, online, unknown, before Central, ahead, or a date that went back", async () => {
    await prepared();
    const before = (at: Endpoint["lastSeenAt"]) => [
      seen(2, at, { online: true }),
      seen(3, missing),
      seen(4, instant(0)),
    ];
    await read(day(0), seen(1, day(0)), ...before(day(0)), seen(5, day(400)), seen(6, day(0)));
    await read(day(20), seen(1, day(6)), ...before(day(0)), seen(5, day(400)), seen(6, day(0)));
    await read(day(21), seen(1, day(21)), ...before(day(0)), seen(5, day(400)), seen(6, day(-3)));
    await read(day(22), ...[1, 2, 3, 4, 5].map((n) => seen(n, day(22))), seen(6, day(22)));

    expect(await devices()).toMatchObject([{ silences: [{ fromAt: day(-3), watchedAt: day(21) }] }]);
  });

  it("one that left Central is watched until then; one of ours that came back, under another id, reported again", async () => {
    await prepared();
    await read(day(0), seen(1, day(0)), seen(2, day(0)));
    await read(day(30), seen(1, day(0)), seen(2, day(0)));
    await read(day(31));
    await store().returns.record({
      tenant: TENANT,
      endpoint: anEndpointId(2),
      hostname: "D2",
      plan: PLAN,
      deletedAt: day(30),
      returnedAt: day(31),
      noticedAt: day(31),
      signs: ["same_serial"],
      as: undefined,
      lesson: undefined,
    });

    const silence = { fromAt: day(0), watchedAt: day(30) };
    expect(await devices()).toMatchObject([
      { silences: [{ ...silence, end: "left" }] },
      { silences: [{ ...silence, end: "reported_again" }] },
    ]);

    // Listed again under its old id, and reporting: what was not listed was not watched.
    await read(day(60), seen(1, day(60)));
    expect(await devices()).toMatchObject([
      { silences: [{ ...silence, end: "reported_again" }] },
      { silences: [{ ...silence, end: "reported_again" }] },
    ]);
  });

  it("tells of each tenant since and until when it was watched, and one tenant alone where asked", async () => {
    await prepared();
    await read(day(0), seen(1, day(0)));
    await read(day(40), seen(1, day(0)));
    await collectTenant(store(), [{ ...seen(1, day(0)), tenant: OTHER_TENANT }], day(41), OTHER_TENANT);

    const watched = [
      { tenant: TENANT, sinceAt: day(0), untilAt: day(40) },
      { tenant: OTHER_TENANT, sinceAt: day(41), untilAt: day(41) },
    ].sort((a, b) => (a.tenant < b.tenant ? -1 : 1));
    expect(await store().silences.watched(undefined)).toEqual(watched);
    expect(await store().silences.watched([OTHER_TENANT])).toMatchObject([{ untilAt: day(41) }]);
    const listed = async (tenants: readonly TenantId[] | undefined) =>
      (await gathered(store().silences.devices(tenants))).flat().map((one) => one.tenant);
    expect(await listed(undefined)).toEqual(watched.map(({ tenant }) => tenant));
    expect(await listed([TENANT])).toEqual([TENANT]);
  });

  it("a reading that is thrown away ends nothing", async () => {
    await prepared();
    await read(day(0), seen(1, day(0)));
    await read(day(30), seen(1, day(0)));
    const id = await store().inventory.begin({ kind: "tenant", tenant: TENANT }, later(31 * 24));
    await store().inventory.discard(id, {
      coverage: { kind: "incomplete", gaps: [{ code: "page_malformed", detail: "cut off" }] },
      expected: 1,
      requests: 1,
      at: day(31),
    });

    expect(await devices()).toMatchObject([{ silences: [{ watchedAt: day(30), end: "lasts" }] }]);
  });
}
