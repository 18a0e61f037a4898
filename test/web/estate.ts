// A made-up estate for the console alone: no rule of the product is repeated here, each device is simply dealt a fate.
import type { CaseSummary } from "../../src/api/decisions.ts";
import type { Device } from "../../src/api/devices.ts";
import { dice } from "./dice.ts";

const DAY = 86_400_000;
const DEVICES = 5000;
const TENANTS = [
  "Adler Logistics",
  "Birchwood Clinics",
  "Northgate Schools",
  "Harbour & Sons",
  "Meridian Foods",
  "Quarry Engineering",
] as const;
const PEOPLE = [
  "Ines Albers",
  "Tom Okafor",
  "Mei Lindqvist",
  "Ravi Brandt",
  "Clara Duval",
  "Jon Ferreira",
] as const;
const COMPUTERS = ["Windows 11 Enterprise", "Windows 10 Pro", "Windows 11 Pro", "macOS 15"] as const;
const SERVERS = ["Windows Server 2019 Standard", "Windows Server 2022 Standard"] as const;
const SITES = ["BER", "HAM", "MUC", "LON", "OSL"] as const;
const KEPT = [
  ["recently_seen"],
  ["recently_seen", "directory_not_retired"],
  ["directory_not_retired"],
  ["protected"],
  ["retired_too_recently"],
] as const;
const DOUBTS = [
  ["os_build_mismatch"],
  ["vip_unknown", "os_build_unknown"],
  ["server"],
  ["identity_weak"],
  ["vip_owner"],
  ["superseded_duplicate"],
  ["retired_but_enabled"],
  ["not_in_directory"],
] as const;
/** Doubts that no approval answers. */
const NOT_APPROVABLE: ReadonlySet<string> = new Set([
  "identity_weak",
  "superseded_duplicate",
  "not_in_directory",
]);

export interface Estate {
  readonly now: number;
  readonly tenants: readonly { readonly id: string; readonly name: string }[];
  readonly devices: Device[];
  readonly cases: CaseSummary[];
  readonly ago: (days: number) => string;
}

/** @param now what the times are reckoned from */
export function anEstate(now: number): Estate {
  const { below, one, hex, next } = dice(20_261_124);
  const ago = (days: number): string => new Date(now - days * DAY).toISOString();
  const uuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  const tenants = TENANTS.map((name) => ({ id: uuid(), name }));

  const devices = Array.from({ length: DEVICES }, (_, index): Device => {
    const tenant = tenants[index % tenants.length] ?? { id: "", name: "" };
    const isServer = next() < 0.08;
    const fate = next();
    const disposition = fate < 0.9 ? "keep" : fate < 0.97 ? "review" : fate < 0.995 ? "retire" : undefined;
    const silent = disposition === "keep" && next() < 0.8 ? below(12) : 32 + below(500);
    const reasons =
      disposition === "keep"
        ? silent < 30
          ? one<readonly string[]>([KEPT[0], KEPT[1]])
          : one<readonly string[]>([KEPT[2], KEPT[3], KEPT[4]])
        : disposition === "review"
          ? one<readonly string[]>(DOUBTS)
          : [];
    const isUnknown = next() < 0.01;
    return {
      tenant: tenant.id,
      tenantName: tenant.name,
      endpoint: uuid(),
      hostname:
        index % 997 === 5
          ? { unknown: "missing" }
          : `${one(SITES)}-${isServer ? "SRV" : "PC"}-${String(index).padStart(4, "0")}`,
      deviceClass: isServer ? "server" : "computer",
      osName: isUnknown ? { unknown: "unreadable" } : one(isServer ? SERVERS : COMPUTERS),
      person: next() < 0.06 ? { unknown: "missing" } : one(PEOPLE),
      lastSeenAt: isUnknown ? { unknown: "invalid", raw: "0000-00-00" } : ago(silent + next() / 2),
      ...(!isUnknown && { daysInactive: silent }),
      ...(disposition !== undefined && { disposition }),
      reasons: [...reasons],
      findings: disposition === "keep" && silent > 30 && next() < 0.3 ? ["silent_agent"] : [],
      ...(disposition === "retire" && { candidateSince: ago(1 + below(9)) }),
    };
  });

  const doubtful = devices.filter(({ disposition }) => disposition === "review");
  const cases = doubtful.slice(0, 140).map((device, index): CaseSummary => {
    const number = 101 + index;
    const state = index < 96 ? "open" : (["approved", "kept", "held", "expired"] as const)[index % 4]!;
    const asked = 1 + (index % 13);
    device.case = { number, state };
    return {
      number,
      version: 2 + (index % 3),
      state,
      cause: "doubt",
      tenant: device.tenant,
      tenantName: device.tenantName,
      endpoint: device.endpoint,
      hostname: typeof device.hostname === "string" ? device.hostname : device.endpoint,
      reasons: device.reasons.map((code) => ({ code, approvable: !NOT_APPROVABLE.has(code) })),
      evidenceHash: hex(64),
      askedAt: ago(asked + 0.3),
      ...(state === "open" && { until: ago(asked - 14) }),
      ...(index % 5 === 0 && { assignee: "Tom Okafor" }),
      agreements:
        device.reasons.includes("vip_owner") && index % 2 === 0
          ? [{ by: "Ines Albers", at: ago(0.4), reason: "The laptop was handed in, I saw it." }]
          : [],
    };
  });
  return { now, tenants, devices, cases, ago };
}
