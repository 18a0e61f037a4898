import { describe, expect, it } from "vitest";
import { whatChanged } from "./what-changed.ts";

type Shown = Parameters<typeof whatChanged>[0];

const shown = (part: Partial<Shown["case"]> = {}, outdated = false): Shown => ({
  case: {
    number: 17,
    version: 3,
    state: "open",
    cause: "doubt",
    tenant: "t",
    tenantName: "Adler",
    endpoint: "e",
    hostname: "PC-1",
    reasons: [{ code: "os_build_mismatch", approvable: true }],
    evidenceHash: "a".repeat(64),
    askedAt: "2026-11-20T10:00:00Z",
    agreements: [],
    ...part,
  },
  peopleNeeded: 1,
  outdated,
  may: { approve: true, keep: true, hold: true },
  timeline: [],
});

describe("what changed", () => {
  it("says nothing while the version is the one that was shown", () => {
    expect(whatChanged(shown(), shown())).toEqual([]);
  });

  it("names the doubts that arose and those that went", () => {
    const now = shown({
      version: 4,
      evidenceHash: "b".repeat(64),
      reasons: [{ code: "vip_owner", approvable: true }],
    });

    expect(whatChanged(shown(), now)).toEqual([
      "New doubt: VIP owner. No longer in doubt: OS build mismatch.",
    ]);
  });

  it("names who answered or agreed meanwhile", () => {
    const now = shown({
      version: 4,
      state: "kept",
      agreements: [{ by: "Ines", at: "2026-11-21T10:00:00Z", reason: "seen it" }],
    });

    expect(whatChanged(shown(), now)).toEqual(["It was open and is kept.", "Ines agreed: “seen it”"]);
  });

  it("never passes over a version that moved", () => {
    expect(whatChanged(shown(), shown({ version: 4 }))).toHaveLength(1);
  });

  it("tells that the evidence became outdated", () => {
    expect(whatChanged(shown(), shown({}, true))).toEqual([
      "Its evidence is outdated: it is asked anew before long.",
    ]);
  });
});
