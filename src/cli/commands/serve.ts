import { Fault } from "../../ports/fault.ts";
import type { App, CommonFlags, DecisionNotice } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { tellFault } from "../print/fault-text.ts";
import { instantText } from "../print/instant-text.ts";
import { printable } from "../print/table.ts";
import { refusalText } from "../print/worker-text.ts";
import { tellPerson, tellResult } from "../result.ts";

/** Takes decisions and runs by the schedule until it is stopped: one line a decision on stdout, the rest on stderr. */
export async function serve(app: App, io: Io, flags: CommonFlags, signal: AbortSignal): Promise<ExitCode> {
  await app.serve(
    flags,
    {
      ready: ({ url, hooks, console }) => {
        const told = hooks.map(({ name, may }) => `${name} (${may.length === 0 ? "reads" : may.join(", ")})`);
        if (url === undefined)
          io.talk("Nobody is listened to: there is neither server.signIn nor server.hooks.\n");
        if (console !== undefined) io.talk(`The console is at ${console.url}\n`);
        if (console?.built === false) io.talk("It was not built: run npm run build. The API answers.\n");
        if (told.length > 0) io.talk(`Decisions are taken at ${url}/api/v1/cases from ${told.join(", ")}.\n`);
        io.talk("Ctrl-C stops it.\n");
      },
      decision: (notice) => {
        tellPerson(io, flags, decisionText(notice));
        tellResult(io, flags, { command: "serve", ...notice });
      },
      unproved: (code) => {
        io.talk(
          `${paint(io, "yellow", "refused")} ${code}: a message that no hook has signed, or not lately\n`,
        );
      },
      lost: ({ id, startedAt }) => {
        io.talk(
          `${paint(io, "yellow", "lost")} the run ${id} of ${instantText(startedAt)} did not see its end; what it left open is settled by the next one\n`,
        );
      },
      worker: (refuses) => {
        if (refuses !== undefined)
          io.talk(`${paint(io, "yellow", refuses)}: ${refusalText(refuses)} Runs of its own go on.\n`);
      },
      slot: ({ name, at, state, run }) => {
        const what = {
          started: `run ${run ?? ""} began`,
          overlapped: "a run was under way",
          missed: "missed",
        };
        io.talk(`Schedule ${printable(name)}, ${instantText(at)}: ${what[state]}\n`);
        tellResult(io, flags, { command: "serve", schedule: name, slotAt: at, outcome: state, run });
      },
      trouble: (error) => {
        if (error instanceof Fault) tellFault(io, error);
        else io.talk(`${paint(io, "red", "BUG")} ${error instanceof Error ? error.stack : String(error)}\n`);
      },
    },
    signal,
  );
  return EXIT.done;
}

function decisionText(notice: DecisionNotice): string {
  const { hook, person, decision, outcome, refused, hostname, complete, underWay } = notice;
  const what = `Case ${notice.case}${hostname === undefined ? "" : ` (${printable(hostname)})`}: ${decision}`;
  const by = `by ${hook}: ${printable(person)}`;
  if (outcome === "refused")
    return `${what} ${by}: refused ${refused?.code}: ${printable(refused?.detail ?? "")}`;
  const more = [
    ...(outcome === "repeated" ? ["a repetition, nothing done"] : []),
    ...(complete === false ? ["a second person has to agree"] : []),
    ...(underWay === true ? ["too late: a deletion was sent"] : []),
  ];
  return `${what} ${by}${more.map((text) => `, ${text}`).join("")}`;
}
