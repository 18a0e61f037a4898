import { plan as planFlow } from "../../flows/plan.ts";
import { foresee } from "../../flows/foresee.ts";
import { watch as watchFlow } from "../../flows/watch.ts";
import { settleIntents } from "../../flows/settle-intents.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { coverageJson, coverageText, everySourceComplete } from "../print/coverage.ts";
import { tellFault } from "../print/fault-text.ts";
import { foreseenText } from "../print/foreseen-text.ts";
import { outcomesJson, outcomesText } from "../print/outcomes.ts";
import { planText } from "../print/plan-text.ts";
import { watchText } from "../print/watch-text.ts";
import { tellPerson, tellResult } from "../result.ts";
import { applyExit, applyWith, prepareDossiers, settledJson, settledText, tellRefusal } from "./apply.ts";
import { assessJson, assessText, assessWith } from "./assess.ts";
import { tendWith } from "./case.ts";
import { collectWith } from "./collect.ts";
import { mirrorWith } from "./tickets.ts";
import { watchExit } from "./watch.ts";

/** Collects, assesses, plans and, in dry-run and enforce, applies: once, in the configured mode. */
export async function run(app: App, io: Io, flags: CommonFlags, signal: AbortSignal): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const settled = await settleIntents({ ...session, central: session.central() });
    if (settled.length > 0) tellPerson(io, flags, settledText(settled));
    await prepareDossiers(session, session.mode);
    const collected = await collectWith(session, io, flags, signal, undefined);
    tellPerson(io, flags, `${coverageText(io, collected)}\n`);
    if (collected.centralFault !== undefined) {
      // Without Central nothing can be judged anew or planned; the directories were read for the next run.
      tellFault(io, collected.centralFault);
      tellResult(io, flags, {
        command: "run",
        mode: session.mode,
        settled: settledJson(settled),
        collect: coverageJson(collected),
      });
      return EXIT.source;
    }
    // Before anything is judged: a device that is back is immune from here on, and nothing more is deleted.
    const watched = await watchFlow({ ...session, central: session.central() }, signal);
    if (watched.watched > 0 || watched.nativeRule.length > 0)
      tellPerson(io, flags, `${watchText(io, watched)}\n`);
    const assessed = await assessWith(session, io, flags, signal);
    tellPerson(io, flags, `${assessText(io, assessed)}\n`);
    const cases = await tendWith(session, io, flags, signal);
    const tickets = await mirrorWith(session, io, flags, signal);
    const frozen = await planFlow({ ...session, directories: session.directoryNames }, signal);
    tellPerson(io, flags, planText(io, frozen, await session.store.inventory.tenants()));
    const base = {
      command: "run",
      mode: session.mode,
      settled: settledJson(settled),
      collect: coverageJson(collected),
      watch: watched,
      assess: assessJson(assessed),
      cases,
      tickets,
      plan: frozen,
    };
    const answered = everySourceComplete(collected) && tickets?.fault === undefined;
    const whole = answered ? watchExit(watched) : EXIT.source;
    if (session.mode === "observe") {
      await session.store.plans.recordRun(session.policyHash, "observe", session.clock.now());
      tellPerson(io, flags, "\nMode is observe: nothing was verified or sent.");
      tellResult(io, flags, { ...base, apply: null });
      return whole;
    }
    const { mode } = session;
    const applied = await applyWith(
      session,
      io,
      flags,
      { plan: frozen, frozenItems: frozen.items.length, mode, centralAnswered: true },
      signal,
    );
    if (applied.kind === "refused") {
      const refused = tellRefusal(io, flags, base, applied);
      // The brake that refuses was pulled by the return, and that is what a person has to hear of.
      return watchExit(watched) === EXIT.done ? refused : EXIT.person;
    }
    tellPerson(io, flags, `\n${outcomesText(io, mode, applied)}`);
    const next = await foresee({ ...session, directories: session.directoryNames });
    tellPerson(io, flags, foreseenText(next));
    tellResult(io, flags, { ...base, apply: outcomesJson(applied), foreseen: next });
    const exit = applyExit(applied);
    return exit === EXIT.done ? whole : exit;
  });
}
