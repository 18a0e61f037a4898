import { describe, expect, it } from "vitest";
import { anEndpoint, aPolicy, evidenceOf, NOW, sha256 } from "../../../test/build/evidence.ts";
import { judge } from "../../core/assess/judge.ts";
import type { Evidence } from "../../core/assess/evidence.ts";
import { missing, unreadable } from "../../core/model/unknown.ts";
import type { Io } from "../io.ts";
import { explanationText } from "./explanation.ts";

const io: Io = { data: () => {}, talk: () => {}, colour: false, interactive: false };

function told(memberOf: Evidence["memberOf"]): string | undefined {
  const evidence = evidenceOf({ endpoint: anEndpoint({ groupName: "Laptops" }), memberOf });
  const text = explanationText(io, {
    tenant: evidence.tenant.id,
    tenantName: evidence.tenant.name,
    endpoint: evidence.endpoint.id,
    firstSeenAt: NOW,
    goneAt: undefined,
    evidence,
    assessment: judge(evidence, aPolicy(), NOW, sha256),
    stored: undefined,
    case: undefined,
    holds: [],
    quarantine: undefined,
    history: [],
  });
  return text.split("\n").find((line) => line.includes("group"));
}

describe("the groups of a device in its explanation", () => {
  it("stand there by both places, where a rule asked for them", () => {
    expect(told(missing)).toBeUndefined();
    expect(told([])).toMatch(/group Laptops, by the groups' members none$/);
    expect(told([{ id: "7", name: "Spares" }])).toMatch(/members Spares$/);
    expect(told(unreadable)).toMatch(/members \(.*\)$/);
  });
});
