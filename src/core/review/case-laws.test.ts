// The life of a case, walked through at random: whatever people and devices do, and in whatever order.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anEndpoint, NOW, sha256 } from "../../../test/build/evidence.ts";
import type { Assessment } from "../assess/assessment.ts";
import { APPROVABLE, isApprovable } from "../assess/approval.ts";
import type { Reason, ReasonCode } from "../assess/reason.ts";
import { REASONS } from "../assess/reason.ts";
import { DAY, instant, type Instant } from "../model/instant.ts";
import { answerCase, type CaseCommand } from "./answer-case.ts";
import { CASE_STATES, isOver, isProtecting, type Case, type CaseMove, type ReopenedBecause } from "./case.ts";
import { isSamePerson } from "./person.ts";
import { openAgain, openCase, tendCase, voidApproval, withdrawApproval, type Sighting } from "./tend-case.ts";

const SERVICE = "svc-rollcall@ops1";
const TERMS = { answerWithinMs: 14 * DAY, twoPeople: ["vip_owner"] };
const HASHES = ["a", "b"].map((text) => sha256(text));

const reasonOf = (code: ReasonCode): Reason => ({ code, evidence: {}, accepted: false });
const assessment = (codes: readonly ReasonCode[], hash: number): Assessment => ({
  tenant: anEndpoint().tenant,
  endpoint: anEndpoint().id,
  disposition: "review",
  reasons: codes.map(reasonOf),
  findings: [],
  match: "exact",
  computer: undefined,
  daysInactive: 60,
  evidenceHash: HASHES[hash] ?? sha256("a"),
  reviewAt: undefined,
});

const someCodes = fc.subarray<ReasonCode>([
  "vip_owner",
  "server",
  "identity_weak",
  "hold_expired",
  "recently_seen",
  "protected",
  "case_open",
  "on_hold",
]);
const someAssessment = fc.tuple(
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom<ReasonCode[]>(["vip_owner"], ["server"]) }, someCodes),
  fc.nat({ max: 1 }),
);
const people = [
  "jane@ops1",
  "JANE@ops2",
  "CORP\\jane",
  "jo@ops1",
  SERVICE,
  "svc-rollcall@elsewhere",
  "kim@desk",
];

/** One step of the walk: something a person does, or something that is seen. */
type Step =
  | {
      readonly do: "answer";
      readonly kind: CaseCommand["kind"];
      readonly by: string;
      readonly other: boolean;
      readonly moved: boolean;
      readonly stale: boolean;
    }
  | {
      readonly do: "see";
      readonly gone: Sighting["gone"];
      readonly hold: Sighting["hold"];
      readonly quarantined: boolean;
      readonly found: readonly [readonly ReasonCode[], number] | undefined;
    }
  | { readonly do: "verify"; readonly found: readonly [readonly ReasonCode[], number] }
  | {
      readonly do: "again";
      readonly cause: Case["cause"];
      readonly found: readonly [readonly ReasonCode[], number];
    }
  | { readonly do: "withdraw" }
  | { readonly do: "wait"; readonly days: number };

const rarely = fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, fc.constant(true));

const someStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant("answer" as const),
      kind: fc.constantFrom<CaseCommand["kind"]>(
        "approve",
        "approve",
        "approve",
        "keep",
        "hold",
        "comment",
        "assign",
      ),
      by: fc.constantFrom(...people),
      // Agreed to other evidence, evidence that has moved, and a version that is no longer the present one.
      other: rarely,
      moved: rarely,
      stale: rarely,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("see" as const),
      gone: fc.oneof(
        { weight: 6, arbitrary: fc.constant("no" as const) },
        fc.constantFrom("by_us" as const, "by_others" as const),
      ),
      hold: fc.constantFrom("holds" as const, "expired" as const, "none" as const),
      quarantined: fc.boolean(),
      found: fc.option(someAssessment, { nil: undefined }),
    }),
  },
  fc.record({ do: fc.constant("verify" as const), found: someAssessment }),
  fc.record({
    do: fc.constant("again" as const),
    cause: fc.constantFrom("review" as const, "return" as const, "quarantine" as const),
    found: someAssessment,
  }),
  fc.record({ do: fc.constant("withdraw" as const) }),
  fc.record({ do: fc.constant("wait" as const), days: fc.constantFrom(1, 13, 14, 30) }),
);

function commandOf(one: Case, step: Extract<Step, { do: "answer" }>, now: Instant): CaseCommand {
  switch (step.kind) {
    case "approve":
      return {
        kind: "approve",
        reason: "gone",
        evidenceHash: step.other ? sha256("other") : one.evidenceHash,
      };
    case "keep":
      return { kind: "keep", reason: "mine" };
    case "hold":
      return { kind: "hold", reason: "on a ship", owner: "desk", until: instant(now + 20 * DAY) };
    case "comment":
      return { kind: "comment", text: "hm" };
    case "assign":
      return { kind: "assign", to: step.by };
  }
}

interface Walked {
  readonly before: Case;
  readonly move: CaseMove;
  readonly step: Step;
  readonly now: Instant;
}

function walk(
  first: readonly [readonly ReasonCode[], number],
  cause: Case["cause"],
  steps: readonly Step[],
): readonly Walked[] {
  let now: Instant = NOW;
  const asking = () => ({ now, actor: SERVICE, terms: TERMS });
  let one = openCase({ hostname: "PC-1", assessment: assessment(...first) }, cause, asking()).next;
  const walked: Walked[] = [];
  for (const step of steps) {
    if (step.do === "wait") {
      now = instant(now + step.days * DAY);
      continue;
    }
    const move = stepOf(one, step, now, asking());
    if (move === undefined || "kind" in move) continue;
    walked.push({ before: one, move, step, now });
    one = move.next;
  }
  return walked;
}

function stepOf(
  one: Case,
  step: Exclude<Step, { do: "wait" }>,
  now: Instant,
  asking: Parameters<typeof tendCase>[2],
) {
  switch (step.do) {
    case "answer": {
      const who = { actor: step.by, channel: "cli" as const, version: one.version - (step.stale ? 1 : 0) };
      const current = step.moved ? sha256("moved") : one.evidenceHash;
      return answerCase(one, commandOf(one, step, now), who, { now, current, terms: TERMS });
    }
    case "see": {
      const found = step.found === undefined ? undefined : assessment(...step.found);
      return tendCase(
        one,
        { gone: step.gone, hold: step.hold, quarantined: step.quarantined, assessment: found },
        asking,
      );
    }
    case "verify":
      return voidApproval(one, assessment(...step.found), asking);
    case "withdraw":
      return withdrawApproval(one, asking);
    case "again":
      return openAgain(one, assessment(...step.found), step.cause, asking);
  }
}

/** Every law is asked of every step of every walk. */
function everyStep(law: (walked: Walked, earlier: readonly Walked[]) => void): void {
  fc.assert(
    fc.property(
      someAssessment,
      fc.constantFrom("review" as const, "review" as const, "return" as const, "quarantine" as const),
      fc.array(someStep, { minLength: 1, maxLength: 25 }),
      (first, cause, steps) => {
        const walked = walk(first, cause, steps);
        for (const [index, one] of walked.entries()) law(one, walked.slice(0, index));
      },
    ),
    { numRuns: 4_000 },
  );
}

const FROM: Readonly<Record<Case["state"], readonly Case["state"][]>> = {
  open: ["approved", "kept", "held", "expired", "retired", "closed", "open"],
  approved: ["open", "kept", "held", "retired", "closed"],
  kept: ["open", "kept", "held", "retired", "closed"],
  held: ["open", "kept", "held", "retired", "closed"],
  expired: ["open", "kept", "held", "retired", "closed"],
  retired: ["open"],
  closed: ["open"],
};

const REOPENED_FROM: Readonly<Record<ReopenedBecause, readonly Case["state"][]>> = {
  evidence_changed: ["approved", "kept", "expired"],
  changed_at_verify: ["approved"],
  answer_withdrawn: ["approved"],
  approval_lapsed: ["approved"],
  keep_ended: ["kept"],
  hold_ended: ["held"],
  in_review_again: ["closed"],
  returned: ["retired", "closed"],
  quarantined: ["retired", "closed"],
};

describe("whatever happens to a case", () => {
  it("its version grows by one with every step, and the steps follow the drawing", () => {
    const seen = new Set<string>();
    everyStep(({ before, move: { next, event } }) => {
      expect(next.version).toBe(before.version + 1);
      if (event.kind === "commented" || event.kind === "assigned") expect(next.state).toBe(before.state);
      else expect(FROM[before.state]).toContain(next.state);
      seen.add(`${before.state} → ${next.state}`);
    });
    // The walk comes everywhere, or it would prove nothing.
    for (const state of CASE_STATES) expect([...seen].some((way) => way.endsWith(`→ ${state}`))).toBe(true);
  });

  it("only a person's yes approves it: no time, no sighting, no comment", () => {
    let approved = 0;
    everyStep(({ before, move: { next, event }, step }) => {
      if (next.state !== "approved" || before.state === "approved") return;
      approved++;
      expect(step).toMatchObject({ do: "answer", kind: "approve" });
      expect(event).toMatchObject({ kind: "answered", answer: "approve", complete: true });
    });
    expect(approved).toBeGreaterThan(100);
  });

  it("a yes is to the evidence that the case shows and that is there now, in time, and to approvable doubts alone", () => {
    everyStep(({ before, move: { event }, step, now }) => {
      if (event.kind !== "answered" || event.answer !== "approve" || step.do !== "answer") return;
      expect(step).toMatchObject({ other: false, moved: false, stale: false });
      expect(before.state).toBe("open");
      expect(now).toBeLessThan(before.until ?? 0);
      expect(before.cause).toBe("review");
      for (const { code } of before.reasons) expect(APPROVABLE).toContain(code);
    });
  });

  it("where two people are asked they are two, and neither is Rollcall's own account", () => {
    let both = 0;
    everyStep(({ before, move: { next } }) => {
      if (next.state !== "approved" || before.state === "approved") return;
      if (!next.reasons.some(({ code }) => code === "vip_owner")) return;
      both++;
      const [one, other, ...more] = next.agreements.map(({ by }) => by);
      expect(more).toEqual([]);
      expect(isSamePerson(one ?? "", other ?? "")).toBe(false);
      for (const by of [one, other]) expect(isSamePerson(by ?? "", SERVICE)).toBe(false);
    });
    expect(both).toBeGreaterThan(5);
  });

  it("is opened again for the causes that are written down, each from where it can arise, and nobody has agreed any more", () => {
    everyStep(({ before, move: { next, event } }) => {
      if (event.kind !== "reopened") return;
      expect(REOPENED_FROM[event.because]).toContain(before.state);
      expect(next).toMatchObject({ state: "open", agreements: [], reopened: before.reopened + 1 });
      expect(next.until).toBeGreaterThan(before.openedAt);
    });
  });

  it("what changes while it is open voids what was agreed so far", () => {
    everyStep(({ before, move: { next, event } }) => {
      if (event.kind !== "asked_anew") return;
      expect(event.change).not.toEqual({ arose: [], went: [], evidence: false });
      expect(next).toMatchObject({ state: "open", agreements: [] });
      expect(before.state).toBe("open");
    });
  });

  it("nobody answers one that is over, and a no is never turned into anything by the device falling into doubt no more", () => {
    everyStep(({ before, move: { event } }, earlier) => {
      if (event.kind === "answered") expect(isOver(before)).toBe(false);
      if (event.kind !== "closed" || event.because !== "doubt_gone") return;
      expect(before.state).toBe("open");
      expect(earlier.some((one) => one.move.event.kind === "reopened")).toBe(false);
    });
  });
});

describe("an open case", () => {
  const asking = { now: NOW, actor: SERVICE, terms: TERMS };
  const open = openCase({ hostname: "PC-1", assessment: assessment(["server"], 0) }, "review", asking).next;
  const seen = (found: Assessment | undefined): Sighting => ({
    gone: "no",
    hold: "none",
    quarantined: true,
    assessment: found,
  });

  it("expires when its time is up, which is no approval, and is asked again when its evidence changes", () => {
    const at = { ...asking, now: instant(NOW + TERMS.answerWithinMs) };
    const expired = tendCase(open, seen(assessment(["server"], 0)), at)?.next;
    expect(expired).toMatchObject({ state: "expired", until: undefined });
    expect(tendCase(expired ?? open, seen(assessment(["server"], 0)), at)).toBeUndefined();
    expect(tendCase(expired ?? open, seen(assessment(["server"], 1)), at)).toMatchObject({
      next: { state: "open", reopened: 1 },
      event: { because: "evidence_changed", change: { evidence: true } },
    });
  });

  it.each<readonly [string, readonly ReasonCode[], string]>([
    ["reports again", ["recently_seen", "server"], "reports_again"],
    ["is protected now", ["protected", "server"], "kept_by_evidence"],
    ["is no longer in doubt", ["case_open"], "doubt_gone"],
  ])("closes itself when its device %s", (_what, codes, because) => {
    expect(tendCase(open, seen(assessment(codes, 1)), asking)?.event).toEqual({ kind: "closed", because });
  });

  it.each<readonly [string, readonly ReasonCode[]]>([
    ["nothing has changed", ["server"]],
    ["it is the only thing that keeps the device", ["case_open", "server"]],
  ])("stays as it is while %s", (_what, codes) => {
    expect(tendCase(open, seen(assessment(codes, 0)), asking)).toBeUndefined();
  });

  it("of a device that cannot be deleted closes when a person releases it, whatever was answered", () => {
    const stuck = openCase({ hostname: "PC-1", assessment: assessment([], 0) }, "quarantine", asking).next;
    const still = seen(assessment([], 0));
    expect(tendCase(stuck, still, asking)).toBeUndefined();
    for (const state of ["open", "kept", "held", "expired"] as const) {
      expect(tendCase({ ...stuck, state }, { ...still, quarantined: false }, asking)?.event).toEqual({
        kind: "closed",
        because: "released",
      });
    }
    expect(isProtecting(stuck)).toBe(false);
    expect(isProtecting({ ...stuck, state: "kept" })).toBe(true);
  });

  it("of a device that came back does not close because it reports, and cannot be approved", () => {
    const returned = openCase(
      { hostname: "PC-1", assessment: assessment(["server"], 0) },
      "return",
      asking,
    ).next;
    expect(tendCase(returned, seen(assessment(["recently_seen"], 1)), asking)).toBeUndefined();
    const who = { actor: "jane", channel: "cli", version: 1 } as const;
    const command = { kind: "approve", reason: "go", evidenceHash: returned.evidenceHash } as const;
    expect(
      answerCase(returned, command, who, { now: NOW, current: returned.evidenceHash, terms: TERMS }),
    ).toMatchObject({
      code: "not_approvable",
    });
  });

  it("asks neither who ran Rollcall nor who requested the deletion, where two have to agree", () => {
    const vip = openCase(
      { hostname: "PC-1", assessment: assessment(["vip_owner"], 0) },
      "review",
      asking,
    ).next;
    const ask = (actor: string, requester?: string) =>
      answerCase(
        vip,
        { kind: "approve", reason: "gone", evidenceHash: vip.evidenceHash },
        { actor, channel: "ticket", version: 1, ...(requester !== undefined && { requester }) },
        { now: NOW, current: vip.evidenceHash, terms: TERMS },
      );
    expect(ask("Svc-Rollcall@other")).toMatchObject({ code: "not_your_answer" });
    expect(ask("jo@desk", "CORP\\Jo")).toMatchObject({ code: "not_your_answer" });
    expect(ask("jo@desk", "kim")).toMatchObject({ next: { state: "open" }, event: { complete: false } });
  });
});

it("what can be approved is in review, and is neither an identity nor an unknown date", () => {
  for (const code of APPROVABLE) expect(REASONS[code]).toBe("review");
  expect(isApprovable({ code: "vip_unknown", final: true })).toBe(false);
  for (const code of [
    "identity_weak",
    "identity_conflicting",
    "not_in_directory",
    "last_seen_unknown",
  ] as const)
    expect(isApprovable({ code })).toBe(false);
});
