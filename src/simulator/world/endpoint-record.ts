// A device as Central's endpoint API tells it with view=full, at an instant.

import type { Json, JsonObject, SimEndpoint } from "../estate.ts";
import { centralName, userOf, type TenantSide } from "./central-tenant.ts";
import { fixesLastSeen, pierce } from "./holes.ts";
import { isOn, lastReport, lastRhythm } from "./life.ts";
import { upgraded } from "./operating-systems.ts";
import { worldPerson } from "./people.ts";
import type { EndpointPlan } from "./plans.ts";
import { mix } from "./prng.ts";

// Parts that never differ are one object each: a record of 28 properties then costs about a kilobyte.
const HEALTHY = {
  overall: "good",
  threats: { status: "good" },
  services: {
    status: "good",
    serviceDetails: [
      { name: "Sophos MCS Client", status: "running" },
      { name: "Sophos Endpoint Defense Service", status: "running" },
    ],
  },
};
const PRODUCTS = [
  { code: "coreAgent", version: "2026.2.0", status: "installed" },
  { code: "endpointProtection", version: "11.6.0", status: "installed" },
  { code: "interceptX", version: "2026.1.0", status: "installed" },
];
const ASSIGNED = {
  assignedId: "b3c7f7a2-0b0e-4b43-9d86-5a0c2c1f7e11",
  name: "Recommended",
  status: "assigned",
};
const PACKAGES = {
  protection: { ...ASSIGNED, available: [{ id: ASSIGNED.assignedId, name: "Recommended" }] },
  encryption: { status: "unassigned" },
  ztna: { status: "unassigned" },
};
const SOFTWARE = { protection: ASSIGNED };
const ENCRYPTED = {
  overallStatus: "encrypted",
  volumes: [{ volumeId: "\\\\?\\Volume{9f72d0de-1d6c-4d5f-9b0a-0c1b8d3f2a10}\\", status: "encrypted" }],
};
const UNLOCKED = { status: "notInstalled", updateStatus: "notInstalled" };
const FREE = { status: "notIsolated", adminIsolated: false, selfIsolated: false };
const ISOLATED = { status: "isolated", adminIsolated: true, selfIsolated: false };
const PRODUCTION = [{ key: "environment", value: "production", displayString: "environment:production" }];
const NO_TAGS: Json[] = [];

/** A dock lends its address to every laptop, and hypervisors give theirs to all hosts alike: neither identifies. */
const DOCK_MAC = "00:50:B6:1A:2B:3C";
const VIRTUAL_MACS = ["00:50:56:C0:00:01", "00:50:56:C0:00:08"];

const byte = (word: number, shift: number): number => (word >>> shift) & 0xff;
const hexByte = (value: number): string => value.toString(16).padStart(2, "0").toUpperCase();

function addresses(seed: number, plan: EndpointPlan): { ipv4: string[]; macs: string[] } {
  const word = mix(seed, 51, plan.hardware);
  const own = `3C:52:82:${[16, 8, 0].map((shift) => hexByte(byte(word, shift))).join(":")}`;
  const kind = word >>> 28; // of 16: two with a dock, one with a hypervisor
  const macs = kind < 2 ? [own, DOCK_MAC] : kind === 2 ? [own, ...VIRTUAL_MACS] : [own];
  return { ipv4: [`10.${byte(word, 16)}.${byte(word, 8)}.${1 + (byte(word, 0) % 254)}`], macs };
}

function osAt(plan: EndpointPlan, at: number): JsonObject {
  const os = at >= plan.upgradesAt ? upgraded(plan.os) : plan.os;
  return {
    isServer: os.isServer,
    platform: os.platform,
    name: os.centralName,
    majorVersion: os.majorVersion,
    minorVersion: os.minorVersion,
    ...(os.build === undefined ? {} : { build: os.build }),
  };
}

function viaLogin(seed: number, plan: EndpointPlan, login: string, display: string): string {
  switch (plan.login) {
    case "domain":
      return `${plan.domain.netbios}\\${login}`;
    case "upn":
      return `${login}@${plan.domain.dns}`;
    case "bare":
      return login;
    case "local":
      return `${plan.hostname}\\Administrator`;
    case "azure":
      return `AzureAD\\${display.replaceAll(" ", "")}`;
    case "technician":
      return `${plan.domain.netbios}\\adm-${mix(seed, 52) % 90}`;
  }
}

function personAt(seed: number, side: TenantSide, plan: EndpointPlan, at: number): JsonObject {
  // A local administrator is no user of Central: such records carry the login alone.
  if (plan.login === "local") return { viaLogin: viaLogin(seed, plan, "", "") };
  const number = at >= plan.handoverAt ? plan.nextPerson : plan.person;
  const person = worldPerson(seed, plan.domain, number);
  if (plan.login === "technician") {
    const login = viaLogin(seed, plan, "", "");
    return { id: userOf(seed, side, plan.domain, 0), name: login, viaLogin: login };
  }
  return {
    id: userOf(seed, side, plan.domain, number),
    name: centralName(person, plan.domain),
    viaLogin: viaLogin(seed, plan, person.login, person.display),
  };
}

/** The group of a device, whether or not its record shows it. */
export const placeOf = ({ groups }: TenantSide, plan: EndpointPlan): TenantSide["groups"]["computers"] =>
  plan.isServer ? groups.servers : plan.number % 97 === 5 ? groups.kept : groups.computers;

const iso = (epochMs: number): string => new Date(epochMs).toISOString();

/** The record at an instant (epoch ms), its hole included. A person that Central does not know yet becomes a user of the tenant. */
export function endpointRecord(
  seed: number,
  start: number,
  side: TenantSide,
  plan: EndpointPlan,
  at: number,
): SimEndpoint {
  const { ipv4, macs } = addresses(seed, plan);
  const placed = placeOf(side, plan);
  const windows = plan.os.platform === "windows";
  const updated = iso(lastRhythm(seed, plan.life, at, 10, 20));
  const record: SimEndpoint = {
    id: plan.id,
    type: plan.isServer ? "server" : "computer",
    tenant: side.ref,
    hostname: plan.hostname,
    health: HEALTHY,
    os: osAt(plan, at),
    ipv4Addresses: ipv4,
    ipv6Addresses: [`fe80::${mix(seed, 53, plan.hardware).toString(16)}`],
    macAddresses: macs,
    group: placed.group,
    groupHierarchy: placed.hierarchy,
    associatedPerson: personAt(seed, side, plan, at),
    tamperProtectionSupported: plan.os.platform !== "linux",
    tamperProtectionEnabled: plan.os.platform !== "linux",
    assignedProducts: PRODUCTS,
    packages: PACKAGES,
    deviceSoftware: SOFTWARE,
    lastSeenAt: iso(lastReport(seed, plan.life, at)),
    lastOsUpdateAt: updated,
    lastAgentUpdateAt: updated,
    serialNumber: plan.serial,
    lockdown: UNLOCKED,
    online: isOn(seed, plan.life, at),
    isolation: plan.isolated ? ISOLATED : FREE,
    tags: plan.isServer ? PRODUCTION : NO_TAGS,
    cloned: plan.cloned,
    ...(windows && !plan.isServer ? { encryption: ENCRYPTED } : {}),
    ...(plan.isServer && plan.number % 5 === 0
      ? { cloud: { provider: "azure", instanceId: `vm-${plan.hardware}` } }
      : {}),
    ...(plan.showsRegisteredAt ? { registeredAt: iso(plan.registeredAt) } : {}),
  };
  if (plan.hole !== undefined) {
    const person = worldPerson(seed, plan.domain, plan.person);
    pierce(record, plan.hole, {
      hostname: plan.hostname,
      login: person.login,
      display: person.display,
      start,
      registeredAt: iso(plan.registeredAt),
    });
  }
  return record;
}

/** Brings a record from one instant to a later one: what the agent reported meanwhile, a new user, a new release. */
export function refreshRecord(
  seed: number,
  side: TenantSide,
  plan: EndpointPlan,
  record: SimEndpoint & JsonObject,
  from: number,
  at: number,
): void {
  if (!fixesLastSeen(plan.hole)) {
    const seen = iso(lastReport(seed, plan.life, at));
    record["lastSeenAt"] = plan.hole === "last_seen_without_ms" ? seen.replace(/\.\d+Z$/, "Z") : seen;
    const on = isOn(seed, plan.life, at);
    record["online"] = plan.hole === "booleans_as_text" ? (on ? "True" : "False") : on;
  }
  const updated = iso(lastRhythm(seed, plan.life, at, 10, 20));
  record["lastOsUpdateAt"] = updated;
  record["lastAgentUpdateAt"] = updated;
  if (from < plan.upgradesAt && plan.upgradesAt <= at) record["os"] = osAt(plan, at);
  if (from < plan.handoverAt && plan.handoverAt <= at)
    record["associatedPerson"] = personAt(seed, side, plan, at);
}
