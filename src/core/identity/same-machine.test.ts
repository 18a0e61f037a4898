import { describe, expect, it } from "vitest";
import { aComputer, anEndpoint, anEndpointId, daysAgo, TENANT } from "../../../test/build/evidence.ts";
import { missing } from "../model/unknown.ts";
import { matchEndpoint } from "./match-endpoint.ts";
import { newest, sameMachine } from "./same-machine.ts";

const sibling = (n: number, parts: Parameters<typeof anEndpoint>[0] = {}) =>
  anEndpoint({ id: anEndpointId(n), serialNumber: "SERIAL-2", ...parts });

function same(siblings: readonly ReturnType<typeof anEndpoint>[], serialCount = 1, endpoint = anEndpoint()) {
  const input = {
    tenant: { id: TENANT, name: "Acme" },
    endpoint,
    domains: [
      { dns: "corp.example.com", netbios: "CORP" },
      { dns: "branch.example.com", netbios: "BRANCH" },
    ],
    tenantDomains: {},
    computers: [{ computer: aComputer(), goneAt: undefined }],
    siblings,
    serialCount,
  };
  return sameMachine(input, matchEndpoint(input)).map(({ endpoint: { id }, by }) => [id, ...by]);
}

describe("sameMachine", () => {
  it("is every sibling of the same computer or serial number, in order of id", () => {
    const siblings = [
      sibling(4, { hostname: "NEW-NAME", serialNumber: "P28DA81LMD5T" }),
      sibling(3, { serialNumber: "p28-da81-lmd5t" }),
      sibling(2),
    ];

    expect(same(siblings, 3)).toEqual([
      [anEndpointId(2), "computer"],
      [anEndpointId(3), "computer", "serial"],
      [anEndpointId(4), "serial"],
    ]);
  });

  it.each([
    ["the endpoint itself", [anEndpoint()], 1],
    ["one whose evidence points to another domain", [sibling(2, { person: { viaLogin: "BRANCH\\jo" } })], 1],
    ["one of another name", [sibling(2, { hostname: "OTHER" })], 1],
    [
      "one by a serial number that stands on four",
      [sibling(2, { hostname: "X", serialNumber: "P28DA81LMD5T" })],
      4,
    ],
  ])("is not %s", (_of, siblings, count) => {
    expect(same(siblings, count)).toEqual([]);
  });

  it("is nobody by a serial number that is unknown or a placeholder", () => {
    for (const serialNumber of [missing, "Default string"]) {
      const other = sibling(2, { hostname: "X", serialNumber });
      expect(same([other], 2, anEndpoint({ serialNumber }))).toEqual([]);
    }
  });
});

describe("newest", () => {
  it("is the one last seen, among those with a date", () => {
    const [a, b, c] = [
      sibling(1, { lastSeenAt: daysAgo(2) }),
      sibling(2, { lastSeenAt: daysAgo(1) }),
      sibling(3, { lastSeenAt: missing }),
    ];

    expect(newest([a, b, c])).toBe(b);
    expect(newest([c])).toBeUndefined();
    expect(newest([])).toBeUndefined();
  });
});
