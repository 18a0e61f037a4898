import { workersNow } from "../../flows/status.ts";
import type { Handlers } from "./handler.ts";
import { timeText } from "./time-views.ts";

/** Who shares the work of runs. */
export const workerHandlers: Pick<Handlers, "listWorkers"> = {
  listWorkers: async (_input, _caller, session) => {
    const { workers, deadJobs } = await workersNow(session);
    return {
      workers: workers.map(({ id, kind, host, pid, version, startedAt, heardAt, silent, refuses }) => ({
        id,
        kind,
        host,
        pid,
        version,
        startedAt: timeText(startedAt),
        heardAt: timeText(heardAt),
        silent,
        ...(refuses !== undefined && { refuses }),
      })),
      deadJobs: deadJobs.map(({ at, ...job }) => ({ ...job, diedAt: timeText(at) })),
    };
  },
};
