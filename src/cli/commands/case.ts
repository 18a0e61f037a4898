import { decideCase, type AskedOfCase, type Decided, type DecisionRefusal } from "../../flows/decide-case.ts";
import { mirror } from "../../flows/run-once.ts";
import { showCase } from "../../flows/show-case.ts";
import { tendCases } from "../../flows/tend-cases.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { caseLine, caseText } from "../print/case-text.ts";
import { explanationJson } from "../print/explanation-json.ts";
import { printable } from "../print/table.ts";
import { tendText } from "../print/tend-text.ts";
import { ticketsText } from "../print/tickets-text.ts";
import { tellPerson, tellResult } from "../result.ts";
import { holdEndOf } from "./hold.ts";

interface CaseFlags extends CommonFlags {
  readonly tenant: string | undefined;
}

/** One case as evidence: both records, every reason, what changed, who said what. */
export async function caseShow(app: App, io: Io, text: string, flags: CaseFlags): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const view = await showCase({ text, tenant: flags.tenant }, session);
    if (view.kind === "refused") return tellRefusal(io, flags, "case show", view);
    tellPerson(io, flags, caseText(io, view, session.clock.now()));
    const { kind: _kind, one, device, ...rest } = view;
    const told = device === undefined ? null : explanationJson(device);
    tellResult(io, flags, { command: "case show", case: one, device: told, ...rest });
    return EXIT.done;
  });
}

interface AnswerFlags extends CaseFlags {
  readonly caseVersion: number | undefined;
}

/** Yes: the device may be retired, on the evidence the case shows. */
export async function caseApprove(
  app: App,
  io: Io,
  text: string,
  flags: AnswerFlags & { readonly reason: string },
): Promise<ExitCode> {
  return decide(app, io, text, flags, "case approve", { kind: "approve", reason: flags.reason });
}

/** No: the device is kept, until the evidence changes or the time is up. */
export async function caseKeep(
  app: App,
  io: Io,
  text: string,
  flags: AnswerFlags & { readonly reason: string },
): Promise<ExitCode> {
  return decide(app, io, text, flags, "case keep", { kind: "keep", reason: flags.reason });
}

/** Not now: the device is on hold until a date. */
export async function caseHold(
  app: App,
  io: Io,
  text: string,
  flags: AnswerFlags & {
    readonly reason: string;
    readonly owner: string;
    readonly until: string | undefined;
    readonly for: string | undefined;
  },
): Promise<ExitCode> {
  const { reason, owner } = flags;
  const end = holdEndOf(app, flags);
  return decide(app, io, text, flags, "case hold", { kind: "hold", reason, owner, end });
}

/** Says something about a case, which changes nothing else. */
export async function caseComment(
  app: App,
  io: Io,
  text: string,
  comment: string,
  flags: AnswerFlags,
): Promise<ExitCode> {
  return decide(app, io, text, flags, "case comment", { kind: "comment", text: comment });
}

/** Gives a case to somebody, or to nobody. */
export async function caseAssign(
  app: App,
  io: Io,
  text: string,
  who: string | undefined,
  flags: AnswerFlags,
): Promise<ExitCode> {
  return decide(app, io, text, flags, "case assign", { kind: "assign", to: who });
}

async function decide(
  app: App,
  io: Io,
  text: string,
  flags: AnswerFlags,
  command: string,
  asked: AskedOfCase,
): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const asker = { actor: session.actor, channel: "cli", version: flags.caseVersion } as const;
    const decided = await decideCase({ text, tenant: flags.tenant }, asked, asker, session);
    if (decided.kind === "refused") return tellRefusal(io, flags, command, decided);
    const { one, event, underWay } = decided;
    tellPerson(io, flags, caseLine(io, one));
    if (waitsForSecond(decided))
      tellPerson(io, flags, "A second person has to agree before anything is done.");
    if (underWay) {
      io.talk(
        `${paint(io, "yellow", "warning")} a deletion of it was sent: the answer came too late for that one\n`,
      );
    }
    tellResult(io, flags, { command, case: one, event, underWay });
    return underWay || waitsForSecond(decided) ? EXIT.person : EXIT.done;
  });
}

const waitsForSecond = ({ event }: Decided): boolean => event.kind === "answered" && !event.complete;

/** Opens, closes, expires and reopens what is to be; part of every run. */
export async function caseSync(app: App, io: Io, flags: CommonFlags, signal: AbortSignal): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const tended = await tendCases(session, signal);
    tellPerson(io, flags, tendText(tended));
    const tickets = await mirror(session.mode, session, signal);
    if (tickets !== null) tellPerson(io, flags, ticketsText(io, tickets));
    tellResult(io, flags, { command: "case sync", ...tended, tickets });
    return tickets?.fault === undefined ? EXIT.done : EXIT.source;
  });
}

function tellRefusal(io: Io, flags: CommonFlags, command: string, refusal: DecisionRefusal): ExitCode {
  const { code, detail } = refusal;
  io.talk(`${paint(io, "red", "refused")} ${code}: ${printable(detail)}\n`);
  tellResult(io, flags, { command, refused: { code, detail } });
  return EXIT.refused;
}
