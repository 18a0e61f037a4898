// The binary as its users run it: a process of its own, with nothing of this one but what is given.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const BINARY = fileURLToPath(new URL("../../src/main/bin.ts", import.meta.url));

/** Hundreds of processes read the same thousand files: what one has compiled, the next need not. */
const COMPILED = fileURLToPath(new URL("../../node_modules/.cache/rollcall-tests", import.meta.url));

/** What became of one command line. */
export interface Ran {
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  /** Beside PATH, HOME and TMPDIR, which every process has, and the compile cache of the tests. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A command that runs: it can be asked what it said so far, be sent a signal, and be waited for. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ran>;
  stdout(): string;
  stderr(): string;
  send(signal: NodeJS.Signals): void;
  /** Closes the reading end of its stdout, as `head` does when it has seen enough. */
  stopReading(): void;
}

export function start(args: readonly string[], { cwd, env = {} }: Surroundings = {}): Running {
  const { PATH = "", HOME = "", TMPDIR = "/tmp" } = process.env;
  const child = spawn(process.execPath, [BINARY, ...args], {
    cwd,
    env: { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exit, signal) => resolve({ exit, signal, stdout, stderr }));
  });
  return {
    pid: child.pid ?? Number.NaN,
    ended,
    stdout: () => stdout,
    stderr: () => stderr,
    send: (signal) => void child.kill(signal),
    stopReading: () => void child.stdout.destroy(),
  };
}

export const run = async (args: readonly string[], surroundings?: Surroundings): Promise<Ran> =>
  start(args, surroundings).ended;

/** The result: the last line of stdout, which must be one whole line. */
export function resultOf({
  stdout,
  stderr = "",
}: Pick<Ran, "stdout"> & Partial<Ran>): Readonly<Record<string, unknown>> {
  if (!stdout.endsWith("\n"))
    throw new Error(`stdout does not end with a line: ${stdout.slice(-200)}, and stderr says ${stderr}`);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Readonly<Record<string, unknown>>;
}

/** A command that prepares a test: whatever else than `done` breaks the preparation. */
export function prepared<T extends Ran>(ran: T): T {
  if (ran.exit !== 0) throw new Error(`a preparation ended with ${ran.exit}: ${ran.stderr}`);
  return ran;
}
