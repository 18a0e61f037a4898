import { Worker } from "node:worker_threads";
import { Fault } from "../../ports/fault.ts";
import type { Log } from "../../ports/log.ts";
import type { Driver } from "./driver.ts";
import { receivedError, type Answer, type Call } from "./pglite-calls.ts";
import { takingTurns } from "./pglite-driver.ts";

/** Sources run as they are, and what is published is compiled: the thread begins in a file of the same kind. */
const THREAD = new URL(
  import.meta.url.endsWith(".ts") ? "./pglite-thread.ts" : "./pglite-thread.js",
  import.meta.url,
);

interface Waiting {
  readonly resolve: (rows: readonly unknown[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens PGlite on a thread of its own: a merge of 20,000 endpoints takes it seconds, in which a server has to answer.
 * @param directory its own directory, which must be locked; undefined keeps everything in memory
 */
export async function pgliteInThread(directory: string | undefined, log: Log): Promise<Driver> {
  const thread = new Worker(THREAD, { workerData: { directory } });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  const answered = async (number: number): Promise<readonly unknown[]> =>
    new Promise((resolve, reject) => waiting.set(number, { resolve, reject }));
  const call = async (asked: Call): Promise<readonly unknown[]> => {
    const answer = answered(++last);
    // The rule is about windows, which have origins; a thread has none.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    thread.postMessage({ number: last, call: asked });
    return answer;
  };
  thread.on("message", (answer: Answer) => {
    const one = waiting.get(answer.number);
    waiting.delete(answer.number);
    if ("error" in answer) one?.reject(receivedError(answer.error));
    else one?.resolve(answer.rows);
  });
  const gone = (): void => {
    for (const { reject } of waiting.values())
      reject(new Fault("STORE_UNAVAILABLE", "The thread of the embedded store has ended."));
    waiting.clear();
  };
  thread.on("error", gone);
  thread.on("exit", gone);
  const exited = new Promise<void>((resolve) => void thread.once("exit", () => resolve()));
  await answered(0);
  const session = {
    run: async (text: string, params: Extract<Call, { kind: "run" }>["params"]) =>
      call({ kind: "run", text, params }),
    script: async (text: string) => {
      await call({ kind: "script", text });
    },
    copy: async (table: string, columns: readonly string[], chunks: Iterable<string>) => {
      await call({ kind: "copy", table, columns, chunks: [...chunks] });
    },
    close: async () => {
      await call({ kind: "close" });
      await exited;
    },
  };
  return takingTurns(session, directory !== undefined, log);
}
