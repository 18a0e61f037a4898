import { describe, expect, it } from "vitest";
import {
  aCandidate,
  aPlanInput,
  directoryFigures,
  figuresOf,
  NOW,
  tenantNo,
  WIDE,
  type CandidateTraits,
} from "../../../test/build/plan-input.ts";
import { sha256 } from "../../adapters/system/hash.ts";
import type { DirectoryName } from "../model/ids.ts";
import { DAY, HOUR, instant } from "../model/instant.ts";
import { Bug } from "../model/invariant.ts";
import { buildPlan, DEFAULT_PLAN_TTL_MS } from "./build-plan.ts";
import { planHash } from "./plan-hash.ts";
import type { LeftOutCode } from "./plan.ts";
import type { PlanInput } from "./plan-input.ts";

const hostnames = (list: readonly { readonly hostname: string }[]): string[] =>
  list.map((one) => one.hostname);

describe("a plan", () => {
  it("tells what people approved apart from what the policy accepts", () => {
    const candidate = aCandidate({ accepted: ["server"] });
    const approved = { code: "vip_owner", evidence: {}, accepted: false, approved: true } as const;
    const assessment = { ...candidate.assessment, reasons: [...candidate.assessment.reasons, approved] };

    const [item] = buildPlan(aPlanInput({ candidates: [{ ...candidate, assessment }] })).items;

    expect(item?.accepted.map(({ code }) => code)).toStrictEqual(["server"]);
    expect(item?.approved).toStrictEqual(["vip_owner"]);
  });

  it("carries every field of a candidate that apply and its reader need", () => {
    const candidate = aCandidate({ accepted: ["server"], silentDays: 100, sinceDays: 3 });

    const plan = buildPlan(aPlanInput({ candidates: [candidate], ttlMs: DEFAULT_PLAN_TTL_MS }));

    expect(plan).toStrictEqual({
      version: 1,
      id: "plan-1",
      createdAt: NOW,
      expiresAt: NOW + 24 * HOUR,
      mode: "enforce",
      policyHash: candidate.policyHash,
      collections: ["collection-1"],
      items: [
        {
          tenant: tenantNo(1),
          tenantName: "Tenant 1",
          endpoint: candidate.assessment.endpoint,
          hostname: "PC-1",
          lastSeenAt: NOW - 100 * DAY,
          daysInactive: 100,
          computer: { directory: "corp", id: "computer-1" },
          candidateSince: NOW - 3 * DAY,
          evidenceHash: candidate.assessment.evidenceHash,
          accepted: [{ code: "server", evidence: { source: "test" }, accepted: true }],
          approved: undefined,
        },
      ],
      leftOut: [],
      breakers: [],
      hash: planHash(plan, sha256),
    });
  });

  it("counts the days of silence by its own clock, not by the assessment's", () => {
    const candidate = aCandidate({ silentDays: 100 });
    const old = { ...candidate, assessment: { ...candidate.assessment, daysInactive: 98 } };

    expect(buildPlan(aPlanInput({ candidates: [old] })).items[0]?.daysInactive).toBe(100);
  });

  const busy = (attemptsToday: number): Partial<PlanInput> => ({
    limits: { ...WIDE, perTenantPerDay: 25 },
    tenants: [figuresOf(1, { attemptsToday })],
  });
  const guards: readonly {
    readonly code: LeftOutCode;
    readonly when: string;
    readonly traits?: CandidateTraits;
    readonly input?: Partial<PlanInput>;
  }[] = [
    {
      code: "assessed_by_another_policy",
      when: "its policy is another",
      traits: { policyHash: sha256("another") },
    },
    { code: "deleted_before", when: "we deleted it before", traits: { deletedBefore: true } },
    {
      code: "tenant_incomplete",
      when: "its tenant was not read whole",
      input: { tenants: [figuresOf(1, { complete: false })] },
    },
    {
      code: "tenant_incomplete",
      when: "nothing is known of its tenant",
      input: { tenants: [figuresOf(2)] },
    },
    {
      code: "directory_incomplete",
      when: "a directory was not read whole",
      input: { incompleteDirectories: ["branch" as DirectoryName] },
    },
    {
      code: "breaker_tripped",
      when: "a directory shrank",
      input: { directories: [directoryFigures({ shrink: 0.11 })] },
    },
    {
      code: "breaker_tripped",
      when: "who is a VIP is not known",
      input: { directories: [directoryFigures({ unreadableGroups: ["CN=VIP"] })] },
    },
    {
      code: "breaker_tripped",
      when: "its tenant shrank",
      input: { tenants: [figuresOf(1, { shrink: 0.11 })] },
    },
    {
      code: "breaker_tripped",
      when: "its tenant is silent",
      input: { tenants: [figuresOf(1, { seenLastDay: 0 })] },
    },
    { code: "not_stable_yet", when: "it was one in too few collections", traits: { runs: 1 } },
    { code: "not_stable_yet", when: "it has been one for too short a time", traits: { sinceDays: 0.99 } },
    { code: "not_stable_yet", when: "it became one in the future", traits: { sinceDays: -1 } },
    {
      code: "over_share_of_tenant",
      when: "they are too many",
      input: { limits: { ...WIDE, maxShareOfTenant: 0.0009 } },
    },
    {
      code: "quarantined",
      when: "a deletion of it failed a while ago",
      traits: { quarantine: { failures: 1, until: instant(NOW + 1) } },
    },
    {
      code: "quarantined",
      when: "its attempts are used up",
      traits: { quarantine: { failures: 3, until: undefined } },
    },
    {
      code: "over_tenant_day_cap",
      when: "a tenant may have none a day",
      input: { limits: { ...WIDE, perTenantPerDay: 0 } },
    },
    { code: "over_tenant_day_cap", when: "its tenant's day is used up", input: busy(25) },
    { code: "over_tenant_day_cap", when: "its tenant's day is overdrawn", input: busy(26) },
    { code: "over_ramp", when: "the ramp leaves nothing of the day", input: { perDay: 0 } },
    { code: "over_run_cap", when: "a run may have none", input: { limits: { ...WIDE, perRun: 0 } } },
  ];
  it.each(guards)("leaves a candidate out as $code when $when", ({ code, traits, input }) => {
    const plan = buildPlan(aPlanInput({ candidates: [aCandidate(traits)], ...input }));

    expect(plan.items).toStrictEqual([]);
    expect(plan.leftOut.map((left) => left.code)).toStrictEqual([code]);
  });

  it("counts a quarantined candidate in the share of its tenant", () => {
    const quarantine = { failures: 3, until: undefined };
    const candidates = [aCandidate({ endpoint: 1, quarantine }), aCandidate({ endpoint: 2 })];
    const limits = { ...WIDE, maxShareOfTenant: 0.001 };

    const { breakers, leftOut } = buildPlan(aPlanInput({ candidates, limits }));

    expect(breakers.map(({ code }) => code)).toStrictEqual(["share_exceeded"]);
    expect(leftOut.map(({ code }) => code)).toStrictEqual(["over_share_of_tenant", "over_share_of_tenant"]);
  });

  it("tells the first guard that objects, in the order they are asked", () => {
    // Each step adds the trouble of the guard asked before to that of all the guards asked after it.
    const troubled = guards.map(({ code }, at) => ({
      code,
      traits: Object.assign(
        {},
        ...guards
          .slice(at)
          .reverse()
          .map(({ traits }) => traits),
      ) as CandidateTraits,
      input: Object.assign(
        {},
        ...guards
          .slice(at)
          .reverse()
          .map(({ input }) => input),
      ) as Partial<PlanInput>,
    }));

    for (const { code, traits, input } of troubled) {
      const plan = buildPlan(aPlanInput({ ...input, candidates: [aCandidate(traits)] }));
      expect(plan.leftOut.map((left) => left.code)).toStrictEqual([code]);
    }
  });

  it("takes nothing anywhere while any directory is incomplete, since names could live in it", () => {
    const candidates = [aCandidate(), aCandidate({ tenant: 2, endpoint: 2 })];
    const tenants = [figuresOf(1), figuresOf(2)];

    const plan = buildPlan(
      aPlanInput({ candidates, tenants, incompleteDirectories: ["branch" as DirectoryName] }),
    );

    expect(plan.leftOut.map((left) => left.code)).toStrictEqual([
      "directory_incomplete",
      "directory_incomplete",
    ]);
  });

  it("tells of a shrunken or silent tenant that has no candidate, and not of one that was not read whole", () => {
    const tenants = [
      figuresOf(1, { shrink: 0.5 }),
      figuresOf(2, { seenLastDay: 0 }),
      figuresOf(3, { shrink: 0.5, complete: false }),
    ];

    const { breakers, leftOut } = buildPlan(aPlanInput({ candidates: [], tenants }));

    expect(breakers.map(({ code, tenant }) => [code, tenant])).toStrictEqual([
      ["collection_shrank", tenantNo(1)],
      ["tenant_silent", tenantNo(2)],
    ]);
    expect(leftOut).toStrictEqual([]);
  });

  it("one tenant's trouble stops nobody else", () => {
    const candidates = [aCandidate(), aCandidate({ tenant: 2, endpoint: 2 })];

    for (const trouble of [{ complete: false }, { shrink: 0.5 }, { seenLastDay: 0 }]) {
      const plan = buildPlan(aPlanInput({ candidates, tenants: [figuresOf(1, trouble), figuresOf(2)] }));
      expect(hostnames(plan.items)).toStrictEqual(["PC-2"]);
      expect(hostnames(plan.leftOut)).toStrictEqual(["PC-1"]);
    }
  });

  it("stops a tenant with too large a share instead of trimming it to what is allowed", () => {
    const candidates = Array.from({ length: 6 }, (_, n) =>
      aCandidate({ endpoint: n, runs: n === 0 ? 1 : 9 }),
    );
    const tenants = [figuresOf(1, { endpoints: 100 })];

    const allowed = buildPlan(
      aPlanInput({ candidates, tenants, limits: { ...WIDE, maxShareOfTenant: 0.05 } }),
    );
    const stopped = buildPlan(
      aPlanInput({ candidates, tenants, limits: { ...WIDE, maxShareOfTenant: 0.04 } }),
    );

    expect(allowed.items).toHaveLength(5);
    expect(stopped.items).toStrictEqual([]);
    expect(stopped.leftOut.map((left) => left.code)).toStrictEqual([
      "not_stable_yet",
      ...Array.from({ length: 5 }, () => "over_share_of_tenant"),
    ]);
    expect(stopped.breakers).toStrictEqual([
      {
        code: "share_exceeded",
        tenant: tenantNo(1),
        directory: undefined,
        figures: { stable: 5, endpoints: 100, maxShareOfTenant: 0.04 },
        groups: undefined,
      },
    ]);
  });

  it("shares the run out over the tenants, every tenant's surest first", () => {
    const candidates = [
      ...Array.from({ length: 5 }, (_, n) => aCandidate({ tenant: 1, endpoint: n, sinceDays: 50 - n })),
      aCandidate({ tenant: 2, endpoint: 20, sinceDays: 3 }),
      aCandidate({ tenant: 2, endpoint: 21, sinceDays: 4 }),
      aCandidate({ tenant: 3, endpoint: 30, sinceDays: 2 }),
    ];
    const tenants = [figuresOf(1), figuresOf(2), figuresOf(3)];

    const plan = buildPlan(aPlanInput({ candidates, tenants, limits: { ...WIDE, perRun: 5 } }));

    expect(hostnames(plan.items)).toStrictEqual(["PC-0", "PC-21", "PC-30", "PC-1", "PC-20"]);
    expect(plan.leftOut.map((left) => left.code)).toStrictEqual([
      "over_run_cap",
      "over_run_cap",
      "over_run_cap",
    ]);
  });

  it("lets a tenant that had attempts today wait for those that had none", () => {
    const candidates = [
      aCandidate({ tenant: 1, endpoint: 1, sinceDays: 50 }),
      aCandidate({ tenant: 2, endpoint: 2, sinceDays: 2 }),
    ];
    const tenants = [figuresOf(1, { attemptsToday: 1 }), figuresOf(2)];

    const plan = buildPlan(aPlanInput({ candidates, tenants, limits: { ...WIDE, perRun: 1 } }));

    expect(hostnames(plan.items)).toStrictEqual(["PC-2"]);
  });

  it("sorts by confidence and never by silence, so that an absurd date does not eat the cap", () => {
    const candidates = [
      aCandidate({ endpoint: 1, silentDays: 150_000, match: "likely" }),
      aCandidate({ endpoint: 2, silentDays: 31, accepted: ["server"] }),
      aCandidate({ endpoint: 3, silentDays: 31 }),
      aCandidate({ endpoint: 4, silentDays: 31, sinceDays: 11 }),
    ];

    expect(hostnames(buildPlan(aPlanInput({ candidates })).items)).toStrictEqual([
      "PC-4",
      "PC-3",
      "PC-2",
      "PC-1",
    ]);
  });

  it.each<readonly [string, Partial<PlanInput>]>([
    ["a limit that is no number", { limits: { ...WIDE, perRun: Number.NaN } }],
    ["a limit below zero", { limits: { ...WIDE, perTenantPerDay: -1 } }],
    ["a day of the ramp that is no number", { perDay: Number.NaN }],
    ["an endless limit", { limits: { ...WIDE, perRun: Number.POSITIVE_INFINITY } }],
    ["a share above one", { limits: { ...WIDE, maxShareOfTenant: 5 } }],
    ["a share that is no number", { limits: { ...WIDE, maxShrink: Number.NaN } }],
    ["a stability that is no number", { stable: { runs: 1, forMs: Number.NaN } }],
    ["figures that are no counts", { tenants: [figuresOf(1, { attemptsToday: Number.NaN })] }],
    ["two sets of figures", { tenants: [figuresOf(1), figuresOf(1)] }],
    ["a candidate twice", { candidates: [aCandidate(), aCandidate()] }],
    [
      "a candidate that was not assessed `retire`",
      {
        candidates: [{ ...aCandidate(), assessment: { ...aCandidate().assessment, disposition: "review" } }],
      },
    ],
  ])("refuses %s as a bug", (_, changes) => {
    expect(() => buildPlan(aPlanInput(changes))).toThrow(Bug);
  });
});
