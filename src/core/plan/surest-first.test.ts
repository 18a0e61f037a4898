import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aCandidate, NOW, type CandidateTraits } from "../../../test/build/plan-input.ts";
import { surestFirst } from "./surest-first.ts";

describe("the surest candidate first", () => {
  it.each<readonly [string, CandidateTraits, CandidateTraits]>([
    [
      "an exact match before a likely one, however long that has been a candidate",
      { match: "exact", accepted: ["server", "vip_unknown"], sinceDays: 1 },
      { match: "likely", sinceDays: 99 },
    ],
    [
      "any other before one whose deletion failed",
      { match: "ambiguous", accepted: ["server"], sinceDays: 1 },
      { match: "exact", sinceDays: 99, quarantine: { failures: 1, until: NOW } },
    ],
    ["a likely match before none", { match: "likely" }, { match: "none" }],
    ["no match before an ambiguous one", { match: "none" }, { match: "ambiguous" }],
    [
      "fewer accepted reasons before more, however long that has been a candidate",
      { accepted: [], sinceDays: 1 },
      { accepted: ["server"], sinceDays: 99 },
    ],
    ["a longer candidate before a newer one", { sinceDays: 9 }, { sinceDays: 8 }],
    ["the lower tenant id before the higher", { tenant: 1, endpoint: 9 }, { tenant: 2, endpoint: 1 }],
    ["the lower endpoint id before the higher", { endpoint: 1 }, { endpoint: 2 }],
    ["the same whatever the silence", { endpoint: 1, silentDays: 31 }, { endpoint: 2, silentDays: 9_000 }],
  ])("%s", (_, first, second) => {
    expect(surestFirst(aCandidate(first), aCandidate(second))).toBeLessThan(0);
    expect(surestFirst(aCandidate(second), aCandidate(first))).toBeGreaterThan(0);
  });

  it("is one order: no two different candidates are equal", () => {
    const candidates = fc
      .record({ tenant: fc.nat(3), endpoint: fc.nat(3), sinceDays: fc.nat(2) })
      .map(aCandidate);
    fc.assert(
      fc.property(candidates, candidates, (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(surestFirst(a, b) === 0).toBe(same);
      }),
    );
  });
});
