// The decision table as cases: for each reason at least one that fires and one that only just does not.
import { describe, expect, it } from "vitest";
import {
  aBranchComputer,
  aComputerId,
  aDirectory,
  aDirectoryWithVips,
  aKnownComputer,
  anEndpoint,
  anEndpointId,
  aPolicy,
  CORP,
  daysAgo,
  evidenceOf,
  NOW,
  ousOf,
  RETIRED_OU,
  sha256,
} from "../../../test/build/evidence.ts";
import type { Computer } from "../model/computer.ts";
import { DAY, instant, MINUTE, SECOND } from "../model/instant.ts";
import type { Policy, ProtectRule } from "../model/policy.ts";
import { invalid, missing, unreadable } from "../model/unknown.ts";
import type { Evidence, KnownComputer, Memory } from "./evidence.ts";
import { judge } from "./judge.ts";
import { REASONS, type ReasonCode } from "./reason.ts";
import { TABLE } from "./table.ts";

interface Case {
  readonly of: string;
  readonly evidence: Partial<Evidence>;
  readonly policy?: Partial<Policy>;
}

type EndpointCase = Parameters<typeof anEndpoint>[0];

const device = (of: string, endpoint: EndpointCase, policy: Partial<Policy> = {}): Case => ({
  of,
  evidence: { endpoint: anEndpoint(endpoint) },
  policy,
});

const directory = (of: string, computer: Partial<Computer>, policy: Partial<Policy> = {}): Case => ({
  of,
  evidence: { computers: [aKnownComputer(computer)] },
  policy,
});

const computers = (of: string, ...known: readonly KnownComputer[]): Case => ({
  of,
  evidence: { computers: known },
});

const memory = (of: string, parts: Partial<Memory>): Case => ({
  of,
  evidence: { memory: { ...evidenceOf().memory, ...parts } },
});

/** In a group that lies in another one. */
const LAPTOPS = {
  groupId: "2",
  groupName: "Laptops",
  groupHierarchy: [
    { id: "2", name: "Laptops" },
    { id: "9", name: "Computers" },
  ],
};

const guard = (of: string, rule: Omit<ProtectRule, "reason">, endpoint: EndpointCase = {}): Case =>
  device(of, endpoint, { protect: [{ ...rule, reason: "because" }] });

const LAPTOP_GROUP = { id: "2", name: "Laptops" };
const SPARES = { id: "7", name: "Spares" };
const OTHERS = { id: "8", name: "Others" };
/** Asked for "spares", of a device that these groups name among their members. */
const grouped = (of: string, memberOf: Evidence["memberOf"], endpoint: EndpointCase = {}): Case => ({
  of,
  evidence: { endpoint: anEndpoint(endpoint), memberOf },
  policy: { protect: [{ group: "spares", reason: "because" }] },
});

const sibling = (of: string, endpoint: EndpointCase, rest: Partial<Evidence> = {}): Case => ({
  of,
  evidence: { siblings: [anEndpoint({ id: anEndpointId(2), ...endpoint })], ...rest },
});

const noDomain = { person: { name: "Jane Doe", viaLogin: missing } };
const inUse = { dn: "CN=LAP-0142,OU=Clients,DC=corp,DC=example,DC=com", enabled: true } as const;
const tombstone = {
  deleted: true,
  dn: "CN=LAP-0142\\0ADEL:1,CN=Deleted Objects,DC=corp,DC=example,DC=com",
} as const;
const branch: KnownComputer = { computer: aBranchComputer(), retiredSeenAt: undefined, goneAt: undefined };
const before = (days: number, ms: number) => instant(daysAgo(days) + ms);
const serverOs = { isServer: true, name: "Windows Server 2022 Standard" };

const CASES: Readonly<
  Record<
    Exclude<ReasonCode, "seen_since_plan" | "changed_since_plan">,
    { readonly fires: readonly Case[]; readonly doesNot: readonly Case[] }
  >
> = {
  recently_seen: {
    fires: [
      device("a second less than 30 days", { lastSeenAt: before(30, SECOND) }),
      device("five minutes ahead of our clock", { lastSeenAt: instant(NOW + 5 * MINUTE) }),
      device("online, whatever the date", { online: true, lastSeenAt: daysAgo(400) }),
      device("online, without a date", { online: true, lastSeenAt: missing }),
      device("a server silent for 89 days", { type: "server", lastSeenAt: before(90, SECOND) }),
      device("silent for 60 days, and perhaps a server", { type: missing }),
      directory("silent for 60 days, and a server by the directory", { osName: "Windows Server 2022" }),
      device(
        "14 days, under a policy of 1 day",
        { lastSeenAt: before(15, SECOND) },
        {
          inactive: { computerDays: 1, serverDays: 1 },
        },
      ),
    ],
    doesNot: [
      device("30 days to the second", { lastSeenAt: daysAgo(30) }),
      device("a server silent for 90 days", { type: "server", lastSeenAt: daysAgo(90) }),
      device("without a date", { lastSeenAt: missing }),
      device("a date in the future", { lastSeenAt: instant(NOW + 5 * MINUTE + 1) }),
      device("a date from a firmware", { lastSeenAt: instant(0) }),
    ],
  },
  directory_not_retired: {
    fires: [
      directory("a computer elsewhere", inUse),
      directory("disabled in place, which does not count by this policy", { ...inUse, enabled: false }),
      directory("an OU that only ends alike", { dn: "CN=LAP-0142,OU=NotDisabled,DC=corp,DC=example,DC=com" }),
      directory(
        "enabled or not, nobody knows",
        { ...inUse, enabled: missing },
        {
          retirement: { [CORP]: { ous: [RETIRED_OU], disabledAccounts: true, deletedObjects: false } },
        },
      ),
      directory("a directory that the policy does not name", {}, { retirement: {} }),
      sibling("another record, silent as well", {}, { computers: [aKnownComputer(inUse)] }),
      sibling(
        "another record, of whose life nothing is known",
        { lastSeenAt: missing },
        {
          computers: [aKnownComputer(inUse)],
        },
      ),
    ],
    doesNot: [
      directory("the retired OU", {}),
      directory("a child of the retired OU", { dn: `CN=LAP-0142,OU=2026,${RETIRED_OU}` }),
      directory(
        "disabled in place, which counts by this policy",
        { ...inUse, enabled: false },
        {
          retirement: { [CORP]: { ous: [], disabledAccounts: true, deletedObjects: false } },
        },
      ),
      sibling(
        "another record that is alive",
        { lastSeenAt: daysAgo(1) },
        { computers: [aKnownComputer(inUse)] },
      ),
    ],
  },
  retired_too_recently: {
    fires: [
      computers(
        "both dates younger",
        aKnownComputer({ changedAt: before(14, 1) }, { retiredSeenAt: before(14, 1) }),
      ),
      computers("no date at all", aKnownComputer({ changedAt: missing }, { retiredSeenAt: undefined })),
      {
        of: "a whole OU moved a day ago, not seen before",
        evidence: {
          computers: [
            aKnownComputer({ dn: `CN=LAP-0142,OU=2026,${RETIRED_OU}` }, { retiredSeenAt: daysAgo(1) }),
          ],
          directories: [
            aDirectory({ ous: ousOf({ [RETIRED_OU]: daysAgo(900), [`OU=2026,${RETIRED_OU}`]: daysAgo(1) }) }),
          ],
        },
      },
      {
        of: "the retired OU itself renamed a day ago",
        evidence: {
          computers: [aKnownComputer({}, { retiredSeenAt: daysAgo(1) })],
          directories: [aDirectory({ ous: ousOf({ [RETIRED_OU]: daysAgo(1) }) })],
        },
      },
      {
        of: "an OU on the way whose date is unknown",
        evidence: {
          computers: [aKnownComputer({}, { retiredSeenAt: daysAgo(1) })],
          directories: [aDirectory({ ous: ousOf({}) })],
        },
      },
    ],
    doesNot: [
      computers(
        "seen retired for 14 days",
        aKnownComputer({ changedAt: daysAgo(1) }, { retiredSeenAt: daysAgo(14) }),
      ),
      computers(
        "unchanged for 14 days",
        aKnownComputer({ changedAt: daysAgo(14) }, { retiredSeenAt: daysAgo(1) }),
      ),
      directory("not retired at all", { ...inUse, changedAt: daysAgo(1) }),
    ],
  },
  infrastructure_role: {
    fires: [
      directory("a domain controller", { roles: ["domain_controller"] }),
      directory("a cluster name", { roles: ["cluster_name_object"] }),
      directory("roles that could not be read", { roles: unreadable }),
      device("declared an update cache", { tags: ["rollcall:update-cache"] }),
      device("declared a message relay, with a value", { tags: ["Rollcall:Message-Relay:yes"] }),
      device("tags that could not be read", { tags: unreadable }),
      computers("one of several of its name", aKnownComputer(), {
        ...branch,
        computer: aBranchComputer({
          roles: ["domain_controller"],
          domain: { dns: "corp.example.com", netbios: "CORP" },
        }),
      }),
    ],
    doesNot: [
      directory("none", { roles: [] }),
      device("another tag", { tags: ["rollcall:update-cached", "site:relay"] }),
      device("no tags sent", { tags: missing }),
    ],
  },
  isolated_or_locked: {
    fires: [
      device("isolated", { isolation: "isolated" }),
      device("isolation not known", { isolation: missing }),
      ...[
        "creatingWhitelist",
        "installing",
        "locked",
        "locking",
        "registering",
        "starting",
        "stopping",
        "unavailable",
      ].map((lockdown) => device(`lockdown ${lockdown}`, { lockdown })),
      device("a lockdown state that nobody knows yet", { lockdown: "hardened" }),
      device("a server whose lockdown is not known", { type: "server", os: serverOs, lockdown: missing }),
      device("perhaps a server, lockdown not known", { type: missing, lockdown: missing }),
      device("a lockdown that could not be read", { lockdown: unreadable }),
      { of: "it waits to move to another tenant", evidence: { migrating: true } },
      { of: "migrations could not be read", evidence: { migrating: unreadable } },
    ],
    doesNot: [
      device("neither", { lockdown: "unlocked" }),
      device("lockdown uninstalled", { lockdown: "uninstalled" }),
      device("a computer's record without lockdown", { lockdown: missing }),
    ],
  },
  protected: {
    fires: [
      guard("tenant by name", { tenant: "acme gmbh" }),
      guard("tenant by id", { tenant: "57CA9A6B-885F-4E36-95EC-290548C26059" }),
      guard("group by name", { group: "Spares" }, { groupId: "1", groupName: "spares" }),
      guard("group by id", { group: "1" }, { groupId: "1", groupName: "spares" }),
      guard("a group that is not known", { group: "spares" }),
      guard("a group above its own, by name", { group: "computers" }, LAPTOPS),
      guard("a group above its own, by id", { group: "9" }, LAPTOPS),
      guard(
        "groups above its own that are not known",
        { group: "spares" },
        { ...LAPTOPS, groupHierarchy: missing },
      ),
      guard(
        "a group above its own whose name is not known",
        { group: "spares" },
        {
          ...LAPTOPS,
          groupHierarchy: [
            { id: "2", name: "Laptops" },
            { id: "9", name: missing },
          ],
        },
      ),
      grouped("a group that its record leaves out, by the group's members", [SPARES]),
      grouped("a group that its record contradicts: it is being moved", [SPARES], LAPTOPS),
      grouped("another group, of which it is not known what lies above", [OTHERS]),
      grouped("another group, and its record has one that is not this: it is being moved", [OTHERS], LAPTOPS),
      grouped("a group beside the one of its record: it is being moved", [LAPTOP_GROUP, OTHERS], LAPTOPS),
      grouped("no group, and its record has one: it is being moved", [], LAPTOPS),
      grouped("no group, and its record has one that is not legible", [], { groupId: invalid("?") }),
      grouped("no group, and its record has some above its own", [], {
        groupHierarchy: LAPTOPS.groupHierarchy,
      }),
      grouped("groups that could not be read", unreadable),
      guard("tag by key and value", { tag: "site:Store" }, { tags: ["Site:store"] }),
      guard("tag by key alone", { tag: "keep" }, { tags: ["keep:2027"] }),
      guard("tags not known", { tag: "keep" }, { tags: missing }),
      guard("hostname by pattern", { hostname: "lap-*" }),
      guard(
        "hostname by pattern without its domain",
        { hostname: "LAP-????" },
        {
          hostname: "lap-0142.corp.example.com",
        },
      ),
      guard("hostname not known", { hostname: "srv-*" }, { hostname: missing }),
      guard("OU of its computer", { ou: "dc=CORP,dc=example,dc=com" }),
      guard("os by a part of its name", { os: "windows 11" }),
      guard("os by its platform", { os: "Windows" }),
      guard("every field of several", { os: "windows", hostname: "lap*" }),
      guard("a rule without a field: refused elsewhere, and never ignored", {}),
      {
        of: "OU that a deleted computer lay in",
        evidence: {
          computers: [aKnownComputer({ ...tombstone, lastKnownParent: "OU=Lab,DC=corp,DC=example,DC=com" })],
        },
        policy: { protect: [{ ou: "OU=Lab,DC=corp,DC=example,DC=com", reason: "lab" }] },
      },
    ],
    doesNot: [
      guard("another tenant", { tenant: "Acme" }),
      guard("another group", { group: "spares" }, LAPTOPS),
      grouped("in no group", []),
      grouped("the groups that its record tells", [LAPTOP_GROUP, { id: "9", name: "Computers" }], LAPTOPS),
      grouped("the group of its record, whose name the record leaves out", [LAPTOP_GROUP], {
        ...LAPTOPS,
        groupName: missing,
      }),
      grouped("groups that could not be read, and its record has another", unreadable, LAPTOPS),
      guard("a tag whose key only begins alike", { tag: "keep" }, { tags: ["keeper:1"] }),
      guard("another hostname", { hostname: "lap-014" }),
      guard("another OU", { ou: "OU=Disable,DC=corp,DC=example,DC=com" }),
      guard("another os", { os: "macOS" }),
      guard("one field of two", { os: "windows", hostname: "srv-*" }),
    ],
  },
  on_hold: {
    fires: [
      memory("until a moment from now", { hold: { until: instant(NOW + 1), reason: "leave", by: "desk" } }),
    ],
    doesNot: [memory("until now", { hold: { until: NOW, reason: "leave", by: "desk" } }), memory("none", {})],
  },
  case_open: {
    fires: [memory("a ticket", { openCase: "RT-17" })],
    doesNot: [memory("none", { openCase: undefined })],
  },
  returned_recently: {
    fires: [memory("a moment less than 30 days ago", { returnedAt: before(30, 1) })],
    doesNot: [memory("30 days ago", { returnedAt: daysAgo(30) })],
  },
  registered_recently: {
    fires: [
      device("a moment less than 30 days ago", { registeredAt: before(30, 1) }),
      device("in the future", { registeredAt: instant(NOW + DAY) }),
      {
        of: "first seen by us 29 days ago, Central does not say",
        evidence: {
          endpoint: anEndpoint({ registeredAt: missing }),
          memory: { ...evidenceOf().memory, appearedAt: daysAgo(29) },
        },
      },
    ],
    doesNot: [
      device("30 days ago", { registeredAt: daysAgo(30) }),
      device("not known, and it was there from the first", { registeredAt: missing }),
      memory("first seen by us lately, but registered long ago", { appearedAt: daysAgo(1) }),
    ],
  },
  hold_expired: {
    fires: [
      memory("until now", { hold: { until: NOW, reason: "leave", by: "desk" } }),
      memory("until long ago", { hold: { until: daysAgo(400), reason: "leave", by: "desk" } }),
    ],
    doesNot: [
      memory("until a moment from now", { hold: { until: instant(NOW + 1), reason: "leave", by: "desk" } }),
      memory("none, or lifted", { hold: undefined }),
    ],
  },
  vip_owner: {
    fires: [
      device("a member by domain and account", { person: { viaLogin: "corp\\CHIEF" } }),
      device("a member by account alone", { person: { viaLogin: "chief" } }),
      device("a member by account of an unknown authority", { person: { viaLogin: "AzureAD\\chief" } }),
      device("a member by display name without spaces", { person: { viaLogin: "AzureAD\\ChrisChief" } }),
      device("a member by UPN", { person: { viaLogin: "Chris.Chief@example.com" } }),
      device("a member by mail address", { person: { viaLogin: "c.chief@example.com" } }),
      device("a member by account at the DNS domain", { person: { viaLogin: "chief@corp.example.com" } }),
      device("a member by name", { person: { name: "chris chief" } }),
      directory("a member who manages the computer", {
        managedBy: "cn=chris chief, ou=Board,DC=corp,DC=example,DC=com",
      }),
      device("a person of the policy by login", {}, { vipPeople: ["CORP\\Jane"] }),
      device("a person of the policy by name", {}, { vipPeople: [" jane doe "] }),
      device(
        "a person of the policy by address at the DNS domain",
        {},
        { vipPeople: ["jane@corp.example.com"] },
      ),
      directory(
        "a person of the policy by DN",
        { managedBy: "CN=Jo,DC=corp" },
        { vipPeople: ["cn=jo,dc=CORP"] },
      ),
      directory(
        "a person of the policy by the manager's name",
        { managedBy: "CN=Jo,DC=corp" },
        { vipPeople: ["jo"] },
      ),
      {
        of: "a member whose accent is composed another way",
        evidence: {
          endpoint: anEndpoint({ person: { name: "Zoe\u0308 Boss" } }),
          directories: [aDirectoryWithVips({ displayName: "Zo\u00eb Boss" })],
        },
      },
    ],
    doesNot: [
      device("nobody of them", {}),
      device("the same account in another domain", {
        person: { viaLogin: "BRANCH\\chief" },
      }),
      device("the same account at another known domain", {
        person: { viaLogin: "chief@branch.example.com" },
      }),
      device("a name that only begins alike", { person: { name: "Chris Chiefly" } }),
    ],
  },
  vip_unknown: {
    fires: [
      device("no person", { person: { name: missing, viaLogin: missing } }),
      device("an empty name", { person: { name: " ", viaLogin: missing } }),
      device("a local account", { person: { name: missing, viaLogin: "LAP-0142\\jane" } }),
      device("an account of Windows", { person: { name: missing, viaLogin: "NT AUTHORITY\\SYSTEM" } }),
      device("an account of an unknown authority", { person: { name: missing, viaLogin: "AzureAD\\jane" } }),
      device("an address of an unknown domain", { person: { name: missing, viaLogin: "jane@example.org" } }),
      device("a built-in account", { person: { name: missing, viaLogin: "Administrator" } }),
      device("a name that could not be read", { person: { name: unreadable } }),
      directory("a manager who could not be read", { managedBy: unreadable }),
      {
        of: "a group that could not be read",
        evidence: {
          directories: [
            aDirectory({
              vips: { directory: CORP, groups: [{ dn: "CN=V", kind: "unreadable", detail: "x" }] },
            }),
          ],
        },
      },
      {
        of: "a member without any name",
        evidence: {
          directories: [
            aDirectoryWithVips({
              samAccountName: missing,
              userPrincipalName: missing,
              displayName: missing,
              mail: missing,
            }),
          ],
        },
      },
      { of: "a directory that was not read", evidence: { directories: [] } },
    ],
    doesNot: [
      device("an account of a known domain", { person: { name: missing } }),
      device("an address of a known domain", {
        person: { name: missing, viaLogin: "jane@corp.example.com" },
      }),
      device("a bare account", { person: { name: missing, viaLogin: "jane" } }),
      device("a name", { person: { viaLogin: missing } }),
      {
        of: "a manager",
        evidence: {
          endpoint: anEndpoint({ person: { name: missing, viaLogin: missing } }),
          computers: [aKnownComputer({ managedBy: "CN=Jo,DC=corp" })],
        },
      },
    ],
  },
  os_build_mismatch: {
    fires: [
      directory("a newer one in the directory", { osVersion: "10.0 (26100)" }),
      directory("an older one in the directory", { osVersion: "10.0 (19045)" }),
      {
        of: "another release of macOS",
        evidence: {
          endpoint: anEndpoint({
            os: {
              platform: "macOS",
              name: "macOS Sonoma",
              majorVersion: 14,
              minorVersion: 5,
              build: missing,
            },
          }),
          computers: [aKnownComputer({ osName: "Mac OS X", osVersion: "14.6" })],
        },
      },
    ],
    doesNot: [
      directory("the same", {}),
      directory("none to compare", { osVersion: missing }),
      {
        of: "the same release of macOS, one more precise",
        evidence: {
          endpoint: anEndpoint({
            os: {
              platform: "macOS",
              name: "macOS Sonoma",
              majorVersion: 14,
              minorVersion: 5,
              build: missing,
            },
          }),
          computers: [aKnownComputer({ osName: "macOS", osVersion: "14.5.1" })],
        },
      },
    ],
  },
  os_family_mismatch: {
    fires: [
      directory("Linux in the directory", { osName: "pc-linux-gnu", osVersion: missing }),
      directory("a server in the directory", { osName: "Windows Server 2022", osVersion: "10.0 (22631)" }),
      directory("something nobody knows", { osName: "Data ONTAP" }),
    ],
    doesNot: [
      directory("another edition of Windows for clients", { osName: "Windows 11 Enterprise" }),
      directory("none", { osName: missing }),
    ],
  },
  os_build_unknown: {
    fires: [
      device("no build in Central", { os: { build: missing } }),
      device("build 0 in Central", { os: { build: 0 } }),
      device("no platform in Central", { os: { platform: missing } }),
      device("platform and name of different systems", { os: { platform: "linux" } }),
      directory("no version in the directory", { osVersion: missing }),
      directory("a version without a build", { osVersion: "10.0" }),
      directory("no name in the directory", { osName: missing }),
      {
        of: "Linux, which the directory knows no version of",
        evidence: {
          endpoint: anEndpoint({ os: { platform: "linux", name: "Ubuntu 24.04", build: missing } }),
          computers: [aKnownComputer({ osName: "pc-linux-gnu", osVersion: missing })],
        },
      },
    ],
    doesNot: [directory("both", {}), directory("both, and different", { osVersion: "10.0 (26100)" })],
  },
  identity_ambiguous: {
    fires: [
      computers("two in one domain", aKnownComputer(), aKnownComputer({ id: aComputerId(3) })),
      {
        of: "two domains, and nothing that says which",
        evidence: { endpoint: anEndpoint(noDomain), computers: [aKnownComputer(), branch] },
      },
    ],
    doesNot: [
      computers("two domains, and a login of one", aKnownComputer(), branch),
      computers(
        "another that is deleted",
        aKnownComputer(),
        aKnownComputer({ id: aComputerId(3), deleted: true }),
      ),
      computers(
        "another that is gone",
        aKnownComputer(),
        aKnownComputer({ id: aComputerId(3) }, { goneAt: daysAgo(2) }),
      ),
    ],
  },
  identity_conflicting: {
    fires: [
      device("a login of another domain", { person: { viaLogin: "BRANCH\\jane" } }),
      device("an FQDN of another domain", { hostname: "lap-0142.branch.example.com" }),
      device("a tenant of another domain", {}, { tenantDomains: { "Acme GmbH": ["branch.example.com"] } }),
      {
        of: "evidence that contradicts itself, and a computer for each",
        evidence: {
          endpoint: anEndpoint({ hostname: "lap-0142.branch.example.com" }),
          computers: [aKnownComputer(), branch],
        },
      },
    ],
    doesNot: [
      device("a login of its own domain", {}),
      device(
        "a tenant of both domains",
        {},
        {
          tenantDomains: { "Acme GmbH": ["branch.example.com", "corp.example.com"] },
        },
      ),
    ],
  },
  identity_weak: {
    fires: [
      device("a hostname only", noDomain),
      device("a login of the machine itself", { person: { viaLogin: "LAP-0142\\jane" } }),
      directory("names of the computer that disagree", { samAccountName: "LAP-0999$" }),
      {
        of: "a hostname of 15 characters that begins another's",
        evidence: {
          endpoint: anEndpoint({ hostname: "FIFTEEN-LETTERS" }),
          computers: [
            aKnownComputer({ dnsHostName: missing, samAccountName: "FIFTEEN-LETTERS$" }),
            aKnownComputer({
              id: aComputerId(4),
              dnsHostName: "fifteen-letters-and-more.corp.example.com",
              samAccountName: "FIFTEEN-LETTERS$",
            }),
          ],
        },
      },
    ],
    doesNot: [
      device("a login of its domain", {}),
      device("a tenant of its domain", noDomain, { tenantDomains: { "Acme GmbH": ["corp.example.com"] } }),
      device("an FQDN of its domain", { ...noDomain, hostname: "LAP-0142.corp.example.com." }),
    ],
  },
  not_in_directory: {
    fires: [
      computers("no computer"),
      device("no hostname", { hostname: missing }),
      device("localhost", { hostname: "localhost" }),
      directory("one that only begins alike", {
        dnsHostName: "lap-01420.corp.example.com",
        samAccountName: "LAP-01420$",
      }),
      {
        of: "one that shares only the 15-character form",
        evidence: {
          endpoint: anEndpoint({ hostname: "FIFTEEN-LETTERS-1" }),
          computers: [
            aKnownComputer({
              dnsHostName: "fifteen-letters-2.corp.example.com",
              samAccountName: "FIFTEEN-LETTERS$",
            }),
          ],
        },
      },
    ],
    doesNot: [directory("one", {}), directory("one that was deleted", tombstone)],
  },
  vanished_from_directory: {
    fires: [
      directory("a tombstone", tombstone),
      computers("one that a complete reading no longer has", aKnownComputer({}, { goneAt: daysAgo(20) })),
    ],
    doesNot: [
      computers(
        "a tombstone and a living one",
        aKnownComputer(),
        aKnownComputer({ ...tombstone, id: aComputerId(3) }),
      ),
      computers("a tombstone of another domain", { ...branch, computer: aBranchComputer({ deleted: true }) }),
    ],
  },
  last_seen_unknown: {
    fires: [
      device("no date", { lastSeenAt: missing }),
      device("a date that could not be read", { lastSeenAt: unreadable }),
      device("online or not could not be read", { online: unreadable }),
    ],
    doesNot: [device("a date", {}), device("online or not was not sent", { online: missing })],
  },
  last_seen_invalid: {
    fires: [
      device("no date at all", { lastSeenAt: invalid("24.11.2026 03:08") }),
      device("more than five minutes ahead", { lastSeenAt: instant(NOW + 5 * MINUTE + 1) }),
      device("the end of 2009", { lastSeenAt: instant(Date.UTC(2010, 0, 1) - 1) }),
    ],
    doesNot: [
      device("five minutes ahead", { lastSeenAt: instant(NOW + 5 * MINUTE) }),
      device("the first of 2010", { lastSeenAt: instant(Date.UTC(2010, 0, 1)) }),
    ],
  },
  never_checked_in: {
    fires: [
      device("last seen when it registered", { registeredAt: daysAgo(60) }),
      device("last seen a minute later", { registeredAt: before(60, -MINUTE) }),
      device("last seen a minute earlier", { registeredAt: before(60, MINUTE) }),
      device("a registration that cannot be read", { registeredAt: invalid("x") }),
    ],
    doesNot: [
      device("last seen later than a minute after", { registeredAt: before(60, -MINUTE - 1) }),
      device("no registration sent", { registeredAt: missing }),
    ],
  },
  server: {
    fires: [
      device("by type", { type: "server" }),
      device("by type securityVm", { type: "securityVm" }),
      device("by isServer", { os: { isServer: true } }),
      device("by the name of its os", { os: { name: "Windows Server 2019 Standard" } }),
      directory("by the directory", { osName: "Windows Server 2019 Standard" }),
      device("type not known", { type: missing }),
      device("a type nobody knows", { type: "mobile" }),
      device("isServer not known", { os: { isServer: missing } }),
      device("name of its os not known", { os: { name: missing } }),
    ],
    doesNot: [device("a computer by every sign", {})],
  },
  retired_but_enabled: {
    fires: [
      directory("enabled in the retired OU", { enabled: true }),
      directory("enabled or not, nobody knows", { enabled: missing }),
    ],
    doesNot: [
      directory("disabled", { enabled: false }),
      directory("enabled elsewhere", { ...inUse, enabled: true }),
    ],
  },
  directory_activity_after_retirement: {
    fires: [
      directory("a logon more than 15 days after", { lastLogonAt: instant(daysAgo(35) + 1) }),
      directory("a password set more than 15 days after", { passwordSetAt: instant(daysAgo(35) + 1) }),
    ],
    doesNot: [
      directory("a logon 15 days after", { lastLogonAt: daysAgo(35) }),
      directory("a logon in the future, which proves nothing", { lastLogonAt: instant(NOW + DAY) }),
      directory("no dates", { lastLogonAt: missing, passwordSetAt: missing }),
    ],
  },
  superseded_duplicate: {
    fires: [
      sibling("one matched to the same computer, alive", { lastSeenAt: before(30, 1) }),
      sibling("one matched to the same computer, online", { lastSeenAt: missing, online: true }),
      sibling("one of whose life nothing is known", { lastSeenAt: missing }),
      sibling(
        "one of another name with the same serial number",
        { hostname: "NEW-NAME", lastSeenAt: daysAgo(1) },
        {
          serialCount: 3,
        },
      ),
    ],
    doesNot: [
      sibling("one that is silent as well", { lastSeenAt: daysAgo(30) }),
      sibling(
        "a serial number on more than three",
        { hostname: "NEW-NAME", lastSeenAt: daysAgo(1) },
        { serialCount: 4 },
      ),
      sibling(
        "a placeholder for a serial number",
        { hostname: "NEW-NAME", lastSeenAt: daysAgo(1), serialNumber: "Default string" },
        { endpoint: anEndpoint({ serialNumber: "Default string" }), serialCount: 2 },
      ),
      sibling("one of the same name in another domain", {
        lastSeenAt: daysAgo(1),
        serialNumber: "OTHER1",
        person: { viaLogin: "BRANCH\\jo" },
      }),
    ],
  },
  cloned: {
    fires: [
      device("Central says so", { cloned: true }),
      device("it could not be read", { cloned: unreadable }),
    ],
    doesNot: [device("Central says not", { cloned: false }), device("not sent", { cloned: missing })],
  },
  open_alert: {
    fires: [
      { of: "one is open", evidence: { openAlert: true } },
      { of: "alerts could not be read", evidence: { openAlert: unreadable } },
    ],
    doesNot: [
      { of: "none is open", evidence: { openAlert: false } },
      { of: "nobody has asked yet", evidence: { openAlert: missing } },
    ],
  },
};

const judged = ({ evidence, policy }: Case) => judge(evidenceOf(evidence), aPolicy(policy), NOW, sha256);
const codesOf = (one: Case) => judged(one).reasons.map(({ code }) => code);

const BELONG_TO_VERIFY = new Set(["seen_since_plan", "changed_since_plan"]);

describe("the decision table", () => {
  it("has cases for every reason but the two of verify, and a rule for each", () => {
    const expected = Object.keys(REASONS).filter((code) => !BELONG_TO_VERIFY.has(code));
    expect(Object.keys(CASES)).toEqual(expected);
    expect(TABLE.flatMap(({ codes }) => codes)).toEqual(expected);
    for (const { fires, doesNot } of Object.values(CASES)) {
      expect(fires.length).toBeGreaterThan(0);
      expect(doesNot.length).toBeGreaterThan(0);
    }
  });

  it("retires a device that every source says is gone", () => {
    expect(judged({ of: "", evidence: {} })).toMatchObject({
      disposition: "retire",
      reasons: [],
      match: "exact",
    });
  });

  describe.each(Object.entries(CASES))("%s", (code, { fires, doesNot }) => {
    it.each(fires)("is stated: $of", (one) => {
      const { reasons, disposition } = judged(one);

      expect(reasons.map((reason) => reason.code)).toContain(code);
      expect(disposition).not.toBe("retire");
      if (REASONS[code as ReasonCode] === "keep") expect(disposition).toBe("keep");
    });

    it.each(doesNot)("is not stated: $of", (one) => {
      expect(codesOf(one)).not.toContain(code);
    });
  });
});

describe("the table as a whole", () => {
  it("states every reason that holds, in its own order, and the strictest decides", () => {
    const { reasons, disposition } = judged(
      device("much at once", {
        type: "server",
        cloned: true,
        isolation: "isolated",
        lastSeenAt: missing,
        person: { viaLogin: "BRANCH\\chief", name: "Chris Chief" },
      }),
    );

    expect(reasons.map(({ code }) => code)).toEqual([
      "isolated_or_locked",
      "vip_owner",
      "identity_conflicting",
      "last_seen_unknown",
      "server",
      "cloned",
    ]);
    expect(disposition).toBe("keep");
  });

  it("tells in which direction two builds differ", () => {
    const older = judged(directory("", { osVersion: "10.0 (19045)" })).reasons[0];

    expect(older?.evidence).toEqual({ endpoint: "22631", directory: "19045", newer: "endpoint" });
  });
});

describe("what a policy accepts", () => {
  const server = device("", { type: "server", os: serverOs, lastSeenAt: daysAgo(100) });
  const serverInAd = { computers: [aKnownComputer({ osName: "Windows Server 2022 Standard" })] };

  it("is told and no longer pushes", () => {
    const result = judged({
      ...server,
      evidence: { ...server.evidence, ...serverInAd },
      policy: { accept: ["server"] },
    });

    expect(result.disposition).toBe("retire");
    expect(result.reasons).toMatchObject([{ code: "server", accepted: true }]);
  });

  it("is only what may be accepted, whatever the list holds", () => {
    const result = judged(
      directory("", { osVersion: "10.0 (26100)" }, { accept: ["os_build_mismatch" as "server"] }),
    );

    expect(result.reasons).toMatchObject([{ code: "os_build_mismatch", accepted: false }]);
  });

  it("is a device without a person, but not a VIP group that cannot be read", () => {
    const groups = [{ dn: "CN=V", kind: "unreadable", detail: "x" }] as const;
    const accept = { accept: ["vip_unknown"] } as const;
    const nobody = device("", { person: { name: missing } }, accept);
    const blind = {
      evidence: { directories: [aDirectory({ vips: { directory: CORP, groups } })] },
      policy: accept,
    };

    expect(
      judged(device("", { person: { name: missing, viaLogin: missing } }, accept)).reasons[0]?.accepted,
    ).toBe(true);
    expect(judged(nobody).disposition).toBe("retire");
    expect(judged({ of: "", ...blind })).toMatchObject({
      disposition: "review",
      reasons: [{ code: "vip_unknown", accepted: false }],
    });
  });

  describe("of computers that vanished", () => {
    const deletedObjects = { [CORP]: { ous: [RETIRED_OU], disabledAccounts: false, deletedObjects: true } };
    const policy = { accept: ["vanished_from_directory" as const], retirement: deletedObjects };
    const buried = aKnownComputer(tombstone);

    it("is one proven tombstone, which then stands for the retired computer", () => {
      const result = judged({ of: "", evidence: { computers: [buried] }, policy });

      expect(result).toMatchObject({ disposition: "retire", match: "none", computer: { directory: CORP } });
    });

    const refused: readonly (readonly [string, Partial<Evidence>, Partial<Policy>])[] = [
      [
        "one that is gone without a tombstone",
        { computers: [aKnownComputer({}, { goneAt: daysAgo(20) })] },
        {},
      ],
      ["a tombstone that is there no more", { computers: [{ ...buried, goneAt: daysAgo(1) }] }, {}],
      ["two tombstones", { computers: [buried, aKnownComputer({ ...tombstone, id: aComputerId(3) })] }, {}],
      ["a name without a domain", { computers: [buried], endpoint: anEndpoint(noDomain) }, {}],
      [
        "a policy for which deleted is not retired",
        { computers: [buried] },
        { retirement: aPolicy().retirement },
      ],
      [
        "a living computer that begins alike",
        {
          endpoint: anEndpoint({ hostname: "FIFTEEN-LETTERS" }),
          computers: [
            aKnownComputer({ ...tombstone, dnsHostName: missing, samAccountName: "FIFTEEN-LETTERS$" }),
            aKnownComputer({
              id: aComputerId(4),
              dnsHostName: "fifteen-letters-2.corp.example.com",
              samAccountName: "FIFTEEN-LETTERS$",
            }),
          ],
        },
        {},
      ],
    ];
    it.each(refused)("is not %s", (_of, evidence, more) => {
      const result = judged({ of: "", evidence, policy: { ...policy, ...more } });

      expect(result.disposition).toBe("review");
      expect(result.reasons).toContainEqual(
        expect.objectContaining({ code: "vanished_from_directory", accepted: false }),
      );
    });

    it("is not one that was deleted within the grace period", () => {
      const fresh = aKnownComputer({ ...tombstone, changedAt: daysAgo(3) }, { retiredSeenAt: daysAgo(3) });

      expect(judged({ of: "", evidence: { computers: [fresh] }, policy })).toMatchObject({
        disposition: "keep",
        reasons: [{ code: "retired_too_recently" }, { code: "vanished_from_directory", accepted: true }],
      });
    });
  });
});
