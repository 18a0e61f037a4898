import type { WorkerRefusal } from "../../src/ports/worker-store.ts";

/** Why a worker takes no jobs, and what to do. */
export const WORKER_REFUSAL_TEXTS: Readonly<Record<WorkerRefusal, readonly [means: string, todo: string]>> = {
  config_differs: [
    "What decides, the mode, the rate or the hosts of Sophos are not those of the run that wants its jobs done.",
    "Give both processes the same configuration.",
  ],
  schema_differs: [
    "The store, or the run that wants its jobs done, is of another version than this Rollcall.",
    "Run one version everywhere.",
  ],
  clock_off: ["This machine's clock is more than 5 minutes off the database's.", "Set both (NTP)."],
  secret_missing: [
    "A secret of `sophos.reader` or `sophos.tls.ca` cannot be read here.",
    "Give it to this machine too.",
  ],
};
