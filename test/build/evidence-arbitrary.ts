// Random evidence for properties: the clean case with some twists, so that both ends of the table are met often.
import fc from "fast-check";
import type { DirectoryContext, Evidence, KnownComputer } from "../../src/core/assess/evidence.ts";
import type { Computer } from "../../src/core/model/computer.ts";
import type { Endpoint } from "../../src/core/model/endpoint.ts";
import { DAY, instant, MINUTE, type Instant } from "../../src/core/model/instant.ts";
import type { Policy } from "../../src/core/model/policy.ts";
import { invalid, isKnown, missing, unreadable, type Maybe } from "../../src/core/model/unknown.ts";
import {
  aBranchComputer,
  aComputer,
  aComputerId,
  aDirectory,
  aDirectoryWithVips,
  anEndpoint,
  anEndpointId,
  aPolicy,
  BRANCH,
  CORP,
  daysAgo,
  evidenceOf,
  NOW,
  ousOf,
  RETIRED_OU,
} from "./evidence.ts";

export const unknownValue = fc.constantFrom(missing, unreadable, invalid("?"));

const maybe = <T>(known: fc.Arbitrary<T>): fc.Arbitrary<Maybe<T>> =>
  fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: unknownValue });

/** Instants about NOW, most of them on or beside the days at which something turns. */
export const someInstant: fc.Arbitrary<Instant> = fc
  .record({
    days: fc.constantFrom(-1, 0, 1, 13, 14, 15, 29, 30, 31, 44, 45, 60, 89, 90, 105, 400, 9_000),
    ms: fc.constantFrom(0, 1, -1, MINUTE, -5 * MINUTE, -5 * MINUTE - 1, DAY / 2),
  })
  .map(({ days, ms }) => instant(daysAgo(days) + ms));

const hostname = fc.constantFrom(
  "LAP-0142",
  "lap-0142.corp.example.com",
  "LAP-0142.branch.example.com",
  "FIFTEEN-LETTERS",
  "OTHER",
  "localhost",
);

const login = fc.constantFrom(
  "CORP\\jane",
  "BRANCH\\jane",
  "corp\\chief",
  "jane",
  "jane@corp.example.com",
  "LAP-0142\\admin",
  "AzureAD\\Jane",
);

const osName = fc.constantFrom(
  "Windows 11 Pro",
  "Windows Server 2022 Standard",
  "macOS Sonoma",
  "Ubuntu 24.04",
);

const groupOfRecord = fc.record({
  groupName: maybe(fc.constantFrom("Spares", "Laptops")),
  groupId: maybe(fc.constant("1")),
  groupHierarchy: maybe(
    fc.array(fc.record({ id: maybe(fc.constant("1")), name: maybe(fc.constantFrom("Spares", "All")) }), {
      maxLength: 2,
    }),
  ),
});

/** One field of an endpoint at a time, otherwise the clean one. */
const endpointTwist: fc.Arbitrary<Partial<Endpoint>> = fc.oneof(
  fc.record({ hostname: maybe(hostname) }),
  fc.record({ type: maybe(fc.constantFrom("computer", "server", "securityVm", "mobile")) }),
  fc.record({ lastSeenAt: maybe(someInstant) }),
  fc.record({ registeredAt: maybe(someInstant) }),
  fc.record({ serialNumber: maybe(fc.constantFrom("P28DA81LMD5T", "OTHER1", "0000")) }),
  fc.record({ tags: maybe(fc.subarray(["rollcall:update-cache", "keep:yes", "site:a"])) }),
  groupOfRecord,
  fc.record({ isolation: maybe(fc.constantFrom("isolated" as const, "notIsolated" as const)) }),
  fc.record({ lockdown: maybe(fc.constantFrom("locked", "unlocked", "notInstalled", "new")) }),
  fc.record({ online: maybe(fc.boolean()) }),
  fc.record({ cloned: maybe(fc.boolean()) }),
  fc
    .record({ name: maybe(fc.constantFrom("Jane Doe", "Chris Chief")), viaLogin: maybe(login) })
    .map((person) => ({ person: { id: missing, ...person } })),
  fc
    .record({
      isServer: maybe(fc.boolean()),
      platform: maybe(fc.constantFrom("windows", "macOS", "linux")),
      name: maybe(osName),
      build: maybe(fc.constantFrom(22631, 26100, 0)),
    })
    .map((os) => ({ os: { majorVersion: 10, minorVersion: 0, ...os } })),
);

const computerTwist: fc.Arbitrary<Partial<Computer>> = fc.oneof(
  fc.record({ samAccountName: maybe(fc.constantFrom("LAP-0142$", "OTHER$")) }),
  fc.record({ dnsHostName: maybe(fc.constantFrom("lap-0142.corp.example.com", "other.corp.example.com")) }),
  fc.record({
    dn: fc.constantFrom(
      `CN=LAP-0142,OU=2026,${RETIRED_OU}`,
      "CN=LAP-0142,OU=Clients,DC=corp,DC=example,DC=com",
    ),
  }),
  fc.record({
    osName: maybe(osName),
    osVersion: maybe(fc.constantFrom("10.0 (22631)", "10.0 (26100)", "14.5")),
  }),
  fc.record({ enabled: maybe(fc.boolean()) }),
  fc.record({ changedAt: maybe(someInstant) }),
  fc.record({ lastLogonAt: maybe(someInstant) }),
  fc.record({ passwordSetAt: maybe(someInstant) }),
  fc.record({
    managedBy: maybe(fc.constantFrom("CN=Chris Chief,OU=Board,DC=corp,DC=example,DC=com", "CN=Jo,DC=corp")),
  }),
  fc.record({ roles: maybe(fc.subarray(["domain_controller", "cluster_name_object"] as const)) }),
  fc.record({
    deleted: fc.boolean(),
    lastKnownParent: maybe(fc.constant("OU=Lab,DC=corp,DC=example,DC=com")),
  }),
);

const merge = <T>(parts: readonly Partial<T>[]): Partial<T> => Object.assign({}, ...parts) as Partial<T>;

const fewOf = <T>(twist: fc.Arbitrary<Partial<T>>): fc.Arbitrary<Partial<T>> =>
  fc.array(twist, { maxLength: 2 }).map((parts) => merge(parts));

const seen = fc.record({
  retiredSeenAt: fc.option(someInstant, { nil: undefined }),
  goneAt: fc.option(someInstant, { nil: undefined, freq: 6 }),
});

const someComputers: fc.Arbitrary<readonly KnownComputer[]> = fc
  .record({
    first: fewOf(computerTwist),
    second: fewOf(computerTwist),
    branch: fewOf(computerTwist),
    seen: fc.tuple(seen, seen, seen),
    which: fc.constantFrom([0], [0], [0], [0], [0, 2], [0, 1], [2], []),
  })
  .map(({ first, second, branch, seen: seenBy, which }) => {
    const all = [aComputer(first), aComputer({ id: aComputerId(3), ...second }), aBranchComputer(branch)];
    return which.flatMap((i) => {
      const [computer, known] = [all[i], seenBy[i]];
      return computer === undefined || known === undefined ? [] : [{ computer, ...known }];
    });
  });

const someSiblings: fc.Arbitrary<readonly Endpoint[]> = fc
  .array(fewOf(endpointTwist), { maxLength: 2 })
  .map((parts) => parts.map((part, i) => ({ ...anEndpoint(), ...part, id: anEndpointId(i + 2) })));

const branchDirectory = aDirectory({
  directory: BRANCH,
  vips: { directory: BRANCH, groups: [] },
});

const someDirectories: fc.Arbitrary<readonly DirectoryContext[]> = fc
  .record({
    corp: fc.constantFrom(
      aDirectory(),
      aDirectory(),
      aDirectoryWithVips({ displayName: "Jane Doe" }),
      aDirectory({ vips: { directory: CORP, groups: [{ dn: "CN=V", kind: "unreadable", detail: "x" }] } }),
    ),
    ouChangedAt: maybe(someInstant),
    both: fc.boolean(),
  })
  .map(({ corp, ouChangedAt, both }) => {
    const ous = ousOf({ [RETIRED_OU]: daysAgo(900), [`OU=2026,${RETIRED_OU}`]: ouChangedAt });
    return [{ ...corp, ous }, ...(both ? [branchDirectory] : [])];
  });

const someMemory = fc.record({
  appearedAt: fc.option(someInstant, { nil: undefined }),
  hold: fc.option(
    someInstant.map((until) => ({ until, reason: "leave", by: "desk" })),
    { nil: undefined, freq: 2 },
  ),
  openCase: fc.option(fc.constant<string>("RT-1"), { nil: undefined, freq: 2 }),
  returnedAt: fc.option(someInstant, { nil: undefined, freq: 2 }),
});

const clean = evidenceOf();

const rarely = <T>(usual: T, other: fc.Arbitrary<T>, weight = 3): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const whichGroups = fc.constantFrom("missing", "unreadable", "none", "one", "another");

/** A clean device in some group or none, as its record and the members of the groups tell it. */
export const someGrouped: fc.Arbitrary<Evidence> = fc
  .record({ record: groupOfRecord, groups: whichGroups })
  .map(({ record, groups }) => {
    const endpoint = { ...anEndpoint(), ...record };
    return evidenceOf({ endpoint, memberOf: groupsLike(endpoint, groups) });
  });

/** Evidence of every kind; about one in five is retired under the plain policy. */
export const someEvidence: fc.Arbitrary<Evidence> = fc
  .record({
    endpoint: rarely<Partial<Endpoint>>({}, fewOf(endpointTwist), 1),
    computers: rarely(clean.computers, someComputers, 1),
    siblings: rarely(clean.siblings, someSiblings),
    serialCount: fc.constantFrom(1, 2, 3, 4),
    directories: rarely(clean.directories, someDirectories, 2),
    memory: rarely(clean.memory, someMemory),
    openAlert: rarely(clean.openAlert, maybe(fc.boolean())),
    migrating: rarely(clean.migrating, maybe(fc.boolean())),
    groups: whichGroups,
  })
  .map(({ endpoint: parts, groups, ...rest }) => {
    const endpoint = { ...anEndpoint(), ...parts };
    return evidenceOf({ ...rest, endpoint, memberOf: groupsLike(endpoint, groups) });
  });

/**
 * Groups that could be told of a device with such a record: what contradicts it is for tests of its own, since there the one
 * source is right about what the other has wrong.
 */
function groupsLike(
  { groupId, groupName, groupHierarchy }: Endpoint,
  which: "missing" | "unreadable" | "none" | "one" | "another",
): Evidence["memberOf"] {
  if (which === "missing") return missing;
  if (which === "unreadable") return unreadable;
  const told = [groupId, groupName].some(isKnown);
  if (!told && isKnown(groupHierarchy) && groupHierarchy.length > 0) return unreadable;
  if (which === "none" && [groupId, groupName, groupHierarchy].every((value) => value === missing)) return [];
  const name = isKnown(groupName) ? groupName : which === "one" ? "Spares" : "Laptops";
  return [{ id: isKnown(groupId) ? groupId : "1", name }];
}

/** Policies of every kind, that accept nothing unless told otherwise. */
export const somePolicy = (accept: fc.Arbitrary<Policy["accept"]> = fc.constant([])): fc.Arbitrary<Policy> =>
  fc
    .record({
      accept,
      inactive: fc.constantFrom({ computerDays: 30, serverDays: 90 }, { computerDays: 45, serverDays: 15 }),
      graceDays: fc.constantFrom(0, 14, 30),
      disabledAccounts: fc.boolean(),
      deletedObjects: fc.boolean(),
      mapped: fc.boolean(),
      protect: fc.subarray(
        [
          { tag: "keep", reason: "a" },
          { ou: "OU=Lab,DC=corp,DC=example,DC=com", reason: "b" },
          { group: "Spares", reason: "c" },
          { hostname: "oth*", os: "windows", reason: "d" },
        ],
        { maxLength: 2 },
      ),
    })
    .map(({ disabledAccounts, deletedObjects, mapped, ...rest }) =>
      aPolicy({
        ...rest,
        tenantDomains: mapped ? { "Acme GmbH": ["corp.example.com"] } : {},
        retirement: {
          [CORP]: { ous: [RETIRED_OU], disabledAccounts, deletedObjects },
          [BRANCH]: { ous: [], disabledAccounts, deletedObjects },
        },
      }),
    );

/** An instant from NOW on, in or beyond the reach of every threshold. */
export const later: fc.Arbitrary<Instant> = fc
  .integer({ min: 0, max: 500 * DAY })
  .map((ms) => instant(NOW + ms));
