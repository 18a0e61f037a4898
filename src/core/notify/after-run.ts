import type { Fact } from "../ledger/fact.ts";
import type { Outcome } from "../retire/outcome.ts";
import type { Told } from "./compose.ts";
import { counted } from "./counted.ts";
import { MOST_ROWS, type NoticeSection } from "./notice.ts";

type Settled = Extract<Fact, { kind: "removal_settled" }>;

/** What needs a person first. */
const ORDER: readonly Outcome[] = ["unconfirmed", "failed", "changed", "retired", "gone_already", "withheld"];

/** What became of deletions in enforce: the last word on each. A rehearsal deletes nothing and is no news. */
export function afterRun({ facts, covers, tenantName }: Told): NoticeSection | undefined {
  const rehearsed = new Set(
    facts
      .filter((fact) => fact.kind === "apply_started" || fact.kind === "apply_finished")
      .flatMap(({ plan, mode }) => (mode === "enforce" ? [] : [plan])),
  );
  const last = new Map<string, Settled>();
  for (const fact of facts) {
    if (fact.kind !== "removal_settled" || fact.outcome === "withheld" || !covers(fact.tenant)) continue;
    // What a rehearsal found to have changed was no deletion.
    if (rehearsed.has(fact.plan)) continue;
    last.set(`${fact.tenant}/${fact.endpoint}`, fact);
  }
  const stops = facts
    .filter((fact) => fact.kind === "apply_finished")
    .flatMap(({ plan, stoppedBy }) =>
      stoppedBy === undefined || rehearsed.has(plan) || !covers(undefined) ? [] : [stoppedBy],
    );
  if (last.size === 0 && stops.length === 0) return undefined;
  const settled = [...last.values()].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const retired = settled.filter(({ outcome }) => outcome === "retired").length;
  return {
    topic: "after_run",
    title: `${counted(retired, "device was", "devices were")} deleted${retired === settled.length ? "" : `, ${settled.length - retired} not`}`,
    text: [
      ...stops.map((code) => `A run was stopped by ${code}.`),
      "What was deleted can be brought back for 30 days: `rollcall recover HOST`.",
    ],
    columns: [
      ["hostname", "Device"],
      ["tenantName", "Tenant"],
      ["outcome", "Outcome"],
    ],
    rows: settled.slice(0, MOST_ROWS).map((fact) => ({
      hostname: fact.hostname,
      tenant: fact.tenant,
      tenantName: tenantName(fact.tenant),
      endpoint: fact.endpoint,
      outcome: fact.outcome,
      ...(fact.failure !== undefined && { failure: fact.failure }),
    })),
    more: Math.max(0, settled.length - MOST_ROWS),
  };
}
