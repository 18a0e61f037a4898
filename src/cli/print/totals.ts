import type { AssessmentTotals } from "../../ports/assessment-store.ts";
import { paint, type Io } from "../io.ts";
import { figure, table } from "./table.ts";

/** The totals by disposition, reason and finding. */
export function totalsText(io: Io, totals: AssessmentTotals): string {
  const { keep, review, retire } = totals.byDisposition;
  const by = (counts: Readonly<Record<string, number | undefined>>): [string, string][] =>
    Object.entries(counts)
      .flatMap(([code, count]) => (count === undefined ? [] : [[code, count] as const]))
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .map(([code, count]) => [code, figure(count)]);
  const lines = [
    `${figure(totals.endpoints)} endpoints: ${paint(io, "green", `${figure(keep)} keep`)} · ${paint(io, "yellow", `${figure(review)} review`)} · ${paint(io, "red", `${figure(retire)} retire`)}`,
    "",
    table(io, ["Reason", "Endpoints"], by(totals.byReason), [1]),
  ];
  const findings = by(totals.findings);
  if (findings.length > 0) lines.push("", table(io, ["Finding", "Devices"], findings, [1]));
  return lines.join("\n");
}
