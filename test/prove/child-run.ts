// Starts a run in a process of its own, hears what it says, and kills it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import type { Digest } from "../../src/core/model/ids.ts";
import type { Mode } from "../../src/core/plan/plan.ts";
import type { KillStage } from "./kill-stage.ts";

const CHILD = join(import.meta.dirname, "proof-child.ts");
/** A run of a small stage takes a second; on a busy machine it took 15. */
const TOO_LONG = 120_000;

/** How a process ended. */
export interface ChildEnd {
  readonly killed: boolean;
  /** What it said of its end; undefined when it died before. */
  readonly end: string | undefined;
  readonly stderr: string;
  /** From the opening of its store to its end, real milliseconds. */
  readonly ms: number;
}

/** When to kill it: so many milliseconds after its store was open, or at a deletion; undefined lets it finish. */
export type Death = { readonly afterMs: number } | { readonly atDeletion: number } | undefined;

/**
 * Runs it once at the stage's time; what it acknowledged is told to the stage's witness.
 * @param meanwhile begins when its store is open, and is waited for
 */
export async function childRun(
  { house, witness }: KillStage,
  mode: Mode,
  death: Death,
  meanwhile: () => Promise<void> = async () => {},
): Promise<ChildEnd> {
  witness.begin(mode === "enforce");
  const { PATH = "", HOME = "", TMPDIR = "/tmp" } = process.env;
  const child = spawn(process.execPath, [CHILD, house.config, String(house.clock.now()), mode], {
    env: { PATH, HOME, TMPDIR, ...house.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  const kill = (): void => void child.kill("SIGKILL");
  const guard = new AbortController();
  void pause(TOO_LONG, undefined, { signal: guard.signal }).then(kill, () => {});
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  let end: string | undefined;
  let opened = Number.NaN;
  let deletions = 0;
  let other = Promise.resolve();
  house.onDelete = () => {
    deletions++;
    if (death !== undefined && "atDeletion" in death && deletions === death.atDeletion) kill();
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, ...rest] = line.split(" ");
    if (word === "open") {
      opened = performance.now();
      other = meanwhile();
      if (death !== undefined && "afterMs" in death) setTimeout(kill, death.afterMs);
    } else if (word === "head") witness.acknowledged([{ seq: Number(rest[0]), hash: rest[1] as Digest }]);
    else if (word === "end") end = rest.join(" ");
  }
  const ms = performance.now() - opened;
  if (child.exitCode === null && child.signalCode === null) await exited;
  guard.abort();
  await other;
  house.onDelete = () => {};
  return { killed: child.signalCode === "SIGKILL", end, stderr, ms };
}
