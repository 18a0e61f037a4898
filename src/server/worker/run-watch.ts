import type { RunRecord } from "../../ports/run-store.ts";
import type { RunWatcher } from "../../ports/run-watcher.ts";
import type { Live } from "../api/live.ts";
import { runView } from "../run-view.ts";

/** The runs of this process while they go on: told to whoever looks on, and stopped by whoever may. */
export interface RunWatch extends RunWatcher {
  /** Lets a run end after what it is doing right now; false when it is not one of this process that goes on. */
  stop(id: string): boolean;
  current(): RunRecord | undefined;
}

export function createRunWatch(live: Live, beating: RunWatcher["beating"]): RunWatch {
  let under: { run: RunRecord; readonly stop: () => void } | undefined;
  const tell = (run: RunRecord): void => live.tell({ kind: "run", run: runView(run) });
  return {
    begun: (run, stop) => {
      under = { run, stop };
      tell(run);
    },
    changed: (run) => {
      if (under?.run.id === run.id) under.run = run;
      tell(run);
    },
    ended: (run) => {
      if (under?.run.id === run.id) under = undefined;
      for (const what of ["assessments", "cases", "plans", "outbox"] as const)
        live.tell({ kind: "changed", what });
    },
    progress: (run, line) => live.tell({ kind: "progress", run, ...line }),
    beating,
    stop: (id) => {
      if (under?.run.id !== id) return false;
      under.stop();
      return true;
    },
    current: () => under?.run,
  };
}
