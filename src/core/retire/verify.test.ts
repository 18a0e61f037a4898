import { describe, expect, it } from "vitest";
import { aCandidate, aPlanInput, endpointNo, NOW, POLICY, tenantNo } from "../../../test/build/plan-input.ts";
import { sha256 } from "../../adapters/system/hash.ts";
import type { Assessment } from "../assess/assessment.ts";
import type { Endpoint } from "../model/endpoint.ts";
import type { ComputerId, DirectoryName } from "../model/ids.ts";
import { DAY, instant } from "../model/instant.ts";
import { invalid, missing, unreadable } from "../model/unknown.ts";
import { buildPlan } from "../plan/build-plan.ts";
import type { PlanItem } from "../plan/plan.ts";
import { verify, type FreshLook } from "./verify.ts";

const CANDIDATE = aCandidate({ accepted: ["server"] });
const PLANNED = buildPlan(aPlanInput({ candidates: [CANDIDATE] })).items[0] as PlanItem;
const ENDPOINT: Endpoint = {
  id: PLANNED.endpoint,
  tenant: PLANNED.tenant,
  hostname: PLANNED.hostname,
  type: "computer",
  os: {
    isServer: false,
    platform: "windows",
    name: missing,
    majorVersion: missing,
    minorVersion: missing,
    build: missing,
  },
  lastSeenAt: PLANNED.lastSeenAt,
  registeredAt: missing,
  person: { id: missing, name: missing, viaLogin: missing },
  serialNumber: missing,
  macAddresses: missing,
  groupId: missing,
  groupName: missing,
  groupHierarchy: missing,
  tags: missing,
  isolation: missing,
  lockdown: missing,
  online: missing,
  cloned: missing,
  tamperProtectionEnabled: missing,
};

const look = (
  endpoint: Partial<Endpoint> = {},
  assessment: Partial<Assessment> = {},
  policyHash = POLICY,
): FreshLook => ({
  endpoint: { ...ENDPOINT, ...endpoint },
  assessment: { ...CANDIDATE.assessment, ...assessment },
  policyHash,
});

describe("verify", () => {
  it.each<readonly [string, FreshLook]>([
    ["nothing moved", look()],
    ["Central says that it is offline", look({ online: false })],
    ["only the days of silence went on", look({}, { daysInactive: 101, reviewAt: instant(NOW + DAY) })],
  ])("lets an item go on when %s", (_, fresh) => {
    expect(verify(PLANNED, POLICY, fresh)).toStrictEqual({ verdict: "proceed" });
  });

  it.each<readonly [string, FreshLook, readonly string[]]>([
    ["it reported again", look({ lastSeenAt: NOW }), ["seen_since_plan"]],
    [
      "its date moved by a millisecond",
      look({ lastSeenAt: instant(PLANNED.lastSeenAt + 1) }),
      ["seen_since_plan"],
    ],
    ["its date moved backwards", look({ lastSeenAt: instant(PLANNED.lastSeenAt - 1) }), ["seen_since_plan"]],
    ["it is online", look({ online: true }), ["seen_since_plan"]],
    ["its date is missing now", look({ lastSeenAt: missing }), ["changed_since_plan"]],
    ["its date is illegible now", look({ lastSeenAt: invalid("soon") }), ["changed_since_plan"]],
    ["its date cannot be read now", look({ lastSeenAt: unreadable }), ["changed_since_plan"]],
    ["another endpoint was read", look({ id: endpointNo(99) }), ["changed_since_plan"]],
    ["another endpoint was judged", look({}, { endpoint: endpointNo(99) }), ["changed_since_plan"]],
    ["another tenant's endpoint was read", look({ tenant: tenantNo(99) }), ["changed_since_plan"]],
    ["another tenant's endpoint was judged", look({}, { tenant: tenantNo(99) }), ["changed_since_plan"]],
    ["the evidence differs", look({}, { evidenceHash: sha256("other") }), ["changed_since_plan"]],
    ["the policy differs", look({}, {}, sha256("other policy")), ["changed_since_plan"]],
    ["its computer is gone", look({}, { computer: undefined }), ["changed_since_plan"]],
    [
      "its computer is another",
      look({}, { computer: { directory: "corp" as DirectoryName, id: "other" as ComputerId } }),
      ["changed_since_plan"],
    ],
    ["it is to be kept", look({}, { disposition: "keep" }), ["changed_since_plan"]],
    ["it is to be reviewed", look({}, { disposition: "review" }), ["changed_since_plan"]],
    [
      "it reported again and is to be kept",
      look({ lastSeenAt: NOW }, { disposition: "keep" }),
      ["seen_since_plan", "changed_since_plan"],
    ],
  ])("stops an item when %s", (_, fresh, codes) => {
    const verification = verify(PLANNED, POLICY, fresh);

    expect(verification).toMatchObject({ verdict: "changed" });
    const reasons = verification.verdict === "changed" ? verification.reasons : [];
    expect(reasons.map((reason) => reason.code)).toStrictEqual([...codes, "server"]);
  });

  it("says what moved, and carries the fresh reasons along", () => {
    const open = { code: "open_alert", evidence: { alert: "yes" }, accepted: false } as const;
    const fresh = look(
      { lastSeenAt: NOW, online: true },
      { disposition: "review", reasons: [open], evidenceHash: sha256("other") },
    );

    expect(verify(PLANNED, POLICY, fresh)).toStrictEqual({
      verdict: "changed",
      reasons: [
        {
          code: "seen_since_plan",
          evidence: {
            plannedLastSeenAt: "2026-03-07T09:00:00.000Z",
            lastSeenAt: "2026-06-15T09:00:00.000Z",
            online: true,
          },
          accepted: false,
        },
        {
          code: "changed_since_plan",
          evidence: { changed: ["disposition", "evidence"], disposition: "review" },
          accepted: false,
        },
        open,
      ],
    });
  });
});
