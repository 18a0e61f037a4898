import { CommanderError } from "commander";
import { Fault } from "../ports/fault.ts";
import type { Entrance } from "./app.ts";
import { EXIT, exitCodeOf, type ExitCode } from "./exit-code.ts";
import { paint, type Io } from "./io.ts";
import { createProgram } from "./program.ts";
import { UsageError } from "./usage-error.ts";

/** Runs one command line (without node and script) and gives its exit code. Never throws. */
export async function runCli(
  entrance: Entrance,
  io: Io,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<ExitCode> {
  let exit: ExitCode = EXIT.done;
  const program = createProgram(entrance, io, argv, signal, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exit;
  } catch (error) {
    return tellError(error, io, argv.includes("--json"));
  }
}

async function tellError(error: unknown, io: Io, json: boolean): Promise<ExitCode> {
  if (error instanceof CommanderError) {
    // Its text is already on stderr; help and version are no errors.
    if (error.exitCode !== 0 && json) tellJson(io, { code: "USAGE", message: error.message });
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  // Help and version, which come to this point too, are told without it.
  const { faultJson, tellFault } = await import("./print/fault-text.ts");
  const { printable } = await import("./print/table.ts");
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
