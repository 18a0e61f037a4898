// What the API shows beside devices: holds, deletions, findings, sources, policy and the fleet at a glance, and to whom.
import { afterAll, beforeAll, expect, it } from "vitest";
import { ApiProblem, type createClient } from "../../src/api/client.ts";
import { listDeletions, markReturned, readRecovery, revealPassword } from "../../src/api/deletions.ts";
import { addHold, liftHold, listHolds } from "../../src/api/devices.ts";
import { listFindings } from "../../src/api/findings.ts";
import { listSources, listTenants } from "../../src/api/inventory.ts";
import { readOverview } from "../../src/api/overview.ts";
import { readBacktest, readPolicy, readSilence, whatIf } from "../../src/api/policy.ts";
import type { Role } from "../../src/api/roles.ts";
import { listWorkers } from "../../src/api/workers.ts";
import { judge } from "../../src/core/assess/judge.ts";
import type { TenantId } from "../../src/core/model/ids.ts";
import { DAY, instant } from "../../src/core/model/instant.ts";
import { openCase } from "../../src/core/review/tend-case.ts";
import { deletionHandlers } from "../../src/server/api/deletion-handlers.ts";
import { findingHandlers } from "../../src/server/api/finding-handlers.ts";
import { holdHandlers } from "../../src/server/api/hold-handlers.ts";
import { inventoryHandlers } from "../../src/server/api/inventory-handlers.ts";
import { overviewHandlers } from "../../src/server/api/overview-handlers.ts";
import { policyHandlers } from "../../src/server/api/policy-handlers.ts";
import { thresholdHandlers } from "../../src/server/api/threshold-handlers.ts";
import { workerHandlers } from "../../src/server/api/worker-handlers.ts";
import { anApi, type ApiStage } from "../build/api-caller.ts";
import {
  aComputer,
  aComputerId,
  anEndpoint,
  anEndpointId,
  aPolicy,
  daysAgo,
  NOW,
  sha256,
  TENANT,
} from "../build/evidence.ts";
import { aReadSession } from "../build/read-session.ts";
import { stepClock } from "../build/step-clock.ts";
import {
  aTenant,
  collectDirectory,
  collectTenant,
  gathered,
  later,
  openBench,
  OTHER_TENANT,
  PLAN,
  POLICY,
  type Bench,
} from "./store-fixture.ts";

let bench: Bench;
let api: ApiStage;
const POLICY_HERE = aPolicy({
  protect: [
    { hostname: "LAP-02*", reason: "kiosks" },
    { tenant: "Other AG", os: "linux", reason: "theirs" },
  ],
});

type Call = ReturnType<typeof createClient>;
const everywhere =
  (role: Role = "viewer"): Call =>
  async (...asked) =>
    api.as("jane", [{ role, tenants: "all" }]).call(...asked);
const here =
  (role: Role = "viewer"): Call =>
  async (...asked) =>
    api.as("joe", [{ role, tenants: [TENANT] }]).call(...asked);
const key = (n: number, tenant: string = TENANT) => ({ params: { tenant, endpoint: anEndpointId(n) } });
const codeOf = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => "nothing refused",
    (error: unknown) => (error instanceof ApiProblem ? error.problem.code : String(error)),
  );
const deletion = async (n: number, daysBefore: number, tenant: TenantId = TENANT, done = true) => {
  const { plans } = bench.store;
  const intendedAt = daysAgo(daysBefore);
  const intent = { plan: PLAN, tenant, endpoint: anEndpointId(n), hostname: `D${n}`, intendedAt };
  await plans.openIntent(intent, "enforce");
  if (done) await plans.settle(intent, "retired", "deleted", instant(intendedAt + 1_000));
};

/** 1 and 2 are current; 3 to 5 were deleted and are gone; 6 of the other tenant is current, 7 was deleted. */
beforeAll(async () => {
  bench = await openBench("pglite:memory");
  const { store } = bench;
  const session = aReadSession(store, stepClock(NOW), { policy: POLICY_HERE, policyHash: POLICY });
  api = anApi(
    {
      ...holdHandlers,
      ...deletionHandlers,
      ...findingHandlers,
      ...inventoryHandlers,
      ...policyHandlers,
      ...thresholdHandlers,
      ...overviewHandlers([]),
      ...workerHandlers,
    },
    session,
  );
  const device = (n: number, tenant: TenantId = TENANT) =>
    anEndpoint({ id: anEndpointId(n), tenant, hostname: `D${n}`, serialNumber: `SERIAL-${n}` });
  const silent = { code: "forbidden", detail: "403" } as const;
  await store.inventory.saveTenants(
    [aTenant(), aTenant(OTHER_TENANT)],
    [{ id: "33333333-3333-4333-8333-333333333333", name: "Third", ...silent }],
    NOW,
  );
  const alive = { enabled: true, dn: "CN=D1,OU=Clients,DC=corp,DC=example,DC=com", lastLogonAt: daysAgo(1) };
  const named = (name: string) => ({
    name,
    samAccountName: `${name}$`,
    dnsHostName: `${name}.corp.example.com`,
  });
  await collectDirectory(
    store,
    [
      aComputer({ ...alive, ...named("d1") }),
      aComputer({ ...alive, ...named("lonely"), id: aComputerId(9) }),
    ],
    NOW,
  );
  await collectTenant(
    store,
    [1, 2, 3, 4, 5].map((n) => device(n)),
    daysAgo(50),
  );
  await collectTenant(
    store,
    [6, 7].map((n) => device(n, OTHER_TENANT)),
    daysAgo(50),
    OTHER_TENANT,
  );
  await deletion(3, 40);
  await deletion(4, 10);
  await deletion(5, 5, TENANT, false);
  await deletion(7, 8, OTHER_TENANT);
  await collectTenant(
    store,
    [1, 2].map((n) => device(n)),
    NOW,
  );
  await collectTenant(store, [device(6, OTHER_TENANT)], NOW, OTHER_TENANT);
  for await (const chunk of store.assessments.pending(POLICY, NOW))
    await store.assessments.save(
      chunk.map((evidence) => judge(evidence, POLICY_HERE, NOW, sha256)),
      POLICY,
      NOW,
    );
  const orphan = (await gathered(store.assessments.computersWithoutEndpoint())).flat();
  await store.assessments.saveComputerFindings(
    orphan.map((computer) => ({
      computer,
      finding: { code: "unprotected_computer", evidence: { days: 1 } },
    })),
    NOW,
  );
});
afterAll(async () => bench.store.close());

it("puts a device on hold in the name of whoever asks, and lifts it", async () => {
  const held = await here("reviewer")(addHold, {
    ...key(2),
    body: { until: "2026-07-01", reason: "on a ship" },
  });
  expect(held).toMatchObject({
    hostname: "D2",
    owner: "oidc:joe",
    reason: "on a ship",
    untilAt: "2026-07-02T00:00:00.000Z",
  });
  expect((await here()(listHolds, { query: {} })).items).toEqual([held]);
  expect(
    await codeOf(here("reviewer")(addHold, { ...key(2), body: { until: "2020-01-01", reason: "x" } })),
  ).toBe("end_not_ahead");

  expect(await here("reviewer")(liftHold, { ...key(2), body: { reason: "back" } })).toEqual({ lifted: true });
  expect(await here("reviewer")(liftHold, { ...key(2), body: { reason: "back" } })).toEqual({
    lifted: false,
  });
  expect((await everywhere()(listHolds, { query: { all: "true" } })).items).toMatchObject([
    { endedAt: "2026-06-01T12:00:00.000Z" },
  ]);
});

it.each([
  ["another tenant's device", key(6, OTHER_TENANT)],
  ["a device that never was", key(99)],
  ["a hostname in the place of an id", { params: { tenant: TENANT, endpoint: "D2" } }],
])("holds nothing, and gives no password, of %s", async (_, asked) => {
  const body = { until: "2026-07-01", reason: "x" };
  expect(await codeOf(here("reviewer")(addHold, { ...asked, body }))).toBe("unknown_here");
  expect(await codeOf(here("reviewer")(liftHold, { ...asked, body: { reason: "x" } }))).toBe("unknown_here");
  expect(await codeOf(here("operator")(revealPassword, { ...asked, body: { reason: "x" } }))).toBe(
    "unknown_here",
  );
  expect(await codeOf(here("operator")(markReturned, { ...asked, body: { lesson: "x" } }))).toBe(
    "unknown_here",
  );
  expect(await bench.store.holds.list(false)).toEqual([]);
});

it("lists deletions, the newest first, with their undo clocks, page by page", async () => {
  const first = await here()(listDeletions, { query: { limit: 2 } });
  expect(first.items.map(({ endpoint }) => endpoint)).toEqual([anEndpointId(5), anEndpointId(4)]);
  expect(first.items[1]).toMatchObject({ outcome: "retired", daysLeft: 20, tenantName: "Acme GmbH" });
  expect(first.total).toEqual({ count: 3, exact: true });
  const second = await here()(listDeletions, { query: { limit: 2, cursor: String(first.next) } });
  expect(second.items.map(({ endpoint }) => endpoint)).toEqual([anEndpointId(3)]);
  expect(second.next).toBeUndefined();
  expect(await codeOf(here()(listDeletions, { query: { cursor: "e30" } }))).toBe("input_not_understood");
});

it.each([
  [{ outcome: "unconfirmed" }, [5]],
  [{ restorable: "true" }, [7, 5, 4]],
  [{ search: "d4" }, [4]],
  [{ search: anEndpointId(7) }, [7]],
  [{ tenant: OTHER_TENANT }, [7]],
  [{ returned: "true" }, []],
])("narrows deletions by %o", async (query, expected) => {
  const { items } = await everywhere()(listDeletions, { query });
  expect(items.map(({ endpoint }) => endpoint)).toEqual(expected.map(anEndpointId));
});

it("tells the way back of one deletion by its id within its tenant, and of nothing that it did not delete", async () => {
  const recovery = await here()(readRecovery, key(4));
  expect(recovery).toMatchObject({
    deletion: { endpoint: anEndpointId(4), outcome: "retired", daysLeft: 20 },
    dossier: { kind: "none" },
    others: [],
  });
  expect(recovery.ways.map(({ code }) => code)).toContain("restore_in_central");
  expect(await codeOf(here()(readRecovery, key(2)))).toBe("never_deleted");
  expect(await codeOf(here()(readRecovery, key(7, OTHER_TENANT)))).toBe("unknown_here");
  expect(await codeOf(here("operator")(revealPassword, { ...key(4), body: { reason: "x" } }))).toBe(
    "no_dossier",
  );
});

it("lists findings of endpoints to whom their tenant is shown, and of computers to those who see all", async () => {
  const all = await everywhere()(listFindings, { query: {} });
  expect(all.items).toMatchObject([
    { code: "silent_agent", hostname: "D1", tenant: TENANT, endpoint: anEndpointId(1) },
    { code: "unprotected_computer", hostname: "lonely", directory: "corp", computer: aComputerId(9) },
  ]);
  expect(all.total.count).toBe(2);
  expect(all.counts).toMatchObject({ silent_agent: 1, unprotected_computer: 1, removed_by_others: 0 });
  const page = await everywhere()(listFindings, { query: { limit: 1 } });
  const rest = await everywhere()(listFindings, { query: { limit: 1, cursor: String(page.next) } });
  expect([...page.items, ...rest.items]).toEqual(all.items);

  const own = await here()(listFindings, { query: {} });
  expect(own.items.map(({ code }) => code)).toEqual(["silent_agent"]);
  expect(own.counts).toMatchObject({ unprotected_computer: 0 });
  const others = await everywhere()(listFindings, { query: { tenant: OTHER_TENANT } });
  expect([others.items, others.total.count]).toEqual([[], 0]);
});

it("shows tenants and sources with their counts, each to whom it belongs", async () => {
  const all = await everywhere()(listTenants, {});
  expect(all.items).toMatchObject([
    { name: "Acme GmbH", endpoints: 2 },
    { name: "Other AG", endpoints: 1 },
  ]);
  expect(all.notCovered).toMatchObject([{ name: "Third", code: "forbidden" }]);
  const own = await here()(listTenants, {});
  expect([own.items.map(({ id }) => id), own.notCovered]).toEqual([[TENANT], []]);

  expect((await everywhere()(listSources, {})).items).toMatchObject([
    { kind: "directory", id: "corp", coverage: "complete", decides: true },
    { kind: "directory", id: "branch", decides: false },
    { kind: "tenant", id: TENANT, counted: 2, decides: true },
    { kind: "tenant", id: OTHER_TENANT },
  ]);
  expect((await here()(listSources, {})).items.map(({ id }) => id)).toEqual([TENANT]);
});

it("shows the policy, and what it says of a tenant to whom that tenant is shown", async () => {
  const all = await everywhere()(readPolicy, {});
  expect(all).toMatchObject({
    hash: POLICY,
    inactive: { computerDays: 30 },
    vipPeople: 0,
    stable: { forHours: 24 },
  });
  expect(all.protect).toEqual([
    { rule: "hostname LAP-02*", reason: "kiosks", met: 0, mayMeet: 0 },
    { rule: "tenant Other AG, os linux", reason: "theirs", met: 0, mayMeet: 0 },
  ]);
  expect((await here()(readPolicy, {})).protect).toEqual([{ rule: "hostname LAP-02*", reason: "kiosks" }]);
});

it("says what other thresholds would make of the devices that somebody sees, and of no others", async () => {
  const silence = await here()(readSilence, { query: {} });
  expect(silence.cells.reduce((sum, { devices }) => sum + devices, 0) + silence.notJudged).toBe(2);
  expect(silence.cells.every(({ days }) => days === 60)).toBe(true);

  const found = await here()(whatIf, { body: { computerDays: 90 } });
  expect(found.devices).toBe(2);
  expect(found.examples.map(({ to }) => to)).not.toContain("retire");
  expect((await everywhere()(whatIf, { body: { accept: ["server"] } })).devices).toBe(3);
  expect((await here()(readBacktest, { query: {} })).rows).toContainEqual(
    expect.objectContaining({ deviceClass: "computer", days: 30, inForce: true }),
  );

  const theirs = { tenant: OTHER_TENANT };
  expect(await codeOf(here()(readSilence, { query: theirs }))).toBe("unknown_here");
  expect(await codeOf(here()(whatIf, { body: theirs }))).toBe("unknown_here");
  expect(await codeOf(here()(readBacktest, { query: theirs }))).toBe("unknown_here");
  expect(await codeOf(here()(whatIf, { body: { accept: ["recently_seen"] } }))).toBe("input_not_understood");
});

it("shows the fleet at a glance; what belongs to no tenant only to those who see all", async () => {
  const { store } = bench;
  const stored = await store.assessments.find(TENANT, anEndpointId(2));
  if (stored === undefined) throw new Error("it was judged");
  const before = (await everywhere()(readOverview, {})).waiting;
  const counts = await store.cases.counts();
  expect(before.queued).toBe(counts.waiting);
  const asking = { now: NOW, actor: "svc@test", terms: { answerWithinMs: DAY } };
  await store.cases.write(
    [openCase({ hostname: "D2", assessment: stored.assessment }, "review", asking)],
    NOW,
  );
  await store.fleet.remember({ keep: 1, review: 2, retire: 0 }, later(-24));
  await store.fleet.remember({ keep: 2, review: 1, retire: 0 }, later(-23));

  const all = await everywhere()(readOverview, {});
  const { waiting } = await store.cases.counts();
  expect(all.waiting).toMatchObject({ open: 1, soon: 1, queued: waiting, openIntents: 1, parkedSinks: 0 });
  expect(all.fleet.keep + all.fleet.review + all.fleet.retire + all.fleet.unjudged).toBe(3);
  expect(all.trend).toEqual([{ day: "2026-05-31", keep: 2, review: 1, retire: 0, deleted: 0 }]);
  expect(all.undo.map(({ endpoint }) => endpoint)).toEqual([4, 7, 5].map(anEndpointId));
  expect(all.ramp).toMatchObject({ step: 1, perDay: 1 });
  expect(all.breakers.map(({ code }) => code)).toContain("tenant_silent");

  const own = await here()(readOverview, {});
  expect(own.fleet).toMatchObject({ unjudged: 0 });
  expect(own.undo.map(({ endpoint }) => endpoint)).toEqual([4, 5].map(anEndpointId));
  expect(own.breakers.every(({ tenant }) => tenant === TENANT)).toBe(true);
  expect(own.notCovered).toEqual([]);
  expect(own.sources.of).toBe(1);
  const hidden = ["ramp", "budget", "brake", "underWay", "enforce", "returns"] as const;
  expect(hidden.filter((name) => own[name] !== undefined)).toEqual([]);
  expect([own.trend, own.lastRuns, own.waiting.parkedSinks]).toEqual([[], [], undefined]);
});

it("shows who shares the work, and the jobs that died, to operators of the whole fleet", async () => {
  const { workers } = bench.store;
  const self = { kind: "worker", host: "w1", pid: 7, version: "0.1.0", schema: 23, config: "c" } as const;
  await workers.heard({ ...self, id: "w", startedAt: NOW, refuses: "clock_off" });
  await workers.bury({ kind: "read-tenant", of: TENANT, run: "r", code: "WORKER_LOST", at: NOW });

  const shown = await everywhere("operator")(listWorkers, {});
  expect(shown.workers).toMatchObject([{ id: "w", host: "w1", silent: false, refuses: "clock_off" }]);
  expect(shown.deadJobs).toEqual([
    { kind: "read-tenant", of: TENANT, run: "r", code: "WORKER_LOST", diedAt: "2026-06-01T12:00:00.000Z" },
  ]);
  expect(await codeOf(everywhere()(listWorkers, {}))).toBe("role_missing");
  expect(await codeOf(here("operator")(listWorkers, {}))).toBe("role_missing");
});

it("takes a person's word that a device is back: the brake is pulled once", async () => {
  const body = { lesson: "the directory was late" };
  expect(await here("operator")(markReturned, { ...key(4), body })).toEqual({
    returnedAt: "2026-06-01T12:00:00.000Z",
    brakePulled: true,
  });
  expect((await here("operator")(markReturned, { ...key(4), body })).brakePulled).toBe(false);
  expect((await here()(readRecovery, key(4))).returned).toMatchObject({ lesson: body.lesson });
  expect((await here()(listDeletions, { query: { returned: "true" } })).items).toHaveLength(1);
  expect(await bench.store.brake.pulled()).toMatchObject({ pulledBy: "oidc:joe" });
});
