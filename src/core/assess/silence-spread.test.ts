// Recounting must say what judging anew would say, or that it cannot say it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { someEvidence, someInstant, somePolicy } from "../../../test/build/evidence-arbitrary.ts";
import { aPolicy, evidenceOf, NOW, sha256 } from "../../../test/build/evidence.ts";
import { ACCEPTABLE, type Policy } from "../model/policy.ts";
import type { Evidence } from "./evidence.ts";
import { judge } from "./judge.ts";
import { readLastSeen } from "./last-seen.ts";
import { recount, type SpreadCell } from "./silence-spread.ts";

function cellOf(evidence: Evidence, policy: Policy): SpreadCell {
  const { apartFromSilence } = judge(evidence, policy, NOW, sha256);
  if (apartFromSilence === undefined) throw new Error("every assessment has it");
  const seen = readLastSeen(evidence.endpoint.lastSeenAt, NOW);
  const days = evidence.endpoint.online === true ? "online" : seen.kind === "seen" ? seen.days : "unknown";
  const { deviceClass, disposition, hangsOnOthers } = apartFromSilence;
  return { deviceClass, days, rest: disposition, hangsOnOthers, devices: 1 };
}

const someDays = fc.constantFrom(1, 15, 16, 30, 31, 60, 61, 89, 90, 91, 200, 500);
const someThresholds = fc.record({ computerDays: someDays, serverDays: someDays });

describe("recounting for other inactive thresholds", () => {
  it("says what judging anew says, and is unsure only of machines with several records", () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(
        someEvidence,
        someInstant,
        somePolicy(fc.subarray([...ACCEPTABLE])),
        someThresholds,
        (found, lastSeenAt, policy, inactive) => {
          const evidence = { ...found, endpoint: { ...found.endpoint, lastSeenAt } };
          const cell = cellOf(evidence, policy);
          const { unsure, ...counts } = recount([cell], { inactive });
          const anew = judge(evidence, { ...policy, inactive }, NOW, sha256).disposition;
          const before = judge(evidence, policy, NOW, sha256).disposition;
          met.add(unsure === 1 ? "unsure" : `${before} ${anew}`);

          if (unsure === 1) expect(cell.hangsOnOthers).toBe(true);
          else expect(counts).toEqual({ keep: 0, review: 0, retire: 0, [anew]: 1 });
        },
      ),
      { numRuns: 1_500 },
    );
    for (const turn of ["keep retire", "retire keep", "keep review", "review keep", "unsure"]) {
      expect(met).toContain(turn);
    }
  });

  it("counts a cell as often as it has devices", () => {
    const cell = { ...cellOf(evidenceOf(), aPolicy()), days: 60 };
    const cells = [
      { ...cell, devices: 3 },
      { ...cell, days: 20, devices: 4 },
      { ...cell, hangsOnOthers: true, devices: 5 },
      { ...cell, deviceClass: "server", devices: 6 } as const,
    ];
    expect(recount(cells, { inactive: { computerDays: 60, serverDays: 90 } })).toEqual({
      keep: 10,
      review: 0,
      retire: 3,
      unsure: 5,
    });
  });

  it("what another record of the machine decides is unsure: there the threshold changes more than its own silence", () => {
    const sibling = { ...evidenceOf().endpoint, id: evidenceOf().endpoint.id.replace("1", "2") as never };
    const cell = cellOf(evidenceOf({ siblings: [sibling] }), aPolicy());
    expect(cell.hangsOnOthers).toBe(true);
    const under = (computerDays: number) => recount([cell], { inactive: { computerDays, serverDays: 90 } });
    expect(under(30)).toMatchObject({ unsure: 1 });
    expect(under(90)).toMatchObject({ keep: 1, unsure: 0 });
  });
});
