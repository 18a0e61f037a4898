import { CommanderError } from "commander";
import { Fault } from "../ports/fault.ts";
import type { App } from "./app.ts";
import { EXIT, exitCodeOf, type ExitCode } from "./exit-code.ts";
import { paint, type Io } from "./io.ts";
import { createProgram } from "./program.ts";
import { faultJson, tellFault } from "./print/fault-text.ts";
import { printable } from "./print/table.ts";
import { UsageError } from "./usage-error.ts";

/** Runs one command line (without node and script) and gives its exit code. Never throws. */
export async function runCli(
  app: App,
  io: Io,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<ExitCode> {
  let exit: ExitCode = EXIT.done;
  const program = createProgram(app, io, argv, signal, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exit;
  } catch (error) {
    return tellError(error, io, argv.includes("--json"));
  }
}

function tellError(error: unknown, io: Io, json: boolean): ExitCode {
  if (error instanceof CommanderError) {
    // Its text is already on stderr; help and version are no errors.
    if (error.exitCode !== 0 && json) tellJson(io, { code: "USAGE", message: error.message });
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  if (error instanceof UsageError) {
    io.talk(`${paint(io, "red", "usage")} ${printable(error.message)}\n`);
    if (json) tellJson(io, { code: "USAGE", message: error.message });
    return EXIT.usage;
  }
  if (error instanceof Fault) {
    tellFault(io, error);
    if (json) tellJson(io, faultJson(error));
    return exitCodeOf(error.code);
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  io.talk(`${paint(io, "red", "BUG")} ${bug.stack ?? bug.message}\nPlease report it with this text.\n`);
  if (json) tellJson(io, { code: "BUG", message: bug.message });
  return EXIT.fault;
}

const tellJson = (io: Io, error: Readonly<Record<string, unknown>>): void =>
  io.data(`${JSON.stringify({ error })}\n`);
