import { useSyncExternalStore } from "react";

/** The finest that a relative time is shown in. */
const TICK_MS = 60_000;

let now = new Date();
const watchers = new Set<() => void>();
setInterval(() => {
  now = new Date();
  for (const watcher of watchers) watcher();
}, TICK_MS);

/** The present, to the minute: what is shown relative to it moves on by itself. */
export const useNow = (): Date =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => now,
  );
