import type { Status } from "../../flows/status.ts";
import type { WorkerRefusal } from "../../ports/worker-store.ts";
import { paint, type Io } from "../io.ts";
import { instantText } from "./instant-text.ts";
import { figure, printable, table } from "./table.ts";

const WHY: Readonly<Record<WorkerRefusal, string>> = {
  config_differs:
    "takes no jobs: the run was begun with another configuration than this worker has. Give both the same.",
  schema_differs:
    "takes no jobs: the store is of another version than this Rollcall. Run the same version everywhere.",
  clock_off: "takes no jobs: this machine's clock is more than 5 minutes off the database's. Set both (NTP).",
  secret_missing: "takes no jobs: a secret of sophos.reader or sophos.tls.ca cannot be read here.",
};

/** Why a worker takes no jobs, and what to do. */
export const refusalText = (refuses: WorkerRefusal): string => WHY[refuses];

/** Who shares the work of runs, and what none of them could finish; nothing where there is neither. */
export function workerLines(io: Io, { workers, deadJobs }: Pick<Status, "workers" | "deadJobs">): string[] {
  const lines: string[] = [];
  if (workers.length > 0) {
    const rows = workers.map((one) => [
      `${one.host}, process ${one.pid}`,
      one.kind,
      one.version,
      instantText(one.heardAt),
      one.silent ? "silent" : (one.refuses ?? "yes"),
    ]);
    lines.push("", table(io, ["Worker", "Kind", "Version", "Last heard", "Takes jobs"], rows));
  }
  for (const code of new Set(workers.flatMap(({ refuses }) => refuses ?? [])))
    lines.push(`${paint(io, "yellow", code)}: ${refusalText(code)}`);
  const [newest] = deadJobs;
  if (newest !== undefined)
    lines.push(
      "",
      `Jobs that no worker could finish: ${figure(deadJobs.length)}, the last ${printable(newest.kind)} of ${printable(newest.of)} at ${instantText(newest.at)} (${newest.code}).`,
    );
  return lines;
}
