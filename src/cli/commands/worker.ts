import { Fault } from "../../ports/fault.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { tellFault } from "../print/fault-text.ts";
import { refusalText } from "../print/worker-text.ts";
import { tellResult } from "../result.ts";

/** Takes a share of the runs of other processes until it is stopped; then it finishes what it has taken. */
export async function worker(app: App, io: Io, flags: CommonFlags, signal: AbortSignal): Promise<ExitCode> {
  await app.worker(
    flags,
    {
      state: (refuses) => {
        io.talk(
          refuses === undefined
            ? "Takes its share of the runs of other processes. Ctrl-C ends it after what it is doing.\n"
            : `${paint(io, "yellow", refuses)}: ${refusalText(refuses)}\n`,
        );
        tellResult(io, flags, { command: "worker", refuses: refuses ?? null });
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
