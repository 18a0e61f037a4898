import { MINUTE } from "../core/model/instant.ts";
import type { RunWatcher } from "../ports/run-watcher.ts";

/** Calls `beat` every minute, one at a time. A beat that fails says nothing: the run itself meets the same store. */
export const beating: RunWatcher["beating"] = (beat) => {
  let last: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    last = Promise.allSettled([last, beat()]);
  }, MINUTE);
  // What is heard of a run must not keep its process alive.
  timer.unref();
  return async () => {
    clearInterval(timer);
    await last;
  };
};

/** Nobody looks on: the record in the store is all. */
export const runsUnwatched: RunWatcher = {
  begun: () => {},
  changed: () => {},
  ended: () => {},
  progress: () => {},
  beating,
};
