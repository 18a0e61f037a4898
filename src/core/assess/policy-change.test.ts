import { describe, expect, it } from "vitest";
import {
  anEndpoint,
  anEndpointId,
  aPolicy,
  daysAgo,
  evidenceOf,
  NOW,
  sha256,
} from "../../../test/build/evidence.ts";
import type { Policy } from "../model/policy.ts";
import type { Evidence } from "./evidence.ts";
import { judge } from "./judge.ts";
import { changedPolicy, PolicyComparison, type PolicyChange } from "./policy-change.ts";

const device = (n: number, days: number): Evidence =>
  evidenceOf({ endpoint: anEndpoint({ id: anEndpointId(n), lastSeenAt: daysAgo(days) }) });

function compared(devices: readonly Evidence[], change: PolicyChange, most = 50, policy: Policy = aPolicy()) {
  const comparison = new PolicyComparison(most);
  const changed = changedPolicy(policy, change);
  for (const evidence of devices) {
    comparison.add(evidence, judge(evidence, policy, NOW, sha256), judge(evidence, changed, NOW, sha256));
  }
  return comparison.result();
}

describe("a changed policy", () => {
  it("is the one in force but for what is changed", () => {
    const policy = aPolicy({ accept: ["server"] });
    expect(changedPolicy(policy, {})).toEqual(policy);
    expect(changedPolicy(policy, { serverDays: 120, graceDays: 0, accept: [] })).toEqual({
      ...policy,
      inactive: { ...policy.inactive, serverDays: 120 },
      graceDays: 0,
      accept: [],
    });
  });

  it("tells who moves where, and which reasons make it so", () => {
    const { devices, changed, moves, reasons, examples } = compared(
      [device(1, 60), device(2, 40), device(3, 5)],
      { computerDays: 50 },
    );
    expect([devices, changed]).toEqual([3, 1]);
    expect(moves).toHaveLength(9);
    expect(moves.filter((move) => move.devices > 0)).toEqual([
      { from: "keep", to: "keep", devices: 1 },
      { from: "retire", to: "keep", devices: 1 },
      { from: "retire", to: "retire", devices: 1 },
    ]);
    expect(reasons).toEqual([{ code: "recently_seen", gained: 1, lost: 0 }]);
    expect(examples).toMatchObject([
      {
        evidence: { endpoint: { id: anEndpointId(2) } },
        from: "retire",
        to: "keep",
        before: [],
        after: ["recently_seen"],
      },
    ]);
  });

  it("a reason that is accepted holds nothing back any more", () => {
    const server = evidenceOf({
      endpoint: anEndpoint({ type: "server", os: { isServer: true }, lastSeenAt: daysAgo(100) }),
    });
    const { reasons } = compared([server], { accept: ["server"] });
    expect(reasons).toContainEqual({ code: "server", gained: 0, lost: 1 });
  });

  it("names what would newly be deleted before anything else, and no more than asked for", () => {
    const newlyKept = [1, 2, 3].map((n) => device(n, 40));
    const both = (policy: Policy) => {
      const comparison = new PolicyComparison(3);
      const other = changedPolicy(policy, { computerDays: 50 });
      for (const one of newlyKept) {
        comparison.add(one, judge(one, policy, NOW, sha256), judge(one, other, NOW, sha256));
      }
      for (const one of [4, 5].map((n) => device(n, 40))) {
        comparison.add(one, judge(one, other, NOW, sha256), judge(one, policy, NOW, sha256));
      }
      return comparison.result();
    };
    const { changed, examples } = both(aPolicy());
    expect(changed).toBe(5);
    expect(examples.map(({ to }) => to)).toEqual(["retire", "retire", "keep"]);
  });
});
