import * as z from "zod";
import { route } from "./route.ts";
import { time } from "./value.ts";

/** A process that shares the work of runs. */
export const WorkerView = z.object({
  id: z.string(),
  kind: z.enum(["serve", "worker"]),
  host: z.string(),
  pid: z.int(),
  version: z.string(),
  startedAt: time,
  heardAt: time,
  /** Not heard of for so long that nobody counts on it. */
  silent: z.boolean(),
  /** Why it takes no jobs. */
  refuses: z.enum(["config_differs", "schema_differs", "clock_off", "secret_missing"]).optional(),
});

/** A job that no worker could finish. */
export const DeadJobView = z.object({
  kind: z.string(),
  /** Which: a tenant by its id. */
  of: z.string(),
  run: z.string(),
  code: z.string(),
  diedAt: time,
});

export const listWorkers = route({
  id: "listWorkers",
  method: "get",
  path: "/api/v1/workers",
  summary: "Processes that share the work of runs, and the last 50 jobs that none of them could finish",
  needs: "operator",
  scope: "fleet",
  response: z.object({ workers: z.array(WorkerView), deadJobs: z.array(DeadJobView) }),
});
