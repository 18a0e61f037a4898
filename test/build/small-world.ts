// A world made by hand: every device follows from its number, so that a test can say which are gone and change one of them.
import { guidBytes, filetime, generalizedTime } from "../../src/simulator/world/directory-encoding.ts";
import {
  ldifRecord,
  type DirectoryEntry,
  type LdifAttribute,
} from "../../src/simulator/world/ldif-writer.ts";
import type { Truth, World } from "../../src/simulator/world/world.ts";
import { DAY, HOUR } from "../../src/core/model/instant.ts";
import type { SimTenant } from "../../src/simulator/estate.ts";
import { endpoint, endpointId, estate, tenantId, uuidOf, type TenantPlan } from "./estate.ts";

export const BASE_DN = "DC=corp,DC=example,DC=com";
export const RETIRED_OU = `OU=Disabled,${BASE_DN}`;
export const CLIENTS_OU = `OU=Clients,${BASE_DN}`;
export const VIP_GROUP = `CN=VIP,OU=Groups,${BASE_DN}`;

/** One tenant: so many endpoints, numbered from `first`, of which the first so many are gone. */
export interface SmallTenant extends TenantPlan {
  readonly endpoints: number;
  readonly first: number;
  readonly retired: number;
}

/** A computer as the test may change it; the next export shows it. */
export interface SmallComputer {
  hostname: string;
  ou: string;
  enabled: boolean;
  changedAt: number;
}

export interface SmallWorld extends World {
  /** By the number of its endpoint. Living endpoints have none beyond the first few: nothing is decided about them. */
  readonly computers: Map<number, SmallComputer>;
  /** Numbers of the people in the VIP group. */
  readonly vips: Set<number>;
  /** The tenant with this number, counted from 1. */
  tenant(number: number): SimTenant;
}

/** Devices are silent for so long, and were retired so long before the start: beyond every threshold of the default policy. */
const SILENT_DAYS = 60;
const RETIRED_DAYS = 50;
/** A VIP to whom no device belongs. */
const STANDING_VIP = 9_999;
/** So many of the living have a computer of their own. */
const LIVING_COMPUTERS = 5;

const hostname = (number: number): string => `PC-${String(number).padStart(4, "0")}`;
const personDn = (number: number): string => `CN=Person ${number},OU=People,${BASE_DN}`;

/** Makes it; `start` is when the story starts, epoch ms. The numbers of two tenants must not overlap. */
export function smallWorld(tenants: readonly SmallTenant[], start: number): SmallWorld {
  const built = estate(tenants);
  const computers = new Map<number, SmallComputer>();
  const living: { readonly tenant: SimTenant; readonly id: string }[] = [];
  const truth = new Map<string, Truth>();
  // AD leaves `member` out of an empty group, which an export cannot tell from a group that was not exported whole.
  const vips = new Set<number>([STANDING_VIP]);
  const tenantOf = (number: number): SimTenant => {
    const tenant = built.tenants.get(tenantId(number));
    if (tenant === undefined) throw new Error(`there is no tenant ${number}`);
    return tenant;
  };
  for (const [index, plan] of tenants.entries()) {
    const tenant = tenantOf(index + 1);
    for (let number = plan.first; number < plan.first + plan.endpoints; number++) {
      const gone = number < plan.first + plan.retired;
      const seenAt = gone ? start - SILENT_DAYS * DAY : start - HOUR;
      const record = endpoint(number, tenant.id, {
        lastSeenAt: new Date(seenAt).toISOString(),
        macAddresses: [`02:00:00:00:${hex(number >> 8)}:${hex(number)}`],
      });
      tenant.endpoints.set(record.id, record);
      truth.set(`${tenant.id}/${record.id}`, {
        tenant: tenant.id,
        endpoint: record.id,
        story: gone ? "decommissioned" : "active",
        alive: !gone,
        hostname: hostname(number),
      });
      if (!gone) living.push({ tenant, id: record.id });
      if (!gone && number >= plan.first + plan.retired + LIVING_COMPUTERS) continue;
      computers.set(number, {
        hostname: hostname(number),
        ou: gone ? RETIRED_OU : CLIENTS_OU,
        enabled: !gone,
        changedAt: start - (gone ? RETIRED_DAYS : 3) * DAY,
      });
    }
  }
  const records = (): string[] =>
    [
      ...tree(start),
      vipGroup(vips),
      ...[...vips].map((number) => person(number, start)),
      ...[...computers].map(([number, computer]) => computerEntry(number, computer, start)),
    ].map(ldifRecord);
  return {
    estate: built,
    computers,
    vips,
    tenant: tenantOf,
    truth,
    tenantDomains: new Map([...built.tenants.keys()].map((id) => [id, ["corp.example.com"]])),
    directories: [
      {
        name: "corp",
        dns: "corp.example.com",
        netbios: "CORP",
        baseDn: BASE_DN,
        retiredOu: RETIRED_OU,
        vipGroup: VIP_GROUP,
        ldif: () => records().join(""),
        ldifRecords: records,
        samba: () => {
          throw new Error("a small world has no Samba");
        },
      },
    ],
    advanceTo(at) {
      for (const { tenant, id } of living) {
        const record = tenant.endpoints.get(id);
        if (record !== undefined) record["lastSeenAt"] = new Date(at - HOUR).toISOString();
      }
    },
  };
}

const hex = (number: number): string => (number & 0xff).toString(16).padStart(2, "0").toUpperCase();

/** The id of the endpoint with this number. */
export const idOf = (number: number): string => endpointId(number);

function object(
  dn: string,
  classes: readonly string[],
  changedAt: number,
  rest: readonly LdifAttribute[],
): DirectoryEntry {
  return {
    dn,
    attributes: [
      ...classes.map((name): LdifAttribute => ["objectClass", name]),
      ["distinguishedName", dn],
      ["whenChanged", generalizedTime(changedAt)],
      ...rest,
    ],
  };
}

function tree(start: number): DirectoryEntry[] {
  const old = start - 900 * DAY;
  return [
    object(BASE_DN, ["top", "domain", "domainDNS"], old, []),
    ...["Clients", "Disabled", "Groups", "People"].map((name) =>
      object(`OU=${name},${BASE_DN}`, ["top", "organizationalUnit"], old, [["ou", name]]),
    ),
    object(`CN=CORP,CN=Partitions,CN=Configuration,${BASE_DN}`, ["top", "crossRef"], old, [
      ["nCName", BASE_DN],
      ["dnsRoot", "corp.example.com"],
      ["nETBIOSName", "CORP"],
      ["systemFlags", "3"],
    ]),
  ];
}

const vipGroup = (vips: ReadonlySet<number>): DirectoryEntry => ({
  dn: VIP_GROUP,
  attributes: [
    ["objectClass", "top"],
    ["objectClass", "group"],
    ["distinguishedName", VIP_GROUP],
    ...[...vips].map((number): LdifAttribute => ["member", personDn(number)]),
    ["sAMAccountName", "VIP"],
  ],
});

const person = (number: number, start: number): DirectoryEntry =>
  object(personDn(number), ["top", "person", "organizationalPerson", "user"], start - 400 * DAY, [
    ["displayName", `Person ${number}`],
    ["sAMAccountName", `user${number}`],
    ["userPrincipalName", `user${number}@corp.example.com`],
    ["mail", `user${number}@corp.example.com`],
  ]);

function computerEntry(number: number, computer: SmallComputer, start: number): DirectoryEntry {
  const { hostname: name, ou, enabled, changedAt } = computer;
  const proof = enabled ? start - 3 * DAY : start - (RETIRED_DAYS + 15) * DAY;
  return object(
    `CN=${name},${ou}`,
    ["top", "person", "organizationalPerson", "user", "computer"],
    changedAt,
    [
      ["cn", name],
      ["whenCreated", generalizedTime(start - 700 * DAY)],
      ["objectGUID", guidBytes(uuidOf(0x99, number))],
      ["userAccountControl", enabled ? "4096" : "4098"],
      ["primaryGroupID", "515"],
      ["sAMAccountName", `${name}$`],
      ["dNSHostName", `${name.toLowerCase()}.corp.example.com`],
      ["operatingSystem", "Windows 11 Pro"],
      ["operatingSystemVersion", "10.0 (22631)"],
      ["lastLogonTimestamp", filetime(proof)],
      ["pwdLastSet", filetime(proof)],
      ["servicePrincipalName", `HOST/${name}`],
      ["managedBy", personDn(number)],
    ],
  );
}
