import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** For its stdin. */
  readonly input?: string;
}

/** Runs a program to its end without blocking this process; rejects with what it said when it did not end well. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { input = "", ...options }: ProgramOptions = {},
): Promise<void> {
  const child = spawn(program, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  // One that ends before it has read everything says why itself.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${out}${err}`.slice(0, 4_000));
}
