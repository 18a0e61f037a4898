import type { App, CommonFlags, DemoFlags, DemoSummary } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { dayText } from "../print/instant-text.ts";
import { figure, table } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";

/** The whole main job on a simulated estate. Fails when the world's own truth says that a deletion was wrong. */
export async function demo(
  app: App,
  io: Io,
  flags: Pick<CommonFlags, "json"> & DemoFlags,
  signal: AbortSignal,
): Promise<ExitCode> {
  const summary = await app.demo(flags, (line) => (flags.json ? undefined : io.data(`${line}\n`)), signal);
  tellPerson(io, flags, summaryText(io, summary));
  tellResult(io, flags, { command: "demo", ...summary });
  return summary.wrongDeletions === 0 && summary.ledgerVerified ? EXIT.done : EXIT.fault;
}

function summaryText(io: Io, summary: DemoSummary): string {
  const days = table(
    io,
    ["Day", "Date", "Mode", "Keep", "Review", "Retire", "Planned", "Outcomes", "Requests"],
    summary.days.map((one) => [
      one.day,
      dayText(one.at),
      one.mode,
      figure(one.keep),
      figure(one.review),
      figure(one.retire),
      one.planned,
      Object.entries(one.outcomes)
        .map(([outcome, count]) => `${count} ${outcome}`)
        .join(", "),
      one.requests,
    ]),
    [0, 3, 4, 5, 6, 8],
  );
  const verdict =
    summary.wrongDeletions === 0
      ? paint(io, "green", "none of them a living machine")
      : paint(io, "red", `${summary.wrongDeletions} OF THEM A LIVING MACHINE`);
  return [
    "",
    days,
    "",
    `${figure(summary.endpoints)} endpoints against ${figure(summary.computers)} computers: ` +
      `${figure(summary.keep)} keep, ${figure(summary.review)} review, ${figure(summary.retire)} retire.`,
    `${figure(summary.deleted)} deleted, ${verdict}.`,
    `${Math.round(summary.goneHandledShare * 100)} % of the machines that are truly gone are deleted or await a person; the others wait their turn within the caps.`,
    `${figure(summary.requests)} requests to Central; ${figure(summary.ledgerEntries)} ledger entries, ` +
      (summary.ledgerVerified ? paint(io, "green", "chain verified") : paint(io, "red", "CHAIN BROKEN")) +
      ".",
  ].join("\n");
}
