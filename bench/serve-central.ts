import { createSimClock } from "../src/simulator/clock.ts";
import type { SimEstate, SimTenant } from "../src/simulator/estate.ts";
import { startSimulator } from "../src/simulator/simulator.ts";
import { endpointRecord, tenantUuid } from "./synthetic-record.ts";

export interface CentralInput {
  readonly tenants: number;
  readonly endpointsEach: number;
  readonly latencyMs: number;
}

/** What a client needs to reach the simulated Central of another process. */
export interface ServedCentral {
  readonly idUrl: string;
  readonly apiUrl: string;
  readonly allowedHosts: readonly string[];
  readonly ca: string;
  readonly credential: { readonly clientId: string; readonly clientSecret: string };
}

/** Serves a synthetic estate until the process is stopped; limits are off, so that they are not what is measured. */
export async function serveCentral({
  tenants,
  endpointsEach,
  latencyMs,
}: CentralInput): Promise<ServedCentral> {
  const estate = syntheticEstate(tenants, endpointsEach);
  const simulator = await startSimulator({
    estate,
    clock: createSimClock(Date.now(), { flows: true }),
    latencyMs,
    enforceLimits: false,
  });
  const { id, api, regions } = simulator.urls;
  const [credential] = estate.credentials;
  if (credential === undefined) throw new Error("a synthetic estate has a credential");
  return {
    idUrl: id,
    apiUrl: api,
    allowedHosts: [api, ...Object.values(regions)].map((url) => new URL(url).host),
    ca: simulator.ca,
    credential: { clientId: credential.clientId, clientSecret: credential.clientSecret },
  };
}

function syntheticEstate(tenants: number, endpointsEach: number): SimEstate {
  const all = Array.from({ length: tenants }, (_, index) => syntheticTenant(index, endpointsEach));
  return {
    tenants: new Map(all.map((tenant) => [tenant.id, tenant])),
    credentials: [
      {
        clientId: "bench-reader",
        clientSecret: "bench-secret",
        kind: "partner",
        id: "fa000000-0000-4000-8000-000000000000",
        role: "readOnly",
        tenants: all.map((tenant) => tenant.id),
      },
    ],
  };
}

const syntheticTenant = (tenant: number, endpoints: number): SimTenant => ({
  id: tenantUuid(tenant),
  name: `Tenant ${tenant}`,
  region: "eu01",
  geography: "DE",
  billingType: "term",
  hasApiHost: true,
  managed: true,
  endpoints: new Map(
    Array.from({ length: endpoints }, (_, n) => {
      const record = endpointRecord(tenant, n, 0);
      return [record.id, record];
    }),
  ),
  groups: new Map(),
  users: new Map(),
  userGroups: new Map(),
  userGroupMembers: new Map(),
  alerts: new Map(),
  events: [],
  tamper: new Map(),
  migrations: new Map(),
  deleted: [],
});
