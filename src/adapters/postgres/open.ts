import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../ports/clock.ts";
import { Fault } from "../../ports/fault.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Log } from "../../ports/log.ts";
import type { Store } from "../../ports/store.ts";
import { connect, type Connection } from "./connection.ts";
import type { Driver } from "./driver.ts";
import { directoryFault } from "./full-disk.ts";
import { lockDirectory } from "./lock.ts";
import { migrate } from "./migrate.ts";
import { refuseMoved } from "./moved-mark.ts";
import { pgliteDriver } from "./pglite-driver.ts";
import { pgliteInThread } from "./pglite-thread-driver.ts";
import { poolDriver } from "./pool-driver.ts";
import { storeOn, type StoreParts } from "./store.ts";

/** What a store is opened with. */
export interface StoreOptions extends StoreParts {
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Opens the store and brings its schema up to date.
 * @param url `pglite:DIR` (locked for this process), `pglite:memory`, `postgres://…` or `postgresql://…`
 * Faults: CONFIG_INVALID for another url, STORE_LOCKED, STORE_MOVED, STORE_NEWER, STORE_FULL, STORE_UNAVAILABLE, STORE_DAMAGED.
 */
export async function openStore(url: string, options: StoreOptions): Promise<Store> {
  return storeOn(await openConnection(url, options), options);
}

/** One open store for many: each writes in a name of their own. */
export interface Stores {
  /** The store in somebody's name; closing it closes nothing. */
  as(actor: string): Store;
  /** It answers a trivial question. Faults: STORE_*. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** The same for a process that keeps it open, and answers others meanwhile. Faults: as for openStore. */
export async function openStores(url: string, options: Omit<StoreOptions, "actor">): Promise<Stores> {
  const connection = await openConnection(url, options, pgliteInThread);
  return {
    as: (actor) => ({ ...storeOn(connection, { ...options, actor }), close: async () => Promise.resolve() }),
    ready: async () => {
      await connection.query("select 1");
    },
    close: async () => connection.close(),
  };
}

/** The connection below a store, schema up to date. */
export async function openConnection(
  url: string,
  options: { readonly clock: Clock; readonly ids: Ids; readonly log: Log },
  openPglite: typeof pgliteDriver = pgliteDriver,
): Promise<Connection> {
  const connection = connect(await driverFor(url, options, openPglite));
  try {
    const applied = await migrate(connection, options.clock.now());
    if (applied.length > 0) options.log.info("store: schema brought up to date", { versions: applied });
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Whether several processes may use it. */
export const isShared = (url: string): boolean => /^postgres(?:ql)?:\/\//.test(url);

/** Where an embedded store lies; undefined where there is none. */
export const embeddedDirectory = (url: string): string | undefined =>
  /^pglite:(?!memory$)(.+)$/s.exec(url)?.[1];

async function driverFor(
  url: string,
  options: { readonly clock: Clock; readonly ids: Ids; readonly log: Log },
  openPglite: typeof pgliteDriver,
): Promise<Driver> {
  if (isShared(url)) return poolDriver(url, options.log);
  if (url === "pglite:memory") return openPglite(undefined, options.log);
  const directory = embeddedDirectory(url);
  // The url may hold a password: it is not repeated.
  if (directory === undefined) {
    throw new Fault("CONFIG_INVALID", "The store is neither pglite:DIRECTORY nor postgres://….");
  }
  return lockedDriver(directory, options, openPglite);
}

/** PGlite in its directory, for as long as the lock is ours. */
async function lockedDriver(
  directory: string,
  options: { readonly clock: Clock; readonly ids: Ids; readonly log: Log },
  openPglite: typeof pgliteDriver,
): Promise<Driver> {
  await makeDirectory(directory);
  const lock = await lockDirectory(directory, options);
  try {
    await refuseMoved(directory);
    const driver = await openPglite(join(directory, "pgdata"), options.log);
    return {
      ...driver,
      close: async () => {
        try {
          await driver.close();
        } finally {
          await lock.release();
        }
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    // Device names, people and DNs are in it: for this account only.
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw directoryFault(error, "The store's directory cannot be made.", directory);
  }
}
