import { statfs } from "node:fs/promises";
import { Fault } from "../../ports/fault.ts";
import { isErrno } from "./errno.ts";

/** PostgreSQL's write-ahead log grows by segments of this size (its default): with less room it cannot begin the next one. */
const SEGMENT_BYTES = 16 * 1024 * 1024;

/** What an error of the operating system about a file of the store means. */
export const directoryFault = (error: unknown, message: string, path: string): Fault =>
  isErrno(error, "ENOSPC") || isErrno(error, "EDQUOT")
    ? new Fault("STORE_FULL", "The disk of the store is full: its directory takes no file.", { path })
    : new Fault("STORE_UNAVAILABLE", message, { path }, error);

/**
 * Runs one call to PGlite. A log that cannot grow ends it without any code, also while it opens: then the disk is looked at,
 * and named where it has no room for a segment.
 */
export async function namingFullDisk<T>(directory: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const unnamed = error instanceof Fault && error.code === "STORE_UNAVAILABLE" && !hasState(error);
    if (!unnamed || directory === undefined) throw error;
    const free = await freeBytes(directory);
    if (free === undefined || free >= SEGMENT_BYTES) throw error;
    throw new Fault(
      "STORE_FULL",
      `The disk of the store is full: ${Math.floor(free / 1024 / 1024)} MiB are free, too few for the database's log.`,
      { ...error.details, freeBytes: free },
    );
  }
}

/** A code of the database says what is wrong by itself. */
const hasState = ({ details }: Fault): boolean => details["code"] !== undefined;

/** Undefined where it cannot be asked: the fault stays what it was. */
async function freeBytes(directory: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
