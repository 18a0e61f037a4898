import fc from "fast-check";
import { expect, it } from "vitest";
import { deviceList } from "../../src/adapters/postgres/device-list.ts";
import { deviceClass, serverSigns } from "../../src/core/assess/device-class.ts";
import { endpointKeys } from "../../src/core/identity/keys.ts";
import type { Disposition, ReasonCode } from "../../src/core/assess/reason.ts";
import type { Endpoint } from "../../src/core/model/endpoint.ts";
import type { TenantId } from "../../src/core/model/ids.ts";
import { DAY, instant } from "../../src/core/model/instant.ts";
import { isKnown, missing } from "../../src/core/model/unknown.ts";
import type {
  DeviceFilter,
  DeviceList,
  DeviceMark,
  DeviceOrder,
  ListedDevice,
} from "../../src/ports/device-list.ts";
import type { ReportedDevice } from "../../src/ports/report-store.ts";
import { anEndpoint, anEndpointId, daysAgo, NOW, TENANT } from "../build/evidence.ts";
import {
  anAssessment,
  aTenant,
  collectTenant,
  gathered,
  judgeAll,
  later,
  OTHER_TENANT,
  type Bench,
} from "./store-fixture.ts";

const THIRD = "22222222-2222-4222-8222-222222222222" as TenantId;
const TENANTS = [TENANT, OTHER_TENANT, THIRD] as const;
const REASONS = ["recently_seen", "vip_owner", "server", "cloned"] as const satisfies readonly ReasonCode[];

/** The n-th of an estate that has some of everything. */
const device = (n: number): Endpoint =>
  anEndpoint({
    id: anEndpointId(n),
    tenant: TENANTS[n % 3]!,
    hostname: n % 11 === 0 ? missing : n % 5 === 0 ? `SRV-${n % 4}.corp.example.com` : `LAP-${n % 20}`,
    serialNumber: n % 6 === 0 ? missing : `SERIAL-${n % 30}`,
    lastSeenAt: n % 13 === 0 ? missing : n % 17 === 0 ? instant(0) : daysAgo(n % 40),
    ...(n % 4 === 0 ? { type: "server" } : n % 7 === 0 ? { type: missing } : {}),
  });

const judged = (n: number) => (evidence: { readonly endpoint: Endpoint }) => {
  const reasons = REASONS.filter((_, at) => (n >> at) % 2 === 1);
  const dispositions: Disposition[] = ["keep", "review", "retire"];
  return {
    ...anAssessment(evidence, dispositions[n % 3]!, reasons),
    findings: n % 9 === 0 ? [{ code: "silent_agent" as const, evidence: {} }] : [],
  };
};

const numberOf = ({ id }: Endpoint): number => Number.parseInt(id.slice(-12), 16);

const labels = ({ endpoint, assessment }: ReportedDevice): readonly string[] => [
  `class:${deviceClass(serverSigns(endpoint, []))}`,
  ...(assessment === undefined
    ? ["unjudged"]
    : [
        assessment.disposition,
        ...assessment.reasons.map(({ code }) => code),
        ...assessment.findings.map(({ code }) => code),
      ]),
];

const some = <const T extends string>(of: readonly T[]) =>
  fc.option(fc.subarray([...of], { minLength: 1 }), { nil: undefined });

const filters: fc.Arbitrary<DeviceFilter> = fc
  .record({
    tenants: fc.oneof(fc.constant("all" as const), fc.subarray([...TENANTS], { minLength: 1 })),
    search: fc.option(
      fc.constantFrom("lap", "LAP-1", "srv-2.corp", "serial-7", anEndpointId(8), "zzz", " "),
      { nil: undefined },
    ),
    dispositions: some(["keep", "review", "retire", "unjudged"]),
    reasons: some(REASONS),
    findings: some(["silent_agent", "removed_by_others"]),
    classes: some(["computer", "server", "unknown"]),
    lastSeen: fc.option(
      fc
        .tuple(fc.nat(40), fc.nat(40))
        .map(([a, b]) => ({ from: daysAgo(Math.max(a, b)), until: daysAgo(Math.min(a, b)) })),
      { nil: undefined },
    ),
  })
  .map(
    (all) =>
      Object.fromEntries(
        Object.entries(all).filter(([, value]) => value !== undefined),
      ) as unknown as DeviceFilter,
  );

const orders: fc.Arbitrary<DeviceOrder> = fc.record({
  by: fc.constantFrom("hostname", "lastSeen"),
  descending: fc.boolean(),
});

/** The same by looking at each. */
function naively(all: readonly ReportedDevice[], filter: DeviceFilter): readonly ReportedDevice[] {
  const { tenants, search, lastSeen } = filter;
  const text = search?.trim().toLowerCase() ?? "";
  return all.filter((one) => {
    const { endpoint } = one;
    const has = labels(one);
    const { hostKey, serialKey } = endpointKeys(endpoint);
    const named = text.includes(".") ? hostKey === text.split(".")[0] : hostKey?.startsWith(text);
    return (
      (tenants === "all" || tenants.includes(endpoint.tenant)) &&
      (text === "" || endpoint.id === text || named === true || serialKey === text.replace("-", "")) &&
      [
        filter.dispositions,
        filter.reasons,
        filter.findings,
        filter.classes?.map((of) => `class:${of}`),
      ].every((asked) => asked === undefined || asked.some((label) => has.includes(label))) &&
      (lastSeen === undefined ||
        (isKnown(endpoint.lastSeenAt) &&
          endpoint.lastSeenAt >= lastSeen.from &&
          endpoint.lastSeenAt <= lastSeen.until))
    );
  });
}

const valueOf = (
  { endpoint }: Pick<ListedDevice, "endpoint">,
  { by }: DeviceOrder,
): string | number | undefined => {
  if (by === "hostname") return endpointKeys(endpoint).hostKey;
  return isKnown(endpoint.lastSeenAt) && endpoint.lastSeenAt > 0 ? endpoint.lastSeenAt : undefined;
};

/** Values in order, the unknown ones last. */
function inOrder(values: readonly (string | number | undefined)[], { descending }: DeviceOrder) {
  const known = values.filter((value) => value !== undefined).sort((a, b) => (a < b ? -1 : Number(a > b)));
  return [...(descending ? known.reverse() : known), ...values.filter((value) => value === undefined)];
}

async function walked(list: DeviceList, filter: DeviceFilter, order: DeviceOrder, limit: number) {
  const items: ListedDevice[] = [];
  let after: DeviceMark | undefined;
  for (;;) {
    const page = await list.page(filter, order, after, limit);
    items.push(...page.items);
    if (page.next === undefined) return { items, total: page.total };
    expect(page.items).toHaveLength(limit);
    after = page.next;
  }
}

export function deviceListSuite(bench: () => Bench): void {
  const store = () => bench().store;

  async function estate(): Promise<readonly ReportedDevice[]> {
    await store().inventory.saveTenants(
      TENANTS.map((id) => aTenant(id)),
      [],
      NOW,
    );
    const all = Array.from({ length: 90 }, (_, n) => device(n));
    for (const tenant of TENANTS)
      await collectTenant(
        store(),
        all.filter((one) => one.tenant === tenant && numberOf(one) < 75),
        NOW,
        tenant,
      );
    await judgeAll(store(), NOW, (evidence) => judged(numberOf(evidence.endpoint))(evidence));
    // Some go, and some come that nobody has judged yet.
    for (const tenant of TENANTS)
      await collectTenant(
        store(),
        all.filter((one) => one.tenant === tenant && numberOf(one) % 10 !== 3),
        later(1),
        tenant,
      );
    return (await gathered(store().report.devices("all"))).flat();
  }

  it("gives every device that a filter means once, in order, in pages of any size, and counts them", async () => {
    const all = await estate();
    await fc.assert(
      fc.asyncProperty(
        filters,
        orders,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(4, 10_000),
        async (filter, order, limit, counted) => {
          const expected = naively(all, filter);
          const { items, total } = await walked(
            deviceList(bench().connection, counted),
            filter,
            order,
            limit,
          );
          expect(items.map(({ endpoint }) => endpoint.id).sort()).toEqual(
            expected.map(({ endpoint }) => endpoint.id).sort(),
          );
          expect(items.map((one) => valueOf(one, order))).toEqual(
            inOrder(
              expected.map((one) => valueOf(one, order)),
              order,
            ),
          );
          expect(total).toEqual(
            total.exact ? { count: expected.length, exact: true } : { count: counted, exact: false },
          );
          if (!total.exact) expect(expected.length).toBeGreaterThan(counted);
        },
      ),
      { numRuns: 120 },
    );
  });

  it("tells of each what its records say", async () => {
    const all = await estate();
    const { items } = await walked(
      store().devices,
      { tenants: "all" },
      { by: "lastSeen", descending: false },
      50,
    );
    expect(items).toHaveLength(all.length);
    for (const item of items) {
      const known = all.find((one) => one.endpoint.id === item.endpoint.id);
      expect(item).toEqual({
        tenantName: known?.tenantName,
        endpoint: known?.endpoint,
        deviceClass: deviceClass(serverSigns(item.endpoint, [])),
        disposition: known?.assessment?.disposition,
        reasons: known?.assessment?.reasons.map(({ code }) => code) ?? [],
        findings: known?.assessment?.findings.map(({ code }) => code) ?? [],
        candidateSince: known?.candidateSince,
        case: undefined,
      });
    }
  });

  it("the counts that it keeps are those of the records, whatever is read and judged in whatever order", async () => {
    const step = fc.oneof(
      fc.record({
        collect: fc.constantFrom(...TENANTS),
        of: fc.uniqueArray(fc.nat(11), { maxLength: 8 }),
        moved: fc.nat(3),
      }),
      fc.record({ judge: fc.nat(50) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
        await bench().empty();
        await store().inventory.saveTenants(
          TENANTS.map((id) => aTenant(id)),
          [],
          NOW,
        );
        for (const [at, one] of steps.entries()) {
          if ("judge" in one)
            await judgeAll(store(), later(at), (evidence) =>
              judged(numberOf(evidence.endpoint) + one.judge)(evidence),
            );
          else {
            const { collect: tenant, of, moved } = one;
            const endpoints = of.map((n) => ({
              ...device(n),
              tenant,
              lastSeenAt: instant(NOW - moved * DAY),
              type: moved === 2 ? "server" : "computer",
            }));
            await collectTenant(store(), endpoints, later(at), tenant);
          }
        }
        const expected = new Map<string, number>();
        for (const one of (await gathered(store().report.devices("all"))).flat())
          for (const label of new Set(labels(one))) {
            const key = `${label} ${one.endpoint.tenant}`;
            expected.set(key, (expected.get(key) ?? 0) + 1);
          }
        const kept = await bench().connection.query<{ key: string; devices: number }>(
          "select label || ' ' || tenant_id as key, devices from rollcall.device_count where devices <> 0",
        );
        expect(new Map(kept.map(({ key, devices }) => [key, devices]))).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });
}
