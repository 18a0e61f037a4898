import { InvalidArgumentError, Option, type Command } from "commander";
import type { App } from "./app.ts";
import type { ExitCode } from "./exit-code.ts";

/** What one command does with its arguments and flags. */
export type Action<Args extends unknown[]> = (app: App, ...args: Args) => Promise<ExitCode>;

/** Makes an action one that opens the house when it is called, and reports its exit code. */
export type Runner = <Args extends unknown[]>(action: Action<Args>) => (...args: Args) => Promise<void>;

/** A command that can give its result to a script. */
export const json = (command: Command): Command =>
  command.option("--json", "the result as JSON, on the last line", false);

/** The flags that every command on a configuration knows. */
export function common(command: Command): Command {
  return json(command)
    .option("--config <file>", "configuration file", "rollcall.yaml")
    .option("--verbose", "log to stderr what is done", false)
    .option("--no-color", "no colours")
    .addOption(
      new Option(
        "--now <instant>",
        "rehearse at this time, such as 2026-09-01T06:00:00Z; moves a running simulator along",
      ),
    );
}

/** A whole number of 0 or more, as a flag gives it. */
export function whole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError("must be a whole number of 0 or more");
  }
  return value;
}

/** A whole number of 1 or more, as a flag gives it. */
export function positive(text: string): number {
  const value = whole(text);
  if (value === 0) throw new InvalidArgumentError("must be at least 1");
  return value;
}
