import { expect, it } from "vitest";
import { planHash } from "../../src/core/plan/plan-hash.ts";
import { PLAN_VERSION, type Plan } from "../../src/core/plan/plan.ts";
import type { PlanId } from "../../src/core/model/ids.ts";
import { DAY, instant } from "../../src/core/model/instant.ts";
import { sha256 } from "../../src/adapters/system/hash.ts";
import {
  aComputer,
  aComputerId,
  anEndpoint,
  anEndpointId,
  CORP,
  daysAgo,
  NOW,
  TENANT,
} from "../build/evidence.ts";
import {
  anAssessment,
  aTenant,
  type Bench,
  collectDirectory,
  collectTenant,
  discardTenant,
  judgeAll,
  later,
  OTHER_TENANT,
  PLAN,
  POLICY,
  settled,
} from "./store-fixture.ts";

const ENDPOINT = anEndpointId(1);
const INTENT = { plan: PLAN, tenant: TENANT, endpoint: ENDPOINT, hostname: "LAP-0142", intendedAt: NOW };

export function planSuite(bench: () => Bench): void {
  const store = () => bench().store;
  const plans = () => bench().store.plans;

  it("candidates are the current endpoints to retire, with dates, runs and names", async () => {
    const gone = anEndpoint({ id: anEndpointId(2), hostname: "B", serialNumber: "SERIALBBBB" });
    const keep = anEndpoint({ id: anEndpointId(3), hostname: "C", serialNumber: "SERIALCCCC" });
    await settled(store(), [anEndpoint(), gone, keep], (evidence) =>
      anAssessment(evidence, evidence.endpoint.id === keep.id ? "keep" : "retire"),
    );
    await collectTenant(store(), [anEndpoint(), keep], later(24));
    await discardTenant(store(), [], later(30));
    await collectTenant(store(), [anEndpoint(), keep], later(48));

    expect(await plans().candidates()).toEqual([
      {
        assessment: anAssessment({ endpoint: anEndpoint() }, "retire"),
        tenantName: "Acme GmbH",
        hostname: "LAP-0142",
        lastSeenAt: daysAgo(60),
        policyHash: POLICY,
        candidateSince: NOW,
        runs: 3,
        deletedBefore: false,
      },
    ]);
  });

  it("an endpoint whose evidence moved since it was judged is no candidate until it is judged again", async () => {
    await settled(store());
    await collectTenant(store(), [anEndpoint({ groupName: "New" })], later(1));
    expect(await plans().candidates()).toEqual([]);

    await judgeAll(store(), later(1));

    expect(await plans().candidates()).toHaveLength(1);
  });

  it("a tenant that is no longer covered has no candidates and no figures", async () => {
    await settled(store());

    await store().inventory.saveTenants(
      [],
      [{ id: TENANT, name: "Acme", code: "forbidden", detail: "403" }],
      later(1),
    );

    expect(await plans().candidates()).toEqual([]);
    expect(await plans().tenantFigures(NOW)).toEqual([]);
  });

  it.each([
    { outcome: "retired", deletedBefore: true },
    { outcome: "unconfirmed", deletedBefore: true },
    { outcome: "open", deletedBefore: true },
    { outcome: "failed", deletedBefore: false },
    { outcome: "withheld", deletedBefore: false },
  ] as const)("deleted ones are told apart next time: $outcome", async ({ outcome, deletedBefore }) => {
    await settled(store());
    await plans().openIntent(INTENT, "enforce");
    if (outcome !== "open") await plans().settle(INTENT, outcome, undefined, NOW);

    expect((await plans().candidates()).map((candidate) => candidate.deletedBefore)).toEqual([deletedBefore]);
  });

  it("figures of a tenant: size, life of the last day, shrink, coverage and attempts", async () => {
    const seen = [daysAgo(0), instant(NOW - DAY + 1), instant(NOW - DAY), instant(NOW + 1), daysAgo(60)];
    const all = seen.map((lastSeenAt, n) => anEndpoint({ id: anEndpointId(n + 1), lastSeenAt }));
    await store().inventory.saveTenants([aTenant(), aTenant(OTHER_TENANT)], [], NOW);
    await collectTenant(
      store(),
      [...all, ...[7, 8, 9, 10, 11].map((n) => anEndpoint({ id: anEndpointId(n) }))],
      NOW,
    );
    await collectTenant(store(), all, later(1));
    await plans().reserveAttempt(TENANT, NOW, 5, 9);
    await plans().reserveAttempt(TENANT, instant(NOW - DAY), 5, 9);

    expect(await plans().tenantFigures(NOW)).toEqual([
      { tenant: OTHER_TENANT, endpoints: 0, seenLastDay: 0, shrink: 0, complete: false, attemptsToday: 0 },
      { tenant: TENANT, endpoints: 5, seenLastDay: 2, shrink: 0.5, complete: true, attemptsToday: 1 },
    ]);
    await store().inventory.begin({ kind: "tenant", tenant: TENANT }, later(2));
    expect((await plans().tenantFigures(NOW))[1]).toMatchObject({ complete: false, endpoints: 5 });
  });

  it("a tenant is compared with its last days, each by its last reading, and with the reading before", async () => {
    const of = (count: number) =>
      Array.from({ length: count }, (_, n) => anEndpoint({ id: anEndpointId(n + 1) }));
    await store().inventory.saveTenants([aTenant()], [], NOW);
    const shrinkAfter = async (count: number, hours: number) => {
      await collectTenant(store(), of(count), later(hours));
      return (await plans().tenantFigures(later(hours)))[0]?.shrink;
    };

    expect(await shrinkAfter(20, 0)).toBe(0);
    expect(await shrinkAfter(20, 24)).toBe(0);
    expect(await shrinkAfter(10, 48)).toBe(0.5);
    // However often the smaller one is read on that day.
    for (const hours of [49, 50, 51, 52]) expect(await shrinkAfter(10, hours)).toBe(0.5);
    await discardTenant(store(), of(1), later(53));
    for (const [day, shrink] of [
      [3, 0.5],
      [4, 0.5],
      [5, 0],
    ] as const)
      expect([day, await shrinkAfter(10, day * 24)]).toEqual([day, shrink]);
    // Of our own deletions nothing is a loss, against each of those days.
    for (const n of [9, 10]) {
      const intent = { ...INTENT, endpoint: anEndpointId(n), intendedAt: later(121) };
      await plans().openIntent(intent, "enforce");
      await plans().settle(intent, "retired", "deleted", later(122));
    }
    expect(await shrinkAfter(8, 144)).toBe(0);
    expect(await shrinkAfter(6, 168)).toBe(0.25);
  });

  it("a directory is compared by its living computers, also after a reading of changes", async () => {
    const of = (count: number) =>
      Array.from({ length: count }, (_, n) => aComputer({ id: aComputerId(n + 1), name: `PC-${n}` }));
    const deleted = { ...aComputer({ id: aComputerId(99), name: "GONE" }), deleted: true };
    const shrinks = async () =>
      (await plans().directoryShrinks()).map((one) => ({
        ...one,
        shrink: Math.round(one.shrink * 100) / 100,
      }));

    expect(await shrinks()).toEqual([]);
    await collectDirectory(store(), of(10), NOW);
    expect(await shrinks()).toEqual([{ directory: CORP, shrink: 0 }]);
    await collectDirectory(store(), of(1), later(1), { extent: "changes" });
    expect(await shrinks()).toEqual([{ directory: CORP, shrink: 0 }]);
    await collectDirectory(store(), [...of(8), deleted], later(2));
    expect(await shrinks()).toEqual([{ directory: CORP, shrink: 0.2 }]);
    await store().inventory.begin({ kind: "directory", directory: CORP }, later(3));
    expect(await shrinks()).toEqual([]);
  });

  it("a plan comes back as it was frozen, its hash still holding", async () => {
    const draft = {
      version: PLAN_VERSION,
      id: PLAN,
      createdAt: NOW,
      expiresAt: later(24),
      mode: "dry-run",
      policyHash: POLICY,
      collections: [],
      items: [
        {
          tenant: TENANT,
          tenantName: "Acme \0 GmbH",
          endpoint: ENDPOINT,
          hostname: "LAP-0142",
          lastSeenAt: daysAgo(60),
          daysInactive: 60,
          computer: undefined,
          candidateSince: NOW,
          evidenceHash: sha256("evidence"),
          accepted: [],
          approved: undefined,
        },
      ],
      leftOut: [],
      breakers: [],
    } as const satisfies Omit<Plan, "hash">;
    const plan: Plan = { ...draft, hash: planHash(draft, sha256) };

    await plans().save(plan);
    const other = { ...plan, id: "01900000-0000-7000-8000-000000000002" as PlanId };
    await plans().save(other);

    const found = await plans().find(PLAN);
    expect(found).toEqual(plan);
    expect(planHash(found!, sha256)).toBe(plan.hash);
    expect(await plans().newest()).toEqual(other);
    const first = await plans().page(undefined, 1);
    expect(first.items.map((item) => item.plan)).toEqual([other]);
    const rest = await plans().page(first.items[0]!.place, 5);
    expect(rest.items.map((item) => item.plan)).toEqual([plan]);
    expect([first.total, rest.total]).toEqual([2, 2]);
    expect(await plans().find("nobody" as PlanId)).toBeUndefined();
    await expect(plans().save(plan)).rejects.toThrow("23505");
  });

  it("the day's budget is spent one by one, per tenant and UTC day, and zero means zero", async () => {
    const reserve = async (limit: number, tenant = TENANT, at = NOW) =>
      plans().reserveAttempt(tenant, at, limit, 100);

    expect(await reserve(0)).toBe("spent");
    expect(await Promise.all([1, 2, 3, 4, 5].map(async () => reserve(3)))).toEqual(
      expect.arrayContaining(["reserved", "reserved", "reserved", "spent", "spent"]),
    );
    expect(await reserve(3)).toBe("spent");
    expect(await reserve(0)).toBe("spent");
    expect(await reserve(3, OTHER_TENANT)).toBe("reserved");
    expect(await reserve(3, TENANT, instant(NOW + DAY))).toBe("reserved");
    for (const nonsense of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(reserve(nonsense)).rejects.toThrow("whole number");
    }
  });

  it("an intent is open until its end is recorded, and an unconfirmed end leaves it open", async () => {
    await plans().openIntent(INTENT, "enforce");
    expect(await plans().openIntents()).toEqual([{ ...INTENT, mode: "enforce" }]);
    expect(await plans().history(TENANT, ENDPOINT)).toEqual([
      { plan: PLAN, outcome: "unconfirmed", at: NOW },
    ]);

    await plans().settle(INTENT, "unconfirmed", "unclear", later(1));
    expect(await plans().openIntents()).toHaveLength(1);

    await plans().settle(INTENT, "retired", undefined, later(2));
    expect(await plans().openIntents()).toEqual([]);
    expect(await plans().history(TENANT, ENDPOINT)).toEqual([
      { plan: PLAN, outcome: "retired", at: later(2) },
    ]);
    await expect(plans().settle(INTENT, "failed", undefined, later(3))).rejects.toThrow("not open");
  });

  it("while a removal of an endpoint is open none is begun, by any plan; afterwards one may be", async () => {
    const other = { ...INTENT, plan: "01900000-0000-7000-8000-000000000002" as PlanId };
    await plans().openIntent(INTENT, "enforce");
    await expect(plans().openIntent(INTENT, "enforce")).rejects.toThrow("sent twice");
    await plans().settle(INTENT, "unconfirmed", "unclear", NOW);
    await expect(plans().openIntent(other, "enforce")).rejects.toThrow("sent twice");
    await plans().openIntent({ ...other, endpoint: anEndpointId(2) }, "enforce");
    await plans().settle(INTENT, "failed", undefined, NOW);

    await plans().openIntent(other, "enforce");

    expect(await plans().openIntents()).toHaveLength(2);
  });

  it("an item that ended before any intent is history and opens nothing", async () => {
    await plans().close(INTENT, "changed", NOW);
    await plans().close(INTENT, "gone_already", later(1));

    expect(await plans().openIntents()).toEqual([]);
    expect((await plans().history(TENANT, ENDPOINT)).map(({ outcome }) => outcome)).toEqual([
      "gone_already",
      "changed",
    ]);
  });

  it("tells of each item of a plan how it ended last, and that it has not", async () => {
    const other = { ...INTENT, plan: "01900000-0000-7000-8000-000000000002" as PlanId };
    await plans().close(INTENT, "changed", NOW);
    await plans().openIntent(INTENT, "enforce");
    await plans().close({ ...INTENT, endpoint: anEndpointId(2) }, "gone_already", later(1));
    await plans().close({ ...other, endpoint: anEndpointId(3) }, "changed", later(1));

    expect(await plans().endsOf([PLAN])).toEqual([
      { plan: PLAN, tenant: TENANT, endpoint: ENDPOINT, outcome: undefined, at: INTENT.intendedAt },
      { plan: PLAN, tenant: TENANT, endpoint: anEndpointId(2), outcome: "gone_already", at: later(1) },
    ]);
    expect(await plans().endsOf([])).toEqual([]);
  });

  it("a run is remembered by policy and mode, the last one counts", async () => {
    expect(await plans().lastRun(POLICY, "dry-run")).toBeUndefined();
    await plans().recordRun(POLICY, "dry-run", later(2));
    await plans().recordRun(POLICY, "dry-run", later(1));

    expect(await plans().lastRun(POLICY, "dry-run")).toBe(later(2));
    expect(await plans().lastRun(POLICY, "enforce")).toBeUndefined();
    await plans().recordRun(sha256("a third"), "dry-run", later(3));
    await plans().recordRun(POLICY, "observe", later(1));
    expect(await plans().lastRuns()).toEqual([
      { mode: "dry-run", completedAt: later(3) },
      { mode: "observe", completedAt: later(1) },
    ]);
    expect(await plans().lastRun(sha256("another"), "dry-run")).toBeUndefined();
  });

  it("what is foreseen is said when it is not what was said last, each mode by itself", async () => {
    const [one, another] = [sha256("one"), sha256("another")];
    const said = [];
    for (const [mode, digest] of [
      ["enforce", one],
      ["enforce", one],
      ["dry-run", one],
      ["enforce", another],
      ["enforce", one],
    ] as const)
      said.push(await plans().saidToForesee(mode, digest));
    expect(said).toEqual([true, false, true, true, true]);
  });

  it("a policy is rehearsed by a dry run since plans were last frozen by another one", async () => {
    const another = sha256("another");
    await plans().putInForce(POLICY, NOW);
    await plans().recordRun(POLICY, "enforce", later(1));
    expect(await plans().rehearsedAt(POLICY)).toBeUndefined();
    await plans().recordRun(POLICY, "dry-run", later(1));
    await plans().putInForce(POLICY, later(2));
    expect(await plans().rehearsedAt(POLICY)).toBe(later(1));

    await plans().putInForce(another, later(3));
    expect(await plans().rehearsedAt(POLICY)).toBeUndefined();
    expect(await plans().rehearsedAt(another)).toBeUndefined();
    await plans().putInForce(POLICY, later(4));
    expect(await plans().rehearsedAt(POLICY)).toBeUndefined();
    await plans().recordRun(POLICY, "dry-run", later(5));
    expect(await plans().rehearsedAt(POLICY)).toBe(later(5));
  });
}
