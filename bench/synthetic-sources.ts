// The synthetic fleet as sources of this very process: for what comes after reading.
import { parseEndpoint } from "../src/adapters/sophos-central/endpoint-schema.ts";
import type { Computer } from "../src/core/model/computer.ts";
import type { Endpoint } from "../src/core/model/endpoint.ts";
import { tenantId, type ComputerId, type TenantId } from "../src/core/model/ids.ts";
import { instant } from "../src/core/model/instant.ts";
import { invariant } from "../src/core/model/invariant.ts";
import type { Tenant } from "../src/core/model/tenant.ts";
import { missing } from "../src/core/model/unknown.ts";
import type { DirectoryReadingEnd, DirectorySource } from "../src/ports/directory-source.ts";
import type { EndpointSource, WalkEnd } from "../src/ports/endpoint-source.ts";
import { BASE_DN, BENCH_DIRECTORY, BENCH_DOMAIN, RETIRED_OU } from "./bench-policy.ts";
import { BENCH_NOW, DAY_MS, endpointRecord, hostnameOf, storyOf, tenantUuid } from "./synthetic-record.ts";

const PAGE = 500;
const TENANT = 0;

const theTenantId = (): TenantId => {
  const id = tenantId(tenantUuid(TENANT));
  invariant(id !== undefined, "a synthetic tenant's id is a UUID");
  return id;
};

const unused = async (): Promise<never> => Promise.reject(new Error("the benchmark does not ask for this"));

/** One tenant with `size` endpoints, as they are on a day. */
export function fleetOf(size: number, day: number): EndpointSource {
  const id = theTenantId();
  const tenant: Tenant = { id, name: "Tenant 0", apiHost: "https://localhost", dataRegion: undefined };
  const endpointOf = (n: number): Endpoint => {
    const endpoint = parseEndpoint(endpointRecord(TENANT, n, day), id);
    invariant(typeof endpoint !== "string", "a synthetic record is legible");
    return endpoint;
  };
  return {
    tenants: async () =>
      Promise.resolve({ credential: { kind: "tenant", id }, tenants: [tenant], notCovered: [] }),
    async *endpoints() {
      for (let from = 0; from < size; from += PAGE) {
        yield await Promise.resolve(numbers(from, Math.min(from + PAGE, size)).map(endpointOf));
      }
      return { expectedFirst: size, expectedLast: size, gaps: [], requests: 0 } satisfies WalkEnd;
    },
    read: unused,
    readRecord: unused,
    installers: unused,
    openAlerts: unused,
    migrating: unused,
    groups: unused,
    groupsOf: unused,
    registrations: unused,
    requests: () => ({ total: 0, retries: 0, byPurpose: {} }),
    close: async () => Promise.resolve(),
  };
}

/** A directory with the computer of each of `size` endpoints; it is the same every day. */
export const directoryOf = (size: number): DirectorySource => ({
  name: BENCH_DIRECTORY,
  async *read() {
    for (let from = 0; from < size; from += PAGE) {
      yield await Promise.resolve(numbers(from, Math.min(from + PAGE, size)).map(computerOf));
    }
    return {
      gaps: [],
      expected: undefined,
      domains: [BENCH_DOMAIN],
      ous: [{ dn: RETIRED_OU, changedAt: instant(BENCH_NOW - 800 * DAY_MS) }],
      vips: { directory: BENCH_DIRECTORY, groups: [] },
      bookmark: undefined,
      extent: "full",
    } satisfies DirectoryReadingEnd;
  },
  readOne: unused,
  vips: unused,
  check: unused,
  requests: () => 0,
  close: async () => Promise.resolve(),
});

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n);

function computerOf(n: number): Computer {
  const retired = storyOf(n) === "retired";
  const name = hostnameOf(TENANT, n);
  return {
    directory: BENCH_DIRECTORY,
    id: `c0000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}` as ComputerId,
    sid: `S-1-5-21-1-2-3-${n}`,
    name,
    samAccountName: `${name}$`,
    dnsHostName: `${name}.${BENCH_DOMAIN.dns}`.toLowerCase(),
    domain: BENCH_DOMAIN,
    dn: retired ? `CN=${name},${RETIRED_OU}` : `CN=${name},OU=Workstations,${BASE_DN}`,
    osName: "Windows 11 Pro",
    osVersion: "10.0 (22631)",
    enabled: !retired,
    createdAt: instant(BENCH_NOW - 900 * DAY_MS),
    changedAt: instant(BENCH_NOW - 100 * DAY_MS),
    lastLogonAt: instant(BENCH_NOW - (retired ? 150 : 5) * DAY_MS),
    passwordSetAt: instant(BENCH_NOW - (retired ? 150 : 5) * DAY_MS),
    managedBy: missing,
    roles: [],
    deleted: false,
    lastKnownParent: missing,
  };
}
