// Whatever Central, or something between it and us, answers: a reading, a gap or a clear fault; never another error, no hang.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endpointReader } from "../../src/adapters/sophos-central/endpoint-reader.ts";
import type { Endpoint } from "../../src/core/model/endpoint.ts";
import { endpointId, tenantId } from "../../src/core/model/ids.ts";
import type { Tenant } from "../../src/core/model/tenant.ts";
import { Fault } from "../../src/ports/fault.ts";
import type { EndpointSource } from "../../src/ports/endpoint-source.ts";
import {
  centralServer,
  isToken,
  TENANT,
  token,
  type CentralServer,
  type Reply,
} from "../build/central-server.ts";
import { bodiesNear, contentTypes, statuses } from "./outside-bytes.ts";

const ID = "6e9567ea-bb50-40c5-9f12-42eb308e4c9b";
const RECORD = {
  id: ID,
  type: "computer",
  tenant: { id: TENANT },
  hostname: "LAP-0142",
  os: {
    isServer: false,
    platform: "windows",
    name: "Windows 11 Pro",
    majorVersion: 10,
    minorVersion: 0,
    build: 22631,
  },
  associatedPerson: { name: "Jane Doe", viaLogin: "CORP\\jane" },
  lastSeenAt: "2026-08-15T13:14:39.357Z",
  isolation: { status: "notIsolated" },
};
const PAGE = { items: [RECORD], pages: { size: 500, maxSize: 500, items: 1, total: 1 } };
const OFFSETS = { items: [], pages: { current: 1, size: 100, total: 1, items: 0, maxSize: 100 } };
const GROUP = { id: "0f6c6f9a-3c55-4c7a-9a53-6d6a6a1d2a11", name: "Laptops", type: "computer" };
const NAMES = [
  "token",
  "whoami",
  "tenants",
  "page",
  "one",
  "alerts",
  "migrations",
  "groups",
  "members",
] as const;
type Name = (typeof NAMES)[number];

/** What Central says when nothing is wrong, by what is asked. */
const GOOD: Readonly<Record<Name, (url: string) => unknown>> = {
  token: () => ({ access_token: "t", token_type: "bearer", expires_in: 3600, errorCode: "success" }),
  whoami: (url) => ({ id: TENANT, idType: "partner", apiHosts: { global: url } }),
  tenants: (url) => ({
    items: [{ id: TENANT, name: "Acme", apiHost: url, dataGeography: "IE", dataRegion: "eu01" }],
    pages: { current: 1, size: 100, total: 1, maxSize: 100 },
  }),
  page: () => PAGE,
  one: () => RECORD,
  alerts: () => ({ items: [], pages: { size: 100, maxSize: 100 } }),
  migrations: () => OFFSETS,
  groups: () => ({ ...OFFSETS, items: [GROUP], pages: { ...OFFSETS.pages, items: 1 } }),
  members: () => ({ items: [{ id: ID }], pages: { size: 100, maxSize: 500, items: 1, total: 1 } }),
};

function nameOf(path: string): Name {
  if (path.startsWith("/whoami")) return "whoami";
  if (path.startsWith("/partner")) return "tenants";
  if (path.includes("alerts")) return "alerts";
  if (path.includes("migrations")) return "migrations";
  if (path.includes("endpoint-groups")) return path.endsWith("/endpoints") ? "members" : "groups";
  return path.endsWith("/endpoints") ? "page" : "one";
}

/** Asks for everything a run asks for; every way it ends is a value. */
async function everything(central: EndpointSource, tenant: Tenant): Promise<string[]> {
  const never = new AbortController().signal;
  const id = endpointId(ID);
  if (id === undefined) throw new Error("the id is a UUID");
  const walk = async (): Promise<string> => {
    const walked = central.endpoints(tenant, never);
    for (let pages = 0; ; pages++) {
      const next = await walked.next();
      // A page that leads to itself is a gap, not a walk without an end.
      if (pages > 20) return "endless";
      if (next.done === true) return next.value.gaps.length === 0 ? "complete" : "gaps";
      sound(next.value);
    }
  };
  const ends: string[] = [];
  for (const ask of [
    async () => (await central.tenants(never), "answered"),
    walk,
    async () => (await central.read(tenant, id, never), "answered"),
    async () => (await central.openAlerts(tenant, never), "answered"),
    async () => (await central.migrating(tenant, never), "answered"),
    async () => (await central.groups(tenant, never), "answered"),
    async () => (await central.groupsOf(tenant, id, never), "answered"),
  ]) {
    ends.push(
      await ask().catch((error: unknown) => (error instanceof Fault ? error.code : `BUG ${String(error)}`)),
    );
  }
  return ends;
}

/** Whatever was read of a record has the types it says it has: unknown is a value, and no number is NaN. */
function sound(endpoints: readonly Endpoint[]): void {
  for (const { id, lastSeenAt } of endpoints) {
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    if (typeof lastSeenAt === "number") expect(Number.isSafeInteger(lastSeenAt)).toBe(true);
  }
}

/** One server for all of it: what it says of one name is replaced, the rest is as it should be. */
async function aFuzzedCentral(): Promise<{
  server: CentralServer;
  spoil: (name: Name, reply: Reply) => void;
}> {
  let [spoilt, answer]: [Name | undefined, Reply] = [undefined, { json: {} }];
  const server: CentralServer = await centralServer((seen, nth) => {
    const name = isToken(seen) ? "token" : nameOf(seen.path);
    if (name === spoilt) return answer;
    return name === "token" ? token(nth) : { json: GOOD[name](server.url) };
  });
  return { server, spoil: (name, reply) => ([spoilt, answer] = [name, reply]) };
}

describe("any answer of Central", () => {
  it.each(NAMES)("to %s ends in a reading, a gap or a fault", async (name) => {
    const { server, spoil } = await aFuzzedCentral();
    await using running = server;
    const id = tenantId(TENANT);
    if (id === undefined) throw new Error("the tenant's id is a UUID");
    const tenant = { ...({ id, name: "Acme", apiHost: server.url } as Tenant) };
    const good = GOOD[name](server.url);
    await fc.assert(
      fc.asyncProperty(bodiesNear(good), statuses, contentTypes, async (raw, status, type) => {
        spoil(name, { raw, status, headers: { "content-type": type } });
        const central = endpointReader(running.connect());
        const ends = await everything(central, tenant);
        await central.close();
        for (const end of ends) {
          expect(end).toMatch(/^(?:answered|complete|gaps|CENTRAL_[A-Z_]+|CLOCK_SKEW)$/);
        }
      }),
      { numRuns: 60 },
    );
  });
});
