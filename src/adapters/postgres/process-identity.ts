import { readFile, readlink } from "node:fs/promises";
import { hostname } from "node:os";
import { isErrno } from "./errno.ts";

/** Who holds a lock: a pid alone is used again by others. What this platform does not tell is null. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** The pid namespace: in another container the same pid is somebody else. */
  readonly namespace: string | null;
  /** Boot and start time of the process, in clock ticks since that boot. */
  readonly started: string | null;
}

/** This process. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  const { pid } = process;
  return { pid, host: hostname(), namespace: await pidNamespace(), started: await startOf(pid) };
}

/**
 * Whether the process that a lock names still lives. `unknown`: on another host, or in another pid namespace.
 * Without /proc (macOS, Windows) a pid that is used again counts as alive: a lock too many is the lesser harm.
 */
export async function livenessOf(holder: ProcessIdentity): Promise<"alive" | "dead" | "unknown"> {
  if (holder.host !== hostname() || holder.namespace !== (await pidNamespace())) return "unknown";
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (isErrno(error, "ESRCH")) return "dead";
    if (!isErrno(error, "EPERM")) throw error;
  }
  return holder.started === (await startOf(holder.pid)) ? "alive" : "dead";
}

async function pidNamespace(): Promise<string | null> {
  return fromProc(async () => readlink("/proc/self/ns/pid"));
}

/** Field 22 of /proc/PID/stat is the start time (proc(5)); the name in field 2 may hold spaces and brackets. */
async function startOf(pid: number): Promise<string | null> {
  return fromProc(async () => {
    const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return `${boot}/${afterName[19]}`;
  });
}

async function fromProc(read: () => Promise<string>): Promise<string | null> {
  try {
    return await read();
  } catch (error) {
    // ENOENT: no /proc here, or no such process; ESRCH: it ended while it was read.
    if (isErrno(error, "ENOENT") || isErrno(error, "ESRCH") || isErrno(error, "EACCES")) return null;
    throw error;
  }
}
