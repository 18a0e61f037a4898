import { link, open, readFile, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import { instant, formatInstant, type Instant } from "../../core/model/instant.ts";
import type { Clock } from "../../ports/clock.ts";
import { Fault } from "../../ports/fault.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Log } from "../../ports/log.ts";
import { isErrno } from "./errno.ts";
import { directoryFault } from "./full-disk.ts";
import { livenessOf, ownIdentity, type ProcessIdentity } from "./process-identity.ts";

// Two PGlite instances on one directory do not notice each other and lose writes silently: one file says whose it is.
//
//   no file                      → create it                                     → held
//   file of a dead process       → take the gate, look again, replace it          → held
//   file of a live one, of one
//   elsewhere, or not legible    → STORE_LOCKED

interface Holder extends ProcessIdentity {
  readonly since: Instant;
}

export interface Lock {
  release(): Promise<void>;
}

/** Locks a store's directory for this process. Faults: STORE_LOCKED, STORE_FULL, STORE_UNAVAILABLE. */
export async function lockDirectory(
  directory: string,
  { clock, ids, log }: { readonly clock: Clock; readonly ids: Ids; readonly log: Log },
): Promise<Lock> {
  const path = join(directory, "lock");
  const holder: Holder = { ...(await ownIdentity()), since: clock.now() };
  const text = `${JSON.stringify(holder)}\n`;
  // Written aside and linked into place: a lock that exists is whole, and exists once.
  const draft = join(directory, `lock.${ids.uuid()}`);
  await writeNew(draft, text);
  try {
    if (!(await linkInto(draft, path))) {
      await takeOver(path, draft, log);
    }
  } finally {
    await unlink(draft);
  }
  return {
    release: async () => {
      if ((await readLock(path)) === text) await unlink(path);
    },
  };
}

/** Replaces the lock of a dead process. The gate lets one contender through; the others see a live lock or the gate. */
async function takeOver(path: string, draft: string, log: Log): Promise<void> {
  const gate = `${path}.takeover`;
  await refuseUnlessDead(path);
  if (!(await linkInto(draft, gate))) {
    throw new Fault("STORE_LOCKED", `Another process is taking the store over; if none is, remove ${gate}.`, {
      gate,
    });
  }
  try {
    const dead = await refuseUnlessDead(path);
    if (dead !== undefined) {
      log.warn("store: took over the lock of a process that is gone", { pid: dead.pid });
      await rm(path);
    }
    if (!(await linkInto(draft, path))) {
      await refuseUnlessDead(path);
      throw new Fault("STORE_LOCKED", "Another process took the store over first.", { path });
    }
  } finally {
    await unlink(gate);
  }
}

/** The dead holder of the lock, or undefined when the lock was released meanwhile; throws when the holder may live. */
async function refuseUnlessDead(path: string): Promise<Holder | undefined> {
  const text = await readLock(path);
  if (text === undefined) return undefined;
  const holder = parseHolder(text);
  if (holder === undefined) {
    throw new Fault(
      "STORE_LOCKED",
      `The lock file ${path} is not legible; remove it if no Rollcall uses the store.`,
      {
        path,
      },
    );
  }
  const liveness = await livenessOf(holder);
  if (liveness === "dead") return holder;
  const { pid, host, since } = holder;
  const where = liveness === "alive" ? "" : ` on ${host}, which cannot be asked from here`;
  const remedy = liveness === "alive" ? "" : `; remove ${path} if it no longer runs`;
  throw new Fault(
    "STORE_LOCKED",
    `The store is in use by process ${pid}${where} since ${formatInstant(since)}${remedy}.`,
    {
      pid,
      host,
      since: formatInstant(since),
      path,
    },
  );
}

function parseHolder(text: string): Holder | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { pid, host, namespace, started, since } = value as Record<string, unknown>;
  const textOrNull = (field: unknown): field is string | null => typeof field === "string" || field === null;
  if (!Number.isSafeInteger(pid) || (pid as number) <= 0 || typeof host !== "string") return undefined;
  if (!textOrNull(namespace) || !textOrNull(started) || typeof since !== "number") return undefined;
  return { pid: pid as number, host, namespace, started, since: instant(since) };
}

async function readLock(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isErrno(error, "ENOENT")) return undefined;
    throw unusable(error, path);
  }
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } catch (error) {
      // On a full disk each attempt would leave an empty one.
      await unlink(path);
      throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unusable(error, path);
  }
}

/** Whether `path` is ours now; link(2) fails when it exists already. */
async function linkInto(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (isErrno(error, "EEXIST")) return false;
    throw unusable(error, path);
  }
}

/** The directory cannot be written to, or is gone. */
const unusable = (error: unknown, path: string): Fault =>
  directoryFault(error, "The store's directory cannot be used.", path);
