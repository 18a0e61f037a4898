import { everySourceComplete } from "../../flows/collect-all.ts";
import { recordedRun, type Recorded } from "../../flows/recorded-run.ts";
import { runOnce, type Planned, type RunResult } from "../../flows/run-once.ts";
import type { StepEnd } from "../../flows/run-steps.ts";
import type { App, CommonFlags, Session } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { coverageJson, coverageText } from "../print/coverage.ts";
import { tellFault } from "../print/fault-text.ts";
import { foreseenText } from "../print/foreseen-text.ts";
import { outcomesJson, outcomesText } from "../print/outcomes.ts";
import { planText } from "../print/plan-text.ts";
import { tendText } from "../print/tend-text.ts";
import { ticketsText } from "../print/tickets-text.ts";
import { watchText } from "../print/watch-text.ts";
import { tellPerson, tellResult } from "../result.ts";
import { drawing } from "../steps-drawn.ts";
import { applyExit, settledJson, settledText, tellRefusal } from "./apply.ts";
import { assessJson, assessText, warnUnmatched } from "./assess.ts";
import { watchExit } from "./watch.ts";

/** Collects, assesses, plans and, in dry-run and enforce, applies: once, in the configured mode. */
export async function run(app: App, io: Io, flags: CommonFlags, signal: AbortSignal): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const { mode } = session;
    const drawn = drawing(io, flags, async (end) => tellStep(end, session, io, flags));
    let recorded: Recorded<RunResult>;
    try {
      const asked = { kind: "run", mode, begunBy: session.actor } as const;
      recorded = await recordedRun(asked, session, drawn, signal, async (told, stop) =>
        runOnce({ mode, through: "apply" }, session, told, stop),
      );
    } finally {
      drawn.stop();
    }
    if (recorded.kind === "refused") return tellRefusal(io, flags, { command: "run", mode }, recorded);
    return tellRun(recorded.result, session, io, flags);
  });
}

/** What a person reads of each step as it ends. */
async function tellStep(end: StepEnd, session: Session, io: Io, flags: CommonFlags): Promise<void> {
  const tell = (text: string): void => tellPerson(io, flags, text);
  switch (end.step) {
    case "settle":
      if (end.result.length > 0) tell(settledText(end.result));
      return;
    case "collect":
      return tell(`${coverageText(io, end.result)}\n`);
    case "watch":
      if (end.result.watched > 0 || end.result.nativeRule.length > 0) tell(`${watchText(io, end.result)}\n`);
      return;
    case "assess":
      warnUnmatched(io, end.result);
      return tell(`${assessText(io, end.result)}\n`);
    case "review":
      return tell(tendText(end.result));
    case "tickets":
      if (end.result !== null) tell(ticketsText(io, end.result));
      return;
    case "plan":
      return tell(planText(io, end.result, await session.store.inventory.tenants()));
    case "apply":
      if (end.result.kind === "applied") tell(`\n${outcomesText(io, session.mode, end.result)}`);
      return;
    case "foresee":
      return tell(foreseenText(end.result));
  }
}

/** How the run ended, for a person and as one line of JSON. */
function tellRun(result: RunResult, { mode }: Session, io: Io, flags: CommonFlags): ExitCode {
  if (result.reached === "collect") {
    const { settled, collected, fault } = result;
    tellFault(io, fault);
    tellResult(io, flags, {
      command: "run",
      mode,
      settled: settledJson(settled),
      collect: coverageJson(collected),
    });
    return EXIT.source;
  }
  const base = baseOf(result, mode);
  const answered = everySourceComplete(result.collected) && result.tickets?.fault === undefined;
  const whole = answered ? watchExit(result.watched) : EXIT.source;
  switch (result.reached) {
    case "plan":
      tellPerson(io, flags, "\nMode is observe: nothing was verified or sent.");
      tellResult(io, flags, { ...base, apply: null });
      return whole;
    case "refusal": {
      const refused = tellRefusal(io, flags, base, result.applied);
      // The brake that refuses was pulled by the return, and that is what a person has to hear of.
      return watchExit(result.watched) === EXIT.done ? refused : EXIT.person;
    }
    case "end": {
      tellResult(io, flags, { ...base, apply: outcomesJson(result.applied), foreseen: result.foreseen });
      const exit = applyExit(result.applied);
      return exit === EXIT.done ? whole : exit;
    }
  }
}

const baseOf = (planned: Planned, mode: Session["mode"]) => ({
  command: "run",
  mode,
  settled: settledJson(planned.settled),
  collect: coverageJson(planned.collected),
  watch: planned.watched,
  assess: assessJson(planned.assessed),
  cases: planned.cases,
  tickets: planned.tickets,
  plan: planned.plan,
});
