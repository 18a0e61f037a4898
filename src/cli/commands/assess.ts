import { assess as assessFlow, type AssessResult } from "../../flows/assess.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { progressLine } from "../print/progress.ts";
import { figure } from "../print/table.ts";
import { totalsText } from "../print/totals.ts";
import { unmatchedText } from "../print/unmatched-text.ts";
import { tellPerson, tellResult } from "../result.ts";

/** Correlates and judges what was collected; prints the totals by disposition and reason. */
export async function assess(app: App, io: Io, flags: CommonFlags, signal: AbortSignal): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const line = progressLine(io, flags);
    let result: AssessResult;
    try {
      result = await assessFlow({ ...session, progress: line.progress }, signal);
    } finally {
      line.stop();
    }
    warnUnmatched(io, result);
    if (result.totals.endpoints === 0) {
      tellPerson(io, flags, "No endpoint has been collected yet: run `rollcall collect` first.");
    } else tellPerson(io, flags, assessText(io, result));
    tellResult(io, flags, { command: "assess", ...assessJson(result) });
    return EXIT.done;
  });
}

/** Warns of protect rules that protect nothing. */
export function warnUnmatched(io: Io, { unmatched }: Pick<AssessResult, "unmatched">): void {
  for (const one of unmatched) io.talk(`${paint(io, "yellow", "warning")} ${unmatchedText(one)}\n`);
}

export const assessText = (io: Io, { judged, totals }: AssessResult): string =>
  `${totalsText(io, totals)}

${judgedText(judged, totals.endpoints)}`;

const judgedText = (judged: number, endpoints: number): string =>
  judged === endpoints
    ? "All endpoints were judged now."
    : `${figure(judged)} endpoints were judged now; for the others nothing has changed.`;

export const assessJson = ({ judged, totals, unmatched }: AssessResult) => ({
  judged,
  endpoints: totals.endpoints,
  ...totals.byDisposition,
  reasons: totals.byReason,
  findings: totals.findings,
  protectRulesWithoutMatch: unmatched.map(({ setting, rule, mayMeet, noSuchGroup }) => ({
    setting,
    ...rule,
    mayMeet,
    noSuchGroup,
  })),
});
