import { describe, expect, it } from "vitest";
import {
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
  sha256,
} from "../../../test/build/evidence.ts";
import { DAY, instant } from "../model/instant.ts";
import { missing, unreadable } from "../model/unknown.ts";
import type { Evidence } from "./evidence.ts";
import { judge } from "./judge.ts";

const hashOf = (evidence: Partial<Evidence>, now = NOW): string =>
  judge(evidenceOf(evidence), aPolicy(), now, sha256).evidenceHash;

const clean = hashOf({});
const { memory } = evidenceOf();

describe("the evidence hash", () => {
  it.each<readonly [string, Partial<Evidence>]>([
    ["hostname", { endpoint: anEndpoint({ hostname: "LAP-0143" }) }],
    ["type", { endpoint: anEndpoint({ type: "server" }) }],
    ["os build", { endpoint: anEndpoint({ os: { build: 26100 } }) }],
    ["person", { endpoint: anEndpoint({ person: { name: "Jo Doe" } }) }],
    ["group", { endpoint: anEndpoint({ groupName: "Spares" }) }],
    ["a group that the record leaves out", { memberOf: [{ id: "7", name: "Spares" }] }],
    ["tags", { endpoint: anEndpoint({ tags: ["a:b"] }) }],
    ["tags known or not", { endpoint: anEndpoint({ tags: missing }) }],
    ["serial number", { endpoint: anEndpoint({ serialNumber: "OTHER1" }) }],
    ["isolation", { endpoint: anEndpoint({ isolation: "isolated" }) }],
    ["lockdown", { endpoint: anEndpoint({ lockdown: "locked" }) }],
    ["cloned", { endpoint: anEndpoint({ cloned: true }) }],
    ["lastSeenAt", { endpoint: anEndpoint({ lastSeenAt: instant(daysAgo(60) + 1) }) }],
    ["the computer", { computers: [aKnownComputer({ id: aComputerId(9) })] }],
    ["where it lies", { computers: [aKnownComputer({ dn: "CN=LAP-0142,OU=X,DC=corp,DC=example,DC=com" })] }],
    ["whether it is enabled", { computers: [aKnownComputer({ enabled: true })] }],
    ["its last logon", { computers: [aKnownComputer({ lastLogonAt: daysAgo(1) })] }],
    ["its roles", { computers: [aKnownComputer({ roles: unreadable })] }],
    ["whether it is there", { computers: [aKnownComputer({}, { goneAt: daysAgo(1) })] }],
    ["another record of the machine", { siblings: [anEndpoint({ id: anEndpointId(2) })] }],
    ["who is a VIP", { directories: [aDirectoryWithVips({ displayName: "Jane Doe" })] }],
    [
      "whether that can be read",
      {
        directories: [
          aDirectory({ vips: { directory: CORP, groups: [{ dn: "CN=V", kind: "unreadable", detail: "" }] } }),
        ],
      },
    ],
    ["a hold", { memory: { ...memory, hold: { until: daysAgo(-9), reason: "leave", by: "desk" } } }],
  ])("changes with %s", (_of, evidence) => {
    expect(hashOf(evidence)).not.toBe(clean);
  });

  it.each<readonly [string, Partial<Evidence>]>([
    ["whether it is online", { endpoint: anEndpoint({ online: true }) }],
    ["whether an alert is open", { openAlert: true }],
    ["whether it is migrating", { migrating: true }],
    ["that it is in no group, as its record is without one", { memberOf: [] }],
    ["that its groups could not be read", { memberOf: unreadable }],
    ["a case of it", { memory: { ...memory, openCase: "RT-1" } }],
    [
      "that it was approved",
      {
        memory: {
          ...memory,
          approval: { evidenceHash: sha256("it"), reasons: ["server"], by: ["jane"], at: NOW, expires: NOW },
        },
      },
    ],
    [
      "whenChanged, which differs between domain controllers",
      { computers: [aKnownComputer({ changedAt: daysAgo(1) })] },
    ],
    ["when it was gone", { computers: [aKnownComputer({}, { retiredSeenAt: daysAgo(2) })] }],
    [
      "a VIP group that it has nothing to do with",
      { directories: [aDirectoryWithVips({ displayName: "Jo Bloggs" })] },
    ],
  ])("does not change with %s", (_of, evidence) => {
    expect(hashOf(evidence)).toBe(clean);
  });

  it("does not change when the members of a group say what the record says", () => {
    const groupHierarchy = [
      { id: "7", name: "Spares" },
      { id: "9", name: "Computers" },
    ];
    const endpoint = anEndpoint({ groupId: "7", groupName: "Spares", groupHierarchy });

    expect(hashOf({ endpoint, memberOf: groupHierarchy.slice(0, 1) })).toBe(hashOf({ endpoint }));
    expect(hashOf({ endpoint, memberOf: groupHierarchy })).toBe(hashOf({ endpoint }));
    expect(hashOf({ endpoint, memberOf: [{ id: "8", name: "Others" }] })).not.toBe(hashOf({ endpoint }));
    expect(hashOf({ endpoint, memberOf: [] })).not.toBe(hashOf({ endpoint }));
  });

  it("changes when a tombstone is there no more", () => {
    const tombstone = (goneAt: ReturnType<typeof daysAgo> | undefined) => ({
      computers: [aKnownComputer({ deleted: true }, { goneAt })],
    });

    expect(hashOf(tombstone(daysAgo(1)))).not.toBe(hashOf(tombstone(undefined)));
    expect(hashOf(tombstone(daysAgo(1)))).toBe(hashOf(tombstone(daysAgo(2))));
  });

  it("does not change as time passes, nor as another record falls silent", () => {
    const siblings = (days: number) => [anEndpoint({ id: anEndpointId(2), lastSeenAt: daysAgo(days) })];

    expect(hashOf({}, instant(NOW + 100 * DAY))).toBe(clean);
    expect(hashOf({ siblings: siblings(1) })).toBe(hashOf({ siblings: siblings(99) }));
  });
});
