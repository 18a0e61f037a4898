// The Sophos Central adapter against a faithful simulator over real TLS: what the ports promise, on good days and bad ones.
import { describe, expect, it } from "vitest";
import { checkCentral } from "../../src/adapters/sophos-central/check-central.ts";
import { connectCentral, type CentralOptions } from "../../src/adapters/sophos-central/connect-central.ts";
import type { CentralConnection } from "../../src/adapters/sophos-central/connection.ts";
import { endpointReader } from "../../src/adapters/sophos-central/endpoint-reader.ts";
import { endpointRemover } from "../../src/adapters/sophos-central/remover.ts";
import { endpointId as parseEndpointId } from "../../src/core/model/ids.ts";
import { instant, MINUTE, SECOND } from "../../src/core/model/instant.ts";
import { invariant } from "../../src/core/model/invariant.ts";
import type { Tenant } from "../../src/core/model/tenant.ts";
import type { EndpointSource, WalkEnd } from "../../src/ports/endpoint-source.ts";
import type { SimEstate } from "../../src/simulator/estate.ts";
import type { FaultAction } from "../../src/simulator/fault-action.ts";
import { startSimulator, type Simulator, type SimulatorOptions } from "../../src/simulator/simulator.ts";
import { endpoint, endpointId, estate, groupId, START, tenantId, type TenantPlan } from "../build/estate.ts";
import { stepClock, type StepClock } from "../build/step-clock.ts";

const never = new AbortController().signal;
/** Short where a server hangs, the usual ones elsewhere: a slow machine is no fault of Central's. */
const patience = (fault: FaultAction | undefined): Partial<CentralOptions> =>
  fault?.kind === "hang" || fault?.kind === "hangAfter" ? { timeouts: { headers: 1_000, total: 2_000 } } : {};
/** What the configuration sets where nothing is said. */
const DEFAULT_RATE = { perSecond: 10, perMinute: 100, perHour: 1_000, perDay: 200_000 };
const LIST = "/endpoint/v1/endpoints";

interface Stage extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly clock: StepClock;
  readonly estate: SimEstate;
  connect(clientId: string, overrides?: Partial<CentralOptions>): CentralConnection;
  read(clientId: string, overrides?: Partial<CentralOptions>): EndpointSource;
  fault(
    action: FaultAction,
    match?: { path?: string; method?: string; page?: number; tenant?: string; nth?: number },
    times?: number,
  ): void;
  /** Requests as `METHOD path`, by what the path begins with. */
  sent(method: string, prefix: string): number;
}

async function stage(
  plans: readonly TenantPlan[],
  options: Partial<Omit<SimulatorOptions, "estate" | "clock">> = {},
): Promise<Stage> {
  const built = estate(plans);
  const clock = stepClock(START);
  const simulator = await startSimulator({ enforceLimits: false, ...options, estate: built, clock });
  const open: CentralConnection[] = [];
  const connect: Stage["connect"] = (clientId, overrides = {}) => {
    const { id, api, regions } = simulator.urls;
    const connection = connectCentral({
      idUrl: id,
      apiUrl: api,
      allowedHosts: [api, ...Object.values(regions)].map((url) => new URL(url).host),
      credential: { clientId, clientSecret: `secret-of-${clientId}` },
      rate: DEFAULT_RATE,
      ca: simulator.ca,
      env: {},
      clock,
      ids: { uuid: () => "", random: () => 0.5 },
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
      userAgent: "rollcall-test",
      ...overrides,
    });
    open.push(connection);
    return connection;
  };
  return {
    simulator,
    clock,
    estate: built,
    connect,
    read: (clientId, overrides) => endpointReader(connect(clientId, overrides)),
    fault(action, match = {}, times) {
      simulator.faults.add({ match, action, ...(times !== undefined && { times }) });
    },
    sent: (method, prefix) =>
      simulator.log.filter((entry) => entry.method === method && entry.path.startsWith(prefix)).length,
    async [Symbol.asyncDispose]() {
      await simulator.stop();
      await Promise.all(open.map((connection) => connection.close()));
    },
  };
}

async function walk(
  source: EndpointSource,
  tenant: Tenant,
): Promise<{ end: WalkEnd; ids: string[]; sizes: number[] }> {
  const pages = source.endpoints(tenant, never);
  const ids: string[] = [];
  const sizes: number[] = [];
  for (;;) {
    const page = await pages.next();
    if (page.done === true) return { end: page.value, ids, sizes };
    sizes.push(page.value.length);
    ids.push(...page.value.map((one) => one.id));
  }
}

async function onlyTenant(source: EndpointSource): Promise<Tenant> {
  const [tenant] = (await source.tenants(never)).tenants;
  invariant(tenant !== undefined, "the credential covers a tenant");
  return tenant;
}

describe("collecting", () => {
  it.each([
    ["partner-reader", "partner", 3],
    ["organization-reader", "organization", 3],
    ["tenant-reader", "tenant", 1],
  ])(
    "as %s reads every endpoint of every tenant with the fewest requests there are",
    async (client, kind, count) => {
      await using it = await stage([
        { endpoints: 1_200, region: "eu01" },
        { endpoints: 500, region: "us03", first: 2_001 },
        { endpoints: 0, region: "eu01" },
      ]);
      const source = it.read(client);
      const listing = await source.tenants(never);
      expect(listing).toMatchObject({ credential: { kind }, notCovered: [] });
      expect(listing.tenants).toHaveLength(count);
      const walks = await Promise.all(listing.tenants.map((tenant) => walk(source, tenant)));
      for (const [index, { end, ids }] of walks.entries()) {
        const truth = it.estate.tenants.get(listing.tenants[index]?.id ?? "");
        expect(ids).toEqual([...(truth?.endpoints.keys() ?? [])].toSorted());
        const requests = Math.max(1, Math.ceil(ids.length / 500));
        expect(end).toEqual({ expectedFirst: ids.length, expectedLast: ids.length, gaps: [], requests });
      }
      const pages = kind === "tenant" ? 3 : 3 + 1 + 1;
      const fewest = 1 + 1 + (kind === "tenant" ? 0 : 1) + pages;
      expect(source.requests()).toMatchObject({ total: fewest, retries: 0 });
      expect(it.simulator.requestCount).toBe(fewest);
    },
  );

  it("lists 250 tenants with three requests and opens a handful of connections for hundreds of reads", async () => {
    const limits = { perSecond: 10, perMinute: 100, perHour: 1_000, perDay: 200_000 };
    await using it = await stage(
      Array.from({ length: 250 }, (_, i) => ({ endpoints: 2, first: i * 2 + 1 })),
      { enforceLimits: true, limits },
    );
    const source = it.read("partner-reader");
    const { tenants } = await source.tenants(never);
    expect(tenants).toHaveLength(250);
    expect(it.sent("GET", "/partner/v1/tenants")).toBe(3);
    // One at a time: the test's clock jumps over a pause while other requests are still on their way.
    for (const tenant of tenants) expect((await walk(source, tenant)).end.gaps).toEqual([]);
    // Not one was refused although all four documented windows were enforced, and none was sent in vain.
    expect(it.simulator.log.filter((entry) => entry.status !== 200)).toEqual([]);
    expect(it.simulator.requestCount).toBe(1 + 1 + 3 + 250);
    expect(new Set(it.simulator.log.map((entry) => entry.connection)).size).toBeLessThanOrEqual(6);
  });

  it("asks for the next page only when the last one was taken: memory stays flat", async () => {
    await using it = await stage([{ endpoints: 1_500 }]);
    const source = it.read("tenant-reader");
    const pages = source.endpoints(await onlyTenant(source), never);
    for (const taken of [1, 2, 3]) {
      expect((await pages.next()).value).toHaveLength(500);
      expect(it.sent("GET", LIST)).toBe(taken);
    }
    expect((await pages.next()).done).toBe(true);
    expect(it.sent("GET", LIST)).toBe(3);
  });

  it("accepts an empty nextKey as the end", async () => {
    await using it = await stage([{ endpoints: 600 }], { behaviour: { lastKey: "empty" } });
    const source = it.read("tenant-reader");
    expect((await walk(source, await onlyTenant(source))).end).toMatchObject({ expectedLast: 600, gaps: [] });
  });

  it("tells by the counts that the collection moved under it", async () => {
    await using it = await stage([{ endpoints: 1_000 }], {
      onPage: (tenant, page) => {
        if (page !== 1) return;
        tenant.endpoints.delete(endpointId(800));
        const newcomer = endpoint(2_000, tenant.id, { id: endpointId(0) });
        tenant.endpoints.set(newcomer.id, newcomer).delete(endpointId(801));
      },
    });
    const source = it.read("tenant-reader");
    const { end, ids } = await walk(source, await onlyTenant(source));
    expect(end).toMatchObject({ expectedFirst: 1_000, expectedLast: 999, gaps: [] });
    // The newcomer was registered behind the cursor: the walk is one short of the source's own count.
    expect(ids).toHaveLength(998);
  });

  it("covers the tenants it can, tells why not the others, and none stops another", async () => {
    await using it = await stage([
      { endpoints: 2 },
      { endpoints: 2, first: 11, hasApiHost: false },
      { endpoints: 2, first: 21, managed: false },
      { endpoints: 2, first: 31 },
      { endpoints: 2, first: 41 },
    ]);
    const foreign = { kind: "foreignApiHost", tenant: tenantId(4), apiHost: "https://evil.example" } as const;
    it.fault(foreign, { path: "/partner/v1/tenants" });
    const source = it.read("partner-reader");
    const { tenants, notCovered } = await source.tenants(never);
    expect(notCovered.map(({ id, code }) => [id, code])).toEqual([
      [tenantId(2), "no_api_host"],
      [tenantId(4), "host_not_allowed"],
    ]);
    const outcomes = await Promise.allSettled(tenants.map((tenant) => walk(source, tenant)));
    const told = outcomes.map((one) =>
      one.status === "fulfilled" ? one.value.ids.length : (one.reason as unknown),
    );
    expect(told).toEqual([2, expect.objectContaining({ code: "CENTRAL_FORBIDDEN" }), 2]);
  });

  it("renews the token when it expires between tenants and when it is revoked in mid-walk", async () => {
    await using it = await stage([{ endpoints: 1_200 }, { endpoints: 3, first: 5_001 }]);
    const source = it.read("partner-reader");
    const { tenants } = await source.tenants(never);
    const [first, second] = tenants;
    invariant(first !== undefined && second !== undefined, "both tenants are covered");
    it.fault({ kind: "expireToken" }, { path: LIST, page: 2 }, 1);
    expect((await walk(source, first)).end).toMatchObject({ expectedLast: 1_200, gaps: [] });
    it.clock.advance(59 * MINUTE);
    it.simulator.revokeTokens();
    expect((await walk(source, second)).ids).toHaveLength(3);
    expect(it.sent("POST", "/api/v2/oauth2/token")).toBe(3);
    // Refreshed ahead of its end: only the revocation in mid-walk ever cost a 401.
    expect(it.simulator.log.filter((entry) => entry.status === 401)).toHaveLength(1);
  });

  it.each<[string, FaultAction, readonly string[]]>([
    ["a repeated page", { kind: "repeatPage" }, ["page_repeated"]],
    ["a looping key", { kind: "loopKey" }, ["key_repeated"]],
    ["an empty page with a key", { kind: "emptyPageWithKey" }, ["page_empty"]],
    ["no counts on the last page", { kind: "omitItemsCount" }, []],
    ["a record without id", { kind: "malformedRecord", how: "noId" }, ["record_malformed"]],
    ["a record whose id is a number", { kind: "malformedRecord", how: "numberId" }, ["record_malformed"]],
    ["a record that is no object", { kind: "malformedRecord", how: "notAnObject" }, ["record_malformed"]],
    ["cut JSON", { kind: "truncate", how: "json" }, ["page_malformed"]],
    ["a short delivery", { kind: "truncate", how: "length" }, ["source_unavailable"]],
    ["a redirect", { kind: "redirect", location: "https://evil.example/" }, ["page_malformed"]],
    ["500 in HTML", { kind: "status", status: 500, body: "html" }, ["source_unavailable"]],
    ["502 without a body", { kind: "status", status: 502, body: "empty" }, ["source_unavailable"]],
    ["429 without Retry-After", { kind: "status", status: 429 }, ["source_unavailable"]],
    ["403", { kind: "forbidTenant" }, ["not_authorised"]],
    ["404 on the list", { kind: "status", status: 404 }, ["page_malformed"]],
    ["400 in text", { kind: "status", status: 400, body: "text" }, ["page_malformed"]],
    ["a token refused each time", { kind: "expireToken" }, ["not_authorised"]],
    ["a reset", { kind: "resetBefore" }, ["source_unavailable"]],
    ["a hang", { kind: "hang" }, ["source_unavailable"]],
    ["a clock that is an hour off", { kind: "clockSkew", ms: 60 * MINUTE }, ["source_unavailable"]],
  ])("is never whole after %s on page 2 that stays", async (_what, action, gaps) => {
    await using it = await stage([{ endpoints: 1_200 }]);
    const source = it.read("tenant-reader", patience(action));
    const tenant = await onlyTenant(source);
    it.fault(action, { path: LIST, page: 2 });
    const { end, ids } = await walk(source, tenant);
    // A count that is missing on page 2 of 3 costs nothing: the first and the last page count.
    if (action.kind === "omitItemsCount")
      expect(end).toMatchObject({ expectedFirst: 1_200, expectedLast: 1_200, gaps: [] });
    else expect(ids.length).toBeLessThan(1_200);
    expect([...new Set(end.gaps.map(({ code }) => code))]).toEqual(gaps);
  });

  it.each<[string, FaultAction]>([
    ["500", { kind: "status", status: 500 }],
    ["503 in text", { kind: "status", status: 503, body: "text" }],
    ["429 with Retry-After", { kind: "status", status: 429, headers: { "Retry-After": "30" } }],
    [
      "429 with a Retry-After of an hour",
      { kind: "status", status: 429, headers: { "Retry-After": "3600" } },
    ],
    ["a reset before", { kind: "resetBefore" }],
    ["a reset after", { kind: "resetAfter" }],
    ["a hang", { kind: "hang" }],
    ["cut JSON", { kind: "truncate", how: "json" }],
    ["a short delivery", { kind: "truncate", how: "length" }],
    ["an expired token", { kind: "expireToken" }],
  ])("is whole after %s that passes, on each kind of request", async (_what, action) => {
    await using it = await stage([{ endpoints: 1_200 }]);
    const source = it.read("partner-reader", patience(action));
    for (const path of ["/api/v2/oauth2/token", "/whoami/v1", "/partner/v1/tenants"]) {
      if (action.kind !== "expireToken" || !path.includes("token")) it.fault(action, { path }, 1);
    }
    it.fault(action, { path: LIST, page: 2 }, 1);
    const { end, ids } = await walk(source, await onlyTenant(source));
    expect(end.gaps).toEqual([]);
    expect(ids).toHaveLength(1_200);
    expect(it.clock.monotonic()).toBeLessThanOrEqual(4 * 2 * MINUTE + 10 * SECOND);
  });

  it("knows an inventory that shrank together with its own count by nothing but the count", async () => {
    await using it = await stage([{ endpoints: 1_000 }]);
    const source = it.read("tenant-reader");
    const tenant = await onlyTenant(source);
    it.fault({ kind: "shrink", share: 0.5, consistentCount: false }, { path: LIST });
    expect(await walk(source, tenant)).toMatchObject({ end: { expectedLast: 1_000 } });
    expect((await walk(source, tenant)).ids.length).toBeLessThan(1_000);
  });

  it("is a fault when Central is down, and a fault when the secret is wrong", async () => {
    await using it = await stage([{ endpoints: 1 }]);
    const wrong = it.read("tenant-reader", { credential: { clientId: "tenant-reader", clientSecret: "no" } });
    await expect(wrong.tenants(never)).rejects.toMatchObject({ code: "CENTRAL_AUTH" });
    const source = it.read("tenant-reader");
    it.fault({ kind: "status", status: 503 }, { path: "/whoami/v1" });
    await expect(source.tenants(never)).rejects.toMatchObject({ code: "CENTRAL_SERVER_ERROR" });
  });
});

describe("reading one endpoint and a tenant's alerts", () => {
  it("reads it live, and absent once it is gone", async () => {
    await using it = await stage([{ endpoints: 3 }]);
    const source = it.read("tenant-reader");
    const tenant = await onlyTenant(source);
    const id = parseEndpointId(endpointId(2));
    invariant(id !== undefined, "the endpoint has an id");
    expect(await source.read(tenant, id, never)).toMatchObject({
      id,
      hostname: "PC-0002",
      serialNumber: "SN2",
    });
    it.estate.tenants.get(tenantId(1))?.endpoints.delete(id);
    expect(await source.read(tenant, id, never)).toBe("absent");
  });

  it("names the endpoints with an open alert of severity high", async () => {
    await using it = await stage([{ endpoints: 300 }]);
    const alerts = it.estate.tenants.get(tenantId(1))?.alerts;
    for (let n = 1; n <= 300; n++) {
      alerts?.set(`alert-${n}`, {
        id: `alert-${n}`,
        severity: n % 2 === 0 ? "high" : "low",
        raisedAt: new Date(START - n * MINUTE).toISOString(),
        managedAgent: { id: endpointId(n), type: "computer" },
      });
    }
    const source = it.read("tenant-reader");
    const found = await source.openAlerts(await onlyTenant(source), never);
    expect(found.size).toBe(150);
    expect([...found].every((id) => Number.parseInt(id.slice(-12), 16) % 2 === 0)).toBe(true);
  });

  it("reads the groups of a tenant with all their members, and those of one endpoint", async () => {
    await using it = await stage([{ endpoints: 250 }]);
    const tenant = it.estate.tenants.get(tenantId(1));
    const [large, empty] = [
      { id: groupId(1), name: "Laptops" },
      { id: groupId(2), name: "Spares" },
    ];
    for (const group of [large, empty]) tenant?.groups.set(group.id, { ...group, type: "computer" });
    for (const record of tenant?.endpoints.values() ?? []) tenant?.hiddenGroups?.set(record.id, large.id);
    const source = it.read("tenant-reader");
    const covered = await onlyTenant(source);

    const groups = await source.groups(covered, never);

    expect(groups.map(({ id, members }) => [id, members.length])).toEqual([
      [large.id, 250],
      [empty.id, 0],
    ]);
    expect(source.requests().byPurpose).toMatchObject({ groups: 1 + 3 + 1 });
    const [some, unknown] = [endpointId(7), endpointId(999)].map(parseEndpointId);
    invariant(some !== undefined && unknown !== undefined, "ids of endpoints are UUIDs");
    expect(await source.groupsOf(covered, some, never)).toEqual([large]);
    expect(await source.groupsOf(covered, unknown, never)).toEqual([]);
  });

  it("proves by the self-test that the credential works", async () => {
    await using it = await stage([{ endpoints: 3 }, { endpoints: 1, first: 9, hasApiHost: false }]);
    const rows = await checkCentral(it.connect("partner-reader"), () => true, never);
    expect(rows.map(({ held }) => held)).toEqual([true, true, true, false, true, true, true, true, true]);
    expect(it.simulator.log.every((entry) => entry.method === "GET" || entry.host === "id")).toBe(true);
  });
});

describe("deleting", () => {
  interface Deletion {
    readonly fault?: FaultAction;
    readonly client?: string;
    readonly number?: number;
    readonly behaviour?: SimulatorOptions["behaviour"];
    readonly answer: object;
    /** Whether it is still there afterwards. */
    readonly remains: boolean;
  }

  it.each<[string, Deletion]>([
    ["done", { answer: { kind: "deleted" }, remains: false }],
    [
      "refused to a read-only credential",
      { client: "tenant-reader", answer: { kind: "refused", status: 403 }, remains: true },
    ],
    ["of an unknown id", { number: 99, answer: { kind: "absent" }, remains: false }],
    [
      "of an unknown id that answers 500",
      {
        number: 99,
        behaviour: { deleteUnknown: "serverError" },
        answer: { kind: "unclear" },
        remains: false,
      },
    ],
    [
      "of an unknown id that answers deleted:false",
      {
        number: 99,
        behaviour: { deleteUnknown: "deletedFalse" },
        answer: { kind: "not_deleted" },
        remains: false,
      },
    ],
    [
      "answered deleted:false",
      { fault: { kind: "deletedFalse" }, answer: { kind: "not_deleted" }, remains: true },
    ],
    [
      "answered without a word",
      { fault: { kind: "deletedMissing", applied: true }, answer: { kind: "unclear" }, remains: false },
    ],
    [
      "answered 500 and done",
      { fault: { kind: "statusAfter", status: 500 }, answer: { kind: "unclear" }, remains: false },
    ],
    [
      "answered 500 and not done",
      { fault: { kind: "status", status: 500 }, answer: { kind: "unclear" }, remains: true },
    ],
    [
      "answered 503 in HTML",
      { fault: { kind: "status", status: 503, body: "html" }, answer: { kind: "unclear" }, remains: true },
    ],
    [
      "answered 429",
      { fault: { kind: "status", status: 429 }, answer: { kind: "throttled" }, remains: true },
    ],
    [
      "answered 400",
      { fault: { kind: "status", status: 400 }, answer: { kind: "refused", status: 400 }, remains: true },
    ],
    [
      "reset before it was done",
      { fault: { kind: "resetBefore" }, answer: { kind: "unclear" }, remains: true },
    ],
    [
      "reset after it was done",
      { fault: { kind: "resetAfter" }, answer: { kind: "unclear" }, remains: false },
    ],
    ["hanging before", { fault: { kind: "hang" }, answer: { kind: "unclear" }, remains: true }],
    ["hanging after", { fault: { kind: "hangAfter" }, answer: { kind: "unclear" }, remains: false }],
    [
      "cut off after it was done",
      { fault: { kind: "truncate", how: "length" }, answer: { kind: "unclear" }, remains: false },
    ],
    [
      "redirected",
      {
        fault: { kind: "redirect", location: "https://evil.example/" },
        answer: { kind: "unclear" },
        remains: true,
      },
    ],
  ])(
    "%s: says so, and is never sent twice",
    async (_what, { fault, client, number = 2, behaviour, answer, remains }) => {
      await using it = await stage([{ endpoints: 3 }], behaviour === undefined ? {} : { behaviour });
      const tenant = await onlyTenant(it.read("tenant-reader"));
      const id = parseEndpointId(endpointId(number));
      invariant(id !== undefined, "the endpoint has an id");
      if (fault !== undefined) it.fault(fault, { method: "DELETE" });
      const remover = endpointRemover(it.connect(client ?? "tenant-deleter", patience(fault)));
      expect(await remover.remove(tenant, id, instant(START + MINUTE))).toMatchObject(answer);
      expect(it.estate.tenants.get(tenantId(1))?.endpoints.has(id)).toBe(remains);
      expect(it.sent("DELETE", "/")).toBe(1);
      expect(it.sent("POST", LIST)).toBe(0);
    },
  );

  it("sends once more after a 401, which did nothing", async () => {
    await using it = await stage([{ endpoints: 3 }]);
    const tenant = await onlyTenant(it.read("tenant-reader"));
    const id = parseEndpointId(endpointId(1));
    invariant(id !== undefined, "the endpoint has an id");
    it.fault({ kind: "expireToken" }, { method: "DELETE" }, 1);
    const remover = endpointRemover(it.connect("tenant-deleter"));
    expect(await remover.remove(tenant, id, instant(START + MINUTE))).toEqual({ kind: "deleted" });
    expect(it.simulator.log.filter((entry) => entry.method === "DELETE").map(({ status }) => status)).toEqual(
      [401, 200],
    );
  });
});
