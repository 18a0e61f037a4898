import type { Mode } from "../../core/plan/plan.ts";
import type { ApplyResult } from "../../flows/apply.ts";
import { quarantineText } from "../../flows/quarantine-text.ts";
import type { ItemResult } from "../../flows/retire-parts.ts";
import { paint, type Io } from "../io.ts";
import { figure, printable, table } from "./table.ts";

const TONE = {
  retired: "green",
  gone_already: "cyan",
  changed: "yellow",
  unconfirmed: "red",
  failed: "red",
  withheld: "blue",
} as const;

/** What became of each item, and of the run. */
export function outcomesText(
  io: Io,
  mode: Mode,
  { results, outcomes, notBegun, stoppedBy, hindrances }: ApplyResult,
): string {
  const lines: string[] = [];
  if (results.length > 0) {
    lines.push(
      table(
        io,
        ["Endpoint", "Tenant", "Outcome", "Why"],
        results.map((one) => [
          one.item.hostname,
          one.item.tenantName,
          { text: one.outcome, style: TONE[one.outcome] },
          why(one),
        ]),
      ),
      "",
    );
  }
  const counts = Object.entries(outcomes).map(([outcome, count]) => `${figure(count)} ${outcome}`);
  lines.push(counts.length === 0 ? "Nothing was done." : `${counts.join(" · ")}.`);
  if (mode === "dry-run") lines.push("Mode is dry-run: no deletion was sent.");
  for (const { code, detail } of hindrances) {
    lines.push(`${paint(io, "yellow", "in enforce refused now")} ${code}: ${printable(detail)}`);
  }
  if (stoppedBy !== undefined) {
    lines.push(paint(io, "red", `Stopped by ${stoppedBy}; ${figure(notBegun)} not begun.`));
  }
  return lines.join("\n");
}

const why = ({ outcome, reasons, detail, quarantine }: ItemResult): string => {
  // Verified and within every limit: only the mode stood in between.
  if (outcome === "withheld" && detail === undefined) return "it would have been deleted";
  const left = quarantine === undefined ? "" : `quarantined ${quarantineText(quarantine)}`;
  return [reasons.map((reason) => reason.code).join(", "), detail ?? "", left]
    .filter((part) => part !== "")
    .join("; ");
};

/** The same for `--json`. */
export const outcomesJson = ({ results, outcomes, notBegun, stoppedBy, hindrances }: ApplyResult) => ({
  outcomes,
  notBegun,
  stoppedBy: stoppedBy ?? null,
  hindrances: hindrances.map(({ code, detail }) => ({ code, detail })),
  items: results.map(({ item, outcome, reasons, detail, failure, quarantine }) => ({
    tenant: item.tenant,
    endpoint: item.endpoint,
    hostname: item.hostname,
    outcome,
    reasons: reasons.map((reason) => reason.code),
    detail,
    failure,
    quarantine,
  })),
});
