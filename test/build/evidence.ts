// Evidence as the tests need it: a device that is gone beyond doubt, and every way in which one is not.
import { createHash } from "node:crypto";
import type { DirectoryContext, Evidence, KnownComputer } from "../../src/core/assess/evidence.ts";
import type { Computer, OrganizationalUnit } from "../../src/core/model/computer.ts";
import { dnKey } from "../../src/core/model/dn.ts";
import type { AssociatedPerson, Endpoint, EndpointOs } from "../../src/core/model/endpoint.ts";
import type {
  ComputerId,
  Digest,
  DirectoryName,
  EndpointId,
  Hash,
  TenantId,
} from "../../src/core/model/ids.ts";
import { DAY, instant, type Instant } from "../../src/core/model/instant.ts";
import type { Policy } from "../../src/core/model/policy.ts";
import { missing } from "../../src/core/model/unknown.ts";
import type { VipMember } from "../../src/core/model/vip.ts";

/** The instant at which the tests judge. */
export const NOW = instant(Date.UTC(2026, 5, 1, 12));

export const daysAgo = (days: number, from: Instant = NOW): Instant => instant(from - days * DAY);

export const sha256: Hash = (text) => createHash("sha256").update(text, "utf8").digest("hex") as Digest;

export const CORP = "corp" as DirectoryName;
export const BRANCH = "branch" as DirectoryName;
export const TENANT = "57ca9a6b-885f-4e36-95ec-290548c26059" as TenantId;
export const RETIRED_OU = "OU=Disabled,DC=corp,DC=example,DC=com";

export const anEndpointId = (n: number): EndpointId =>
  `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}` as EndpointId;

export const aComputerId = (n: number): ComputerId =>
  `11111111-1111-4111-8111-${n.toString(16).padStart(12, "0")}` as ComputerId;

type EndpointParts = Partial<Omit<Endpoint, "os" | "person">> & {
  readonly os?: Partial<EndpointOs>;
  readonly person?: Partial<AssociatedPerson>;
};

/** A Windows 11 laptop of CORP\jane, silent for 60 days. */
export const anEndpoint = ({ os, person, ...rest }: EndpointParts = {}): Endpoint => ({
  id: anEndpointId(1),
  tenant: TENANT,
  hostname: "LAP-0142",
  type: "computer",
  os: {
    isServer: false,
    platform: "windows",
    name: "Windows 11 Pro",
    majorVersion: 10,
    minorVersion: 0,
    build: 22631,
    ...os,
  },
  lastSeenAt: daysAgo(60),
  registeredAt: daysAgo(500),
  person: {
    id: "9a4d1b52-0d2e-4c1e-8a51-2f0f3c1f7d11",
    name: "Jane Doe",
    viaLogin: "CORP\\jane",
    ...person,
  },
  serialNumber: "P28DA81LMD5T",
  macAddresses: ["04:33:C2:64:46:E6"],
  groupId: missing,
  groupName: missing,
  groupHierarchy: missing,
  tags: [],
  isolation: "notIsolated",
  lockdown: "notInstalled",
  online: false,
  cloned: false,
  tamperProtectionEnabled: true,
  ...rest,
});

/** Its computer: disabled, in the retired OU of corp.example.com, unchanged for 50 days. */
export const aComputer = (parts: Partial<Computer> = {}): Computer => ({
  directory: CORP,
  id: aComputerId(1),
  sid: "S-1-5-21-1-2-3-1142",
  name: "LAP-0142",
  samAccountName: "LAP-0142$",
  dnsHostName: "lap-0142.corp.example.com",
  domain: { dns: "corp.example.com", netbios: "CORP" },
  dn: `CN=LAP-0142,${RETIRED_OU}`,
  osName: "Windows 11 Pro",
  osVersion: "10.0 (22631)",
  enabled: false,
  createdAt: daysAgo(700),
  changedAt: daysAgo(50),
  lastLogonAt: daysAgo(65),
  passwordSetAt: daysAgo(80),
  managedBy: missing,
  roles: [],
  deleted: false,
  lastKnownParent: missing,
  ...parts,
});

/** The same name in the other domain, in use. */
export const aBranchComputer = (parts: Partial<Computer> = {}): Computer =>
  aComputer({
    directory: BRANCH,
    id: aComputerId(2),
    domain: { dns: "branch.example.com", netbios: "BRANCH" },
    dnsHostName: "lap-0142.branch.example.com",
    dn: "CN=LAP-0142,OU=Clients,DC=branch,DC=example,DC=com",
    enabled: true,
    ...parts,
  });

/** A computer as our readings know it: first seen retired 40 days ago. */
export const aKnownComputer = (
  parts: Partial<Computer> = {},
  seen: Partial<Omit<KnownComputer, "computer">> = {},
): KnownComputer => ({
  computer: aComputer(parts),
  retiredSeenAt: daysAgo(40),
  goneAt: undefined,
  ...seen,
});

/** The OUs by key, with the date each was changed. */
export const ousOf = (
  dates: Readonly<Record<string, OrganizationalUnit["changedAt"]>>,
): DirectoryContext["ous"] =>
  new Map(Object.entries(dates).map(([dn, changedAt]) => [dnKey(dn), { dn, changedAt }]));

/** The directory of corp.example.com, whose VIP group holds nobody of the tests. */
export const aDirectory = (parts: Partial<DirectoryContext> = {}): DirectoryContext => ({
  directory: CORP,
  domains: [
    { dns: "corp.example.com", netbios: "CORP" },
    { dns: "branch.example.com", netbios: "BRANCH" },
  ],
  ous: ousOf({ [RETIRED_OU]: daysAgo(900) }),
  vips: {
    directory: CORP,
    groups: [{ dn: "CN=VIP,DC=corp,DC=example,DC=com", kind: "read", members: [aVip()] }],
  },
  ...parts,
});

/** A directory whose VIP group has these members. */
export const aDirectoryWithVips = (...members: readonly Partial<VipMember>[]): DirectoryContext =>
  aDirectory({
    vips: {
      directory: CORP,
      groups: [{ dn: "CN=VIP,DC=corp,DC=example,DC=com", kind: "read", members: members.map(aVip) }],
    },
  });

/** A VIP of whom no test device is. */
export const aVip = (parts: Partial<VipMember> = {}): VipMember => ({
  dn: "CN=Chris Chief,OU=Board,DC=corp,DC=example,DC=com",
  samAccountName: "chief",
  userPrincipalName: "chris.chief@example.com",
  displayName: "Chris Chief",
  mail: "c.chief@example.com",
  netbios: "CORP",
  ...parts,
});

export const aPolicy = (parts: Partial<Policy> = {}): Policy => ({
  inactive: { computerDays: 30, serverDays: 90 },
  graceDays: 14,
  accept: [],
  protect: [],
  vipPeople: [],
  retirement: {
    [CORP]: { ous: [RETIRED_OU], disabledAccounts: false, deletedObjects: false },
    [BRANCH]: {
      ous: ["OU=Disabled,DC=branch,DC=example,DC=com"],
      disabledAccounts: false,
      deletedObjects: false,
    },
  },
  tenantDomains: {},
  stable: { runs: 2, forMs: DAY },
  ...parts,
});

/** Evidence of a device that is gone beyond doubt, unless the parts say otherwise: judged as it is, it is retired. */
export const evidenceOf = (parts: Partial<Evidence> = {}): Evidence => ({
  tenant: { id: TENANT, name: "Acme GmbH" },
  endpoint: anEndpoint(),
  computers: [aKnownComputer()],
  siblings: [],
  serialCount: 1,
  directories: [aDirectory()],
  memory: { appearedAt: undefined, hold: undefined, openCase: undefined, returnedAt: undefined },
  openAlert: missing,
  migrating: missing,
  memberOf: missing,
  ...parts,
});
