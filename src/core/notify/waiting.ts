import type { Fact } from "../ledger/fact.ts";
import type { Told } from "./compose.ts";
import { counted } from "./counted.ts";
import { MOST_ROWS, type NoticeSection } from "./notice.ts";

type Asked = Extract<Fact, { kind: "case_opened" | "case_asked_anew" | "case_reopened" }>;

/** Cases that were put to people and have not come to an end since. */
export function waiting({ facts, covers, tenantName }: Told): NoticeSection | undefined {
  const asked = new Map<number, Asked>();
  for (const fact of facts) {
    if (fact.kind === "case_opened" || fact.kind === "case_asked_anew" || fact.kind === "case_reopened") {
      // Put again it waits at the end.
      asked.delete(fact.case);
      if (covers(fact.tenant)) asked.set(fact.case, fact);
    } else if (fact.kind === "case_closed" || fact.kind === "case_expired") {
      asked.delete(fact.case);
    } else if (fact.kind === "case_answered" && fact.complete) {
      // Of one that is not complete the second person has to hear still.
      asked.delete(fact.case);
    }
  }
  if (asked.size === 0) return undefined;
  return {
    topic: "review",
    title: `${counted(asked.size, "case waits", "cases wait")} for a person`,
    text: [
      "Its device is left alone until somebody answers; no answer is a no.",
      "`rollcall case show NUMBER` has the evidence, `rollcall case approve|keep|hold` answers.",
    ],
    columns: [
      ["case", "Case"],
      ["hostname", "Device"],
      ["tenantName", "Tenant"],
      ["asked", "Asked"],
      ["reasons", "Because of"],
    ],
    rows: [...asked.values()].slice(0, MOST_ROWS).map((fact) => ({
      case: fact.case,
      caseVersion: fact.version,
      evidenceHash: fact.evidenceHash,
      hostname: fact.hostname,
      tenant: fact.tenant,
      tenantName: tenantName(fact.tenant),
      endpoint: fact.endpoint,
      asked: fact.kind === "case_opened" ? "anew" : "again",
      reasons: reasonsOf(fact),
    })),
    more: Math.max(0, asked.size - MOST_ROWS),
  };
}

function reasonsOf(fact: Asked): readonly string[] {
  if (fact.kind === "case_opened") return [fact.cause, ...fact.reasons];
  const changed = [
    ...fact.change.arose.map((code) => `+${code}`),
    ...fact.change.went.map((code) => `-${code}`),
  ];
  return fact.kind === "case_reopened" ? [fact.because, ...changed] : ["evidence changed", ...changed];
}
