import type * as z from "zod";
import type { Device, DeviceDetail, Reason } from "../../src/api/devices.ts";
import type { Estate } from "./estate.ts";

const TEXTS: Readonly<Record<string, readonly [text: string, evidence: Readonly<Record<string, unknown>>]>> =
  {
    recently_seen: ["Central saw it less than the threshold of its class ago.", { days: 3, threshold: 30 }],
    directory_not_retired: ["Its computer is in the directory and not retired.", { directory: "corp" }],
    protected: [
      "A rule of policy.protect is met in every field that it names.",
      { rule: "kiosks", unknownFields: [] },
    ],
    retired_too_recently: [
      "Its computer is retired, but not for certain as long as policy.grace.",
      { days: 4, grace: 14 },
    ],
    os_build_mismatch: [
      "Both sources name a version of the operating system and they differ.",
      { central: 19045, directory: 22631, newer: "directory" },
    ],
    os_build_unknown: ["One side has no comparable version.", { side: "directory" }],
    vip_unknown: ["Nobody is known behind it.", { because: "no_person" }],
    vip_owner: [
      "Its last user is a member of a VIP group.",
      { group: "CN=Board,OU=Groups,DC=corp,DC=example" },
    ],
    server: ["Central's type says server.", { signs: ["type", "osName"] }],
    identity_weak: ["Nothing says to which domain the endpoint belongs.", { because: "no_domain" }],
    superseded_duplicate: [
      "Another endpoint of the tenant is the same machine and alive.",
      { by: "serialNumber" },
    ],
    retired_but_enabled: [
      "Its computer lies in a retired OU, and its account is enabled.",
      { enabled: true },
    ],
    not_in_directory: ["No computer of its name is in any configured directory.", { directories: ["corp"] }],
  };

const KEEPS: ReadonlySet<string> = new Set([
  "recently_seen",
  "directory_not_retired",
  "protected",
  "retired_too_recently",
  "on_hold",
]);

const reasonOf = (code: string): z.input<typeof Reason> => {
  const [text, evidence] = TEXTS[code] ?? ["", {}];
  return {
    code,
    pushes: KEEPS.has(code) ? "keep" : "review",
    text,
    evidence,
    accepted: false,
    approved: false,
  };
};

/** Everything about one device of the estate. */
export function aDetail(device: Device, estate: Estate): DeviceDetail {
  const { ago, cases, devices } = estate;
  const { tenant, tenantName, endpoint, hostname, osName, lastSeenAt, daysInactive, disposition } = device;
  const name = typeof hostname === "string" ? hostname : "unnamed";
  const isRetired = disposition === "retire" || device.reasons.includes("os_build_mismatch");
  const sibling = devices.find((other) => other.tenant === tenant && other !== device);
  return {
    tenant,
    tenantName,
    endpoint,
    firstSeenAt: ago(700),
    record: {
      hostname,
      type: device.deviceClass,
      osName,
      osPlatform: "windows",
      osBuild: 19045,
      lastSeenAt,
      registeredAt: ago(880),
      personName: device.person,
      personLogin:
        typeof device.person === "string" ? `CORP\\${device.person.split(" ")[0]}` : { unknown: "missing" },
      serialNumber: { unknown: "missing" },
      macAddresses: ["00:16:3e:5e:6c:00"],
      group: { id: "g1", name: "Laptops" },
      tags: [],
      isolation: "notIsolated",
      lockdown: { unknown: "unreadable", raw: "???" },
      online: false,
      tamperProtection: true,
    },
    computers: device.reasons.includes("not_in_directory")
      ? []
      : [
          {
            directory: "corp",
            id: `guid-${endpoint}`,
            name,
            dnsHostName: `${name.toLowerCase()}.corp.example`,
            domain: "corp.example",
            dn: `CN=${name},OU=${isRetired ? "Retired,OU=" : ""}Computers,OU=Berlin,DC=corp,DC=example`,
            osName,
            osVersion: "10.0 (22631)",
            enabled: !isRetired,
            createdAt: ago(900),
            changedAt: ago(60),
            lastLogonAt: { unknown: "missing" },
            passwordSetAt: ago(140),
            managedBy: { unknown: "missing" },
            roles: [],
            deleted: false,
            ...(isRetired && { retiredSeenAt: ago(58) }),
            matched: true,
          },
        ],
    siblings:
      sibling !== undefined && device.reasons.includes("superseded_duplicate")
        ? [{ endpoint: sibling.endpoint, hostname: sibling.hostname, lastSeenAt: sibling.lastSeenAt }]
        : [],
    ...(disposition !== undefined && {
      assessment: {
        disposition,
        reasons: device.reasons.map(reasonOf),
        findings: device.findings.map((code) => ({
          code,
          text: "The directory heard of the machine later than Central did.",
          evidence: { directoryLaterByDays: 41 },
        })),
        match: device.reasons.includes("not_in_directory")
          ? "none"
          : device.reasons.includes("identity_weak")
            ? "likely"
            : "exact",
        ...(daysInactive !== undefined && { daysInactive }),
        evidenceHash: cases.find((one) => one.endpoint === endpoint)?.evidenceHash ?? "0".repeat(64),
        ...(disposition === "keep" && { reviewAt: ago(-20) }),
      },
    }),
    ...(device.candidateSince !== undefined && { candidateSince: device.candidateSince }),
    ...(device.case !== undefined && { case: cases.find(({ number }) => number === device.case?.number) }),
    holds: [],
    history: [],
  };
}
