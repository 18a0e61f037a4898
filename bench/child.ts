// Work in a process of its own: so that memory measured is that of the work alone, and the other side takes no part of it.
import { fork, type Serializable } from "node:child_process";
import { fileURLToPath } from "node:url";

const RUN = fileURLToPath(new URL("run.ts", import.meta.url));

/** How Node is started for a task: its flags, and the benchmark compiled where that matters. */
export interface Start {
  readonly flags: readonly string[];
  readonly run: string;
}

const FROM_SOURCE: Start = { flags: [], run: RUN };

/** A task that has given its first answer, and lives until it is stopped. */
export interface Child<Answer> {
  readonly answer: Answer;
  stop(): Promise<void>;
}

/** Starts a task of tasks.ts in a child process and waits for its answer. Rejects when it ends without one. */
export async function startChild<Answer>(
  task: string,
  input: Serializable,
  { flags, run }: Start = FROM_SOURCE,
): Promise<Child<Answer>> {
  const child = fork(run, ["--task", task, JSON.stringify(input)], { execArgv: [...flags] });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const answer = await new Promise<Answer>((resolve, reject) => {
    child.once("message", (message) => resolve(message as Answer));
    void ended.then((code) => reject(new Error(`the task ${task} ended with code ${code} and no answer`)));
  });
  return {
    answer,
    stop: async () => {
      if (child.exitCode === null) child.kill();
      await ended;
    },
  };
}

/** Runs a task to its end and gives its answer. */
export async function inChild<Answer>(
  task: string,
  input: Serializable,
  start: Start = FROM_SOURCE,
): Promise<Answer> {
  const child = await startChild<Answer>(task, input, start);
  await child.stop();
  return child.answer;
}
