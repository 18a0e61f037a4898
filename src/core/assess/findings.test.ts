import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { later, someInstant } from "../../../test/build/evidence-arbitrary.ts";
import {
  aDirectory,
  aKnownComputer,
  anEndpoint,
  anEndpointId,
  aPolicy,
  BRANCH,
  CORP,
  daysAgo,
  evidenceOf,
  NOW,
  RETIRED_OU,
  sha256,
} from "../../../test/build/evidence.ts";
import type { Computer } from "../model/computer.ts";
import { DAY, instant } from "../model/instant.ts";
import { missing, unreadable } from "../model/unknown.ts";
import type { Evidence, KnownComputer } from "./evidence.ts";
import { computerFindings } from "./findings.ts";
import { judge } from "./judge.ts";

const inUse = { dn: "CN=LAP-0142,OU=Clients,DC=corp,DC=example,DC=com", enabled: true } as const;

const evidence = (
  computer: Partial<Computer>,
  endpoint: Parameters<typeof anEndpoint>[0] = {},
  rest: Partial<Evidence> = {},
): Partial<Evidence> => ({ endpoint: anEndpoint(endpoint), computers: [aKnownComputer(computer)], ...rest });

const found = (parts: Partial<Evidence>): readonly string[] =>
  judge(evidenceOf(parts), aPolicy(), NOW, sha256).findings.map(({ code }) => code);

describe("findings about an endpoint", () => {
  const aliveSibling = [anEndpoint({ id: anEndpointId(2), lastSeenAt: daysAgo(1) })];

  it.each([
    ["the directory heard of it more than 3 days later", evidence({ ...inUse, lastLogonAt: daysAgo(10) })],
    ["its password was set lately", evidence({ ...inUse, lastLogonAt: missing, passwordSetAt: daysAgo(10) })],
  ])("silent_agent: silent in Central, and %s", (_of, parts) => {
    expect(found(parts)).toEqual(["silent_agent"]);
  });

  it.each([
    ["it reports", evidence({ ...inUse, lastLogonAt: daysAgo(1) }, { lastSeenAt: daysAgo(2) })],
    [
      "the directory heard of it no later",
      evidence({ ...inUse, lastLogonAt: daysAgo(37) }, { lastSeenAt: daysAgo(40) }),
    ],
    [
      "the logon is in the future",
      evidence({ ...inUse, lastLogonAt: instant(NOW + DAY), passwordSetAt: missing }),
    ],
    ["it is disabled", evidence({ ...inUse, enabled: false, lastLogonAt: daysAgo(10) })],
    [
      "another record of it is alive",
      evidence({ ...inUse, lastLogonAt: daysAgo(10) }, {}, { siblings: aliveSibling }),
    ],
    ["nobody knows when it was used", evidence({ ...inUse, lastLogonAt: missing, passwordSetAt: missing })],
    [
      "nobody knows when Central saw it",
      evidence({ ...inUse, lastLogonAt: daysAgo(10) }, { lastSeenAt: missing }),
    ],
  ])("no silent_agent when %s", (_of, parts) => {
    expect(found(parts)).toEqual([]);
  });

  it.each([
    ["retired, and seen after", evidence({}, { lastSeenAt: daysAgo(1) }), ["retired_but_reporting"]],
    ["retired, and online", evidence({}, { online: true }), ["retired_but_reporting"]],
    ["retired, and silent", evidence({}), []],
    [
      "retired two days ago, and last seen before",
      {
        computers: [aKnownComputer({}, { retiredSeenAt: daysAgo(2) })],
        endpoint: anEndpoint({ lastSeenAt: daysAgo(51) }),
      },
      [],
    ],
    [
      "retired since nobody knows when, and seen lately",
      {
        computers: [aKnownComputer({ changedAt: missing }, { retiredSeenAt: undefined })],
        endpoint: anEndpoint({ lastSeenAt: daysAgo(5) }),
      },
      ["retired_but_reporting"],
    ],
    ["in use and seen", evidence(inUse, { lastSeenAt: daysAgo(1) }), []],
  ])("retired_but_reporting: %s", (_of, parts, expected) => {
    expect(found(parts)).toEqual(expected);
  });

  it.each([
    ["silent in both for the threshold and the lag", daysAgo(45), ["stale_in_directory"]],
    ["silent in the directory for a moment less", instant(daysAgo(45) + 1), ["silent_agent"]],
  ])("stale_in_directory: %s", (_of, lastLogonAt, expected) => {
    const parts = evidence({ ...inUse, lastLogonAt, passwordSetAt: missing }, { lastSeenAt: daysAgo(200) });

    expect(found(parts)).toEqual(expected);
  });
});

describe("findings as time passes", () => {
  const judgedAt = (parts: Partial<Evidence>, now = NOW) => judge(evidenceOf(parts), aPolicy(), now, sha256);

  it("are judged again when the directory's silence grows as long as Central's", () => {
    const logon = daysAgo(10);

    expect(judgedAt(evidence({ ...inUse, lastLogonAt: logon })).reviewAt).toBe(logon + 45 * DAY);
  });

  it("do not change before reviewAt", () => {
    fc.assert(
      fc.property(
        someInstant,
        someInstant,
        someInstant,
        later,
        (lastSeenAt, lastLogonAt, passwordSetAt, when) => {
          const parts = evidence({ ...inUse, lastLogonAt, passwordSetAt }, { lastSeenAt });
          const now = judgedAt(parts);
          const until = instant(Math.min(when, (now.reviewAt ?? Number.POSITIVE_INFINITY) - 1));

          expect(judgedAt(parts, until).findings.map(({ code }) => code)).toEqual(
            now.findings.map(({ code }) => code),
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe("findings about a computer without an endpoint", () => {
  const of = (computer: Partial<Computer>, seen: Partial<KnownComputer> = {}): readonly string[] =>
    computerFindings(
      aKnownComputer(
        { ...inUse, lastLogonAt: daysAgo(10), ...computer },
        { retiredSeenAt: undefined, ...seen },
      ),
      aDirectory(),
      aPolicy(),
      NOW,
    ).map(({ code }) => code);

  it.each([
    ["used lately", {}, ["unprotected_computer"]],
    ["a domain controller used lately", { roles: ["domain_controller"] as const }, ["unprotected_computer"]],
    ["of unknown roles, used lately", { roles: unreadable }, ["unprotected_computer"]],
    [
      "not used for the threshold and the lag",
      { lastLogonAt: daysAgo(45), passwordSetAt: missing },
      ["stale_in_directory"],
    ],
    [
      "a server not used for as long",
      { lastLogonAt: daysAgo(45), passwordSetAt: missing, osName: "Windows Server 2022" },
      ["unprotected_computer"],
    ],
    ["pre-staged: never used", { lastLogonAt: missing, passwordSetAt: missing }, []],
    ["disabled, and used lately", { enabled: false }, []],
    ["retired", { dn: `CN=LAP-0142,${RETIRED_OU}` }, []],
    ["deleted", { deleted: true }, []],
    ["a cluster name", { roles: ["cluster_name_object"] as const }, []],
    ["an SSO account", { roles: ["sso_account"] as const }, []],
  ])("%s", (_of, computer, expected) => {
    expect(of(computer)).toEqual(expected);
  });

  it("there are none about one that is gone", () => {
    expect(of({}, { goneAt: daysAgo(1) })).toEqual([]);
  });

  it("are told with the computer's own directory only", () => {
    expect(() =>
      computerFindings(aKnownComputer(inUse), aDirectory({ directory: BRANCH }), aPolicy(), NOW),
    ).toThrow("its own directory");
  });

  it("there are none where the policy says nothing of the directory", () => {
    const known = aKnownComputer({ ...inUse, lastLogonAt: daysAgo(10) });

    expect(computerFindings(known, aDirectory(), aPolicy({ retirement: {} }), NOW)).toEqual([]);
    expect(computerFindings(known, aDirectory(), aPolicy(), NOW)[0]?.evidence["directory"]).toBe(CORP);
  });
});
