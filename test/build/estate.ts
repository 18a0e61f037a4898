// A small estate made by hand: every id, name and date follows from a number, so that a test can say what it expects.
import type {
  CredentialRole,
  JsonObject,
  SimCredential,
  SimEndpoint,
  SimEstate,
  SimTenant,
} from "../../src/simulator/estate.ts";

/** A UUID that ends in the number; `kind` keeps the ids of different things apart. */
export const uuidOf = (kind: number, number: number): string =>
  `${kind.toString(16).padStart(8, "0")}-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;

export const PARTNER_ID = uuidOf(0xaaaaaaaa, 1).toUpperCase();
export const ORGANIZATION_ID = uuidOf(0xbbbbbbbb, 1);
export const tenantId = (number: number): string => uuidOf(1, number);
export const endpointId = (number: number): string => uuidOf(2, number);
export const groupId = (number: number): string => uuidOf(3, number);

/** 2026-03-01T00:00:00Z: where the tests' clock starts. */
export const START = Date.UTC(2026, 2, 1);
const DAY_MS = 86_400_000;

/** A Windows computer, last seen as many days before START as its number, with whatever is to be different. */
export function endpoint(number: number, tenant: string, different: JsonObject = {}): SimEndpoint {
  return {
    id: endpointId(number),
    type: "computer",
    tenant: { id: tenant },
    hostname: `PC-${String(number).padStart(4, "0")}`,
    health: { overall: "good" },
    os: {
      isServer: false,
      platform: "windows",
      name: "Windows 11 Pro",
      majorVersion: 10,
      minorVersion: 0,
      build: 22_631,
    },
    ipv4Addresses: [`10.0.0.${number % 256}`],
    macAddresses: ["04:33:C2:64:46:E6"],
    associatedPerson: { id: uuidOf(4, number), name: `Person ${number}`, viaLogin: `CORP\\user${number}` },
    tamperProtectionSupported: true,
    tamperProtectionEnabled: true,
    lastSeenAt: new Date(START - number * DAY_MS).toISOString(),
    registeredAt: "2024-01-01T00:00:00.000Z",
    serialNumber: `SN${number}`,
    online: false,
    isolation: { status: "notIsolated" },
    lockdown: { status: "notInstalled" },
    tags: [],
    cloned: false,
    ...different,
  };
}

export interface TenantPlan {
  readonly name?: string;
  readonly region?: string;
  /** How many endpoints, numbered from 1 over the whole estate unless `first` says otherwise. */
  readonly endpoints?: number;
  readonly first?: number;
  readonly hasApiHost?: boolean;
  readonly managed?: boolean;
}

/** A tenant with so many endpoints and nothing else. */
export function tenant(number: number, plan: TenantPlan = {}): SimTenant {
  const id = tenantId(number);
  const first = plan.first ?? 1;
  const endpoints = Array.from({ length: plan.endpoints ?? 0 }, (_, index) => endpoint(first + index, id));
  return {
    id,
    name: plan.name ?? `Tenant ${number}`,
    region: plan.region ?? "eu01",
    geography: "IE",
    billingType: "term",
    hasApiHost: plan.hasApiHost ?? true,
    managed: plan.managed ?? true,
    endpoints: new Map(endpoints.map((entry) => [entry.id, entry])),
    groups: new Map(),
    hiddenGroups: new Map(),
    users: new Map(),
    userGroups: new Map(),
    userGroupMembers: new Map(),
    alerts: new Map(),
    events: [],
    tamper: new Map(),
    migrations: new Map(),
    deleted: [],
  };
}

/** A credential whose secret is `secret-of-` and its client id. */
export function credential(
  clientId: string,
  role: CredentialRole,
  kind: SimCredential["kind"],
  tenants: readonly string[],
): SimCredential {
  const owner = { partner: PARTNER_ID, organization: ORGANIZATION_ID, tenant: tenants[0] ?? tenantId(1) };
  return { clientId, clientSecret: `secret-of-${clientId}`, kind, id: owner[kind], role, tenants };
}

/**
 * An estate of these tenants, with a reader and a deleter of the partner (`partner-reader`, `partner-deleter`), of an
 * organization (`organization-reader`) and of the first tenant (`tenant-reader`, `tenant-deleter`).
 */
export function estate(plans: readonly TenantPlan[]): SimEstate {
  const tenants = plans.map((plan, index) => tenant(index + 1, plan));
  const all = tenants.map(({ id }) => id);
  const own = all.slice(0, 1);
  return {
    credentials: [
      credential("partner-reader", "readOnly", "partner", all),
      credential("partner-deleter", "management", "partner", all),
      credential("organization-reader", "readOnly", "organization", all),
      credential("tenant-reader", "readOnly", "tenant", own),
      credential("tenant-deleter", "management", "tenant", own),
    ],
    tenants: new Map(tenants.map((entry) => [entry.id, entry])),
  };
}
