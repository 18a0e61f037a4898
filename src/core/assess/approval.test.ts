import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aPolicy, anEndpoint, daysAgo, evidenceOf, NOW, sha256 } from "../../../test/build/evidence.ts";
import { someEvidence } from "../../../test/build/evidence-arbitrary.ts";
import { DAY, instant } from "../model/instant.ts";
import { APPROVABLE, isDoubt, type Approval } from "./approval.ts";
import type { Evidence } from "./evidence.ts";
import { judge } from "./judge.ts";
import { REASONS, type ReasonCode } from "./reason.ts";

const judged = (evidence: Evidence, policy = aPolicy(), now = NOW) => judge(evidence, policy, now, sha256);

/** An approval of everything there is to approve, on the evidence as it is. */
const approvalOf = (evidence: Evidence, parts: Partial<Approval> = {}): Approval => ({
  evidenceHash: judged(evidence).evidenceHash,
  reasons: Object.keys(REASONS) as ReasonCode[],
  by: ["jane", "jo"],
  at: NOW,
  expires: instant(NOW + DAY),
  ...parts,
});

const approved = (evidence: Evidence, parts: Partial<Approval> = {}): Evidence => ({
  ...evidence,
  memory: { ...evidence.memory, approval: approvalOf(evidence, parts) },
});

const server = evidenceOf({ endpoint: anEndpoint({ type: "server", lastSeenAt: daysAgo(120) }) });

describe("an approval", () => {
  it("lets its doubts through, tells them, and is looked at again when it lapses", () => {
    expect(judged(server)).toMatchObject({ disposition: "review", reasons: [{ code: "server" }] });
    expect(judged(approved(server))).toMatchObject({
      disposition: "retire",
      reasons: [{ code: "server", accepted: false, approved: true }],
      reviewAt: NOW + DAY,
    });
  });

  it.each<readonly [string, Partial<Approval>]>([
    ["other evidence", { evidenceHash: sha256("other") }],
    ["a time that is over", { expires: NOW }],
    ["another doubt", { reasons: ["vip_owner"] }],
    ["nobody", { by: [] }],
  ])("of %s changes nothing", (_of, parts) => {
    expect(judged(approved(server, parts))).toMatchObject({
      disposition: "review",
      reasons: [{ code: "server" }],
    });
  });

  it("of one person is not enough where the policy asks for two", () => {
    const policy = aPolicy({ twoPeople: ["server"] });
    expect(judged(approved(server, { by: ["jane"] }), policy).disposition).toBe("review");
    expect(judged(approved(server, { by: ["jane", "jane"] }), policy).disposition).toBe("review");
    expect(judged(approved(server), policy).disposition).toBe("retire");
  });

  it("is void as a whole when a doubt arises beside it", () => {
    const alarmed = { ...approved(server, { reasons: ["server"] }), openAlert: true };
    const { disposition, reasons } = judged(alarmed);
    expect(disposition).toBe("review");
    expect(reasons.map(({ code, approved: yes }) => [code, yes])).toEqual([
      ["server", undefined],
      ["open_alert", undefined],
    ]);
  });

  it("never beats a keep reason, nor anything that is not approvable; nor does it change what it binds to", () => {
    let passed = 0;
    fc.assert(
      fc.property(someEvidence, (evidence) => {
        const before = judged(evidence);
        const after = judged(approved(evidence));
        expect(after.evidenceHash).toBe(before.evidenceHash);
        expect(after.reasons.map(({ code }) => code)).toEqual(before.reasons.map(({ code }) => code));
        if (before.disposition !== "review") expect(after.disposition).toBe(before.disposition);
        const doubts = before.reasons.filter(isDoubt);
        const sound = doubts.every(
          ({ code, final }) => final !== true && (APPROVABLE as readonly string[]).includes(code),
        );
        if (!sound) expect(after.disposition).not.toBe("retire");
        if (before.disposition === "review" && after.disposition === "retire") passed++;
      }),
      { numRuns: 3_000 },
    );
    expect(passed).toBeGreaterThan(20);
  });
});
