// The thread of a PGlite: opens it, and does one call after the other.
import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "../../core/model/invariant.ts";
import { sentError, type Answer, type Call } from "./pglite-calls.ts";
import { openPglite, type Pglite } from "./pglite-driver.ts";

const port = parentPort;
invariant(port !== null, "this file is the beginning of a thread");
const answer = (one: Answer): void => port.postMessage(one);

async function carryOut(pglite: Pglite, call: Call): Promise<readonly unknown[]> {
  switch (call.kind) {
    case "run":
      return pglite.run(call.text, call.params);
    case "script":
      await pglite.script(call.text);
      return [];
    case "copy":
      await pglite.copy(call.table, call.columns, call.chunks);
      return [];
    case "close":
      await pglite.close();
      return [];
  }
}

/** Never rejects: what went wrong is the answer. */
async function answerTo(number: number, pglite: Pglite, call: Call): Promise<void> {
  try {
    const rows = await carryOut(pglite, call);
    answer({ number, rows });
    // Without a port there is nothing to wait for: the thread ends.
    if (call.kind === "close") port?.close();
  } catch (error) {
    answer({ number, error: sentError(error) });
  }
}

try {
  const pglite = await openPglite((workerData as { readonly directory: string | undefined }).directory);
  port.on("message", ({ number, call }: { readonly number: number; readonly call: Call }) => {
    void answerTo(number, pglite, call);
  });
  answer({ number: 0, rows: [] });
} catch (error) {
  answer({ number: 0, error: sentError(error) });
}
