// Endpoint records and computers by number: plain, all alike in size, and the same each time.
import type { SimEndpoint } from "../src/simulator/estate.ts";

/** When the benchmarks' first day is. */
export const BENCH_NOW = Date.UTC(2026, 8, 1, 6);
export const DAY_MS = 86_400_000;

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

export const tenantUuid = (tenant: number): string => `7e000000-0000-4000-8000-${hex(tenant, 12)}`;
export const endpointUuid = (tenant: number, n: number): string =>
  `e0000000-${hex(tenant % 65_536, 4)}-4000-8000-${hex(n, 12)}`;
export const hostnameOf = (tenant: number, n: number): string => `T${tenant}-PC${String(n).padStart(6, "0")}`;

/** Of a hundred devices: how they live. */
export type Story = "alive" | "retired" | "silent";
export const storyOf = (n: number): Story => (n % 100 < 90 ? "alive" : n % 100 < 98 ? "retired" : "silent");

// What real records carry most of: services and products. Shared in memory, and sent in full with each record.
const SERVICES = Array.from({ length: 22 }, (_, index) => ({
  name: `Sophos Service Number ${index}`,
  status: "running",
}));
const PRODUCTS = ["coreAgent", "endpointProtection", "interceptX", "xdr", "deviceEncryption", "ztna"].map(
  (code) => ({ code, version: "2026.2.0.114", status: "installed" }),
);
const HEALTH = {
  overall: "good",
  threats: { status: "good" },
  services: { status: "good", serviceDetails: SERVICES },
};

/** A record of some 3.5 kB as view=full sends it. On a later day the living have reported again, and 1 % have moved their group. */
export function endpointRecord(tenant: number, n: number, day: number): SimEndpoint {
  const story = storyOf(n);
  const now = BENCH_NOW + day * DAY_MS;
  const seen = story === "alive" ? now - (n % 600) * 60_000 : BENCH_NOW - (60 + (n % 300)) * DAY_MS;
  const moved = day > 0 && n % 100 === 0;
  const group = {
    id: `60000000-0000-4000-8000-${hex(moved ? 1 : 0, 12)}`,
    name: moved ? "Moved" : "Computers",
  };
  return {
    id: endpointUuid(tenant, n),
    type: "computer",
    tenant: { id: tenantUuid(tenant) },
    hostname: hostnameOf(tenant, n),
    health: HEALTH,
    os: {
      isServer: false,
      platform: "windows",
      name: "Windows 11 Pro",
      majorVersion: 10,
      minorVersion: 0,
      build: 22_631,
    },
    ipv4Addresses: [`10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`],
    ipv6Addresses: [`fe80::${hex(n, 8)}`],
    macAddresses: [
      `3C:52:82:${hex((n >> 16) & 255, 2)}:${hex((n >> 8) & 255, 2)}:${hex(n & 255, 2)}`.toUpperCase(),
    ],
    group,
    groupHierarchy: [group],
    associatedPerson: {
      id: `90000000-0000-4000-8000-${hex(n, 12)}`,
      name: `Person ${n}`,
      viaLogin: `CORP\\person${n}`,
    },
    tamperProtectionSupported: true,
    tamperProtectionEnabled: true,
    assignedProducts: PRODUCTS,
    packages: { protection: { name: "Recommended", status: "assigned" } },
    lastSeenAt: new Date(seen).toISOString(),
    registeredAt: new Date(BENCH_NOW - 700 * DAY_MS).toISOString(),
    serialNumber: `SN${hex(tenant, 4)}${hex(n, 8)}`.toUpperCase(),
    lockdown: { status: "notInstalled", updateStatus: "notInstalled" },
    online: story === "alive",
    isolation: { status: "notIsolated", adminIsolated: false, selfIsolated: false },
    tags: [],
    cloned: false,
  };
}
