// Plan inputs at random, near every limit: few tenants, few endpoints, limits of the same size.
import fc from "fast-check";
import { sha256 } from "../../src/adapters/system/hash.ts";
import type { DirectoryName } from "../../src/core/model/ids.ts";
import { instant } from "../../src/core/model/instant.ts";
import { MODES } from "../../src/core/plan/plan.ts";
import type { PlanInput } from "../../src/core/plan/plan-input.ts";
import { aCandidate, aPlanInput, directoryFigures, figuresOf, NOW, POLICY } from "./plan-input.ts";

const TENANTS = [1, 2, 3, 4] as const;

const candidates = fc
  .uniqueArray(
    fc.record({
      tenant: fc.constantFrom(...TENANTS, 5),
      endpoint: fc.integer({ min: 1, max: 30 }),
      match: fc.constantFrom("exact", "likely"),
      accepted: fc.subarray(["server", "vip_unknown", "os_build_unknown"] as const),
      sinceDays: fc.constantFrom(0, 1, 2, 3, 4),
      silentDays: fc.integer({ min: 30, max: 9_000 }),
      runs: fc.constantFrom(0, 1, 2, 3, 4, 4, 4, 4),
      deletedBefore: fc.constantFrom(false, false, false, true),
      quarantine: fc.constantFrom(
        ...Array<undefined>(24).fill(undefined),
        { failures: 1, until: NOW },
        { failures: 2, until: instant(NOW + 1) },
        { failures: 3, until: undefined },
      ),
      policyHash: fc.constantFrom(POLICY, POLICY, POLICY, sha256("another policy")),
    }),
    { minLength: 4, maxLength: 40, size: "max", selector: ({ tenant, endpoint }) => `${tenant}/${endpoint}` },
  )
  .map((all) => all.map(aCandidate));

/** Tenant 5 never has figures. */
const tenants = fc.tuple(
  ...TENANTS.map((tenant) =>
    fc
      .record({
        endpoints: fc.constantFrom(0, 8, 40, 40, 200, 200),
        seenLastDay: fc.constantFrom(0, 1, 3, 5, 5, 5),
        shrink: fc.constantFrom(-0.5, 0, 0, 0, 0.1, 0.11, 1),
        complete: fc.constantFrom(true, true, true, true, true, false),
        attemptsToday: fc.constantFrom(0, 0, 0, 1, 3, 6),
      })
      .map((figures) => figuresOf(tenant, figures)),
  ),
);

export const planInputs: fc.Arbitrary<PlanInput> = fc
  .record({
    mode: fc.constantFrom(...MODES),
    stable: fc.record({ runs: fc.integer({ min: 0, max: 3 }), forMs: fc.constantFrom(0, 86_400_000) }),
    limits: fc.record({
      perRun: fc.constantFrom(0, 1, 3, 6, 12, 12),
      perTenantPerDay: fc.constantFrom(0, 2, 4, 8, 8),
      maxShareOfTenant: fc.constantFrom(0, 0.05, 0.25, 1, 1),
      maxShrink: fc.constantFrom(0, 0.1, 1),
      minSeenLastDay: fc.constantFrom(0, 1, 3),
      maxFailures: fc.integer({ min: 0, max: 3 }),
    }),
    perDay: fc.constantFrom(0, 1, 5, ...Array<number>(7).fill(1_000)),
    candidates,
    tenants,
    directories: fc.constantFrom(
      ...Array.from({ length: 48 }, () => [directoryFigures()]),
      [directoryFigures({ shrink: 0.5 })],
      [directoryFigures({ unreadableGroups: ["CN=VIP"] })],
    ),
    incompleteDirectories: fc.constantFrom([], [], [], [], [], [], ["corp" as DirectoryName]),
  })
  .map(aPlanInput);

/** Plan inputs that most often come to a plan with items: for what is said of items. */
export const fruitfulPlanInputs: fc.Arbitrary<PlanInput> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...TENANTS), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 12,
    selector: ([tenant, endpoint]) => `${tenant}/${endpoint}`,
  })
  .chain((ids) =>
    fc.record({
      mode: fc.constantFrom(...MODES),
      tenants: fc.constant(TENANTS.map((tenant) => figuresOf(tenant))),
      candidates: fc.tuple(
        ...ids.map(([tenant, endpoint]) =>
          fc
            .record({
              match: fc.constantFrom("exact", "likely", "none"),
              accepted: fc.subarray(["server", "vip_unknown"] as const),
              sinceDays: fc.integer({ min: 1, max: 40 }),
            })
            .map((traits) => aCandidate({ ...traits, tenant, endpoint })),
        ),
      ),
    }),
  )
  .map(aPlanInput);
