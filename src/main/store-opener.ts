import { openStore, type Stores } from "../adapters/postgres/open.ts";
import { currentActor } from "../adapters/system/actor.ts";
import { sha256 } from "../adapters/system/hash.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";
import type { RollcallConfig } from "./config/normalise.ts";
import type { World } from "./session.ts";

/** Opens the store of a configuration; whoever opens it closes it. Faults: STORE_*, CONFIG_INVALID. */
export type StoreOpener = (config: RollcallConfig, world: World) => Promise<Store>;

/** For this process alone. */
export const openOwn: StoreOpener = async (config, world) =>
  openStore(config.store.read().reveal(), {
    actor: world.actor ?? currentActor(),
    hash: sha256,
    ...world,
  });

/** The one that is open already: a configuration that names another one is refused. */
export const openServed =
  (url: string, stores: Stores, actor: string): StoreOpener =>
  async (config) => {
    if (config.store.read().reveal() === url) return Promise.resolve(stores.as(actor));
    throw new Fault(
      "CONFIG_INVALID",
      `${config.path} names another store than the one that rollcall serve has open here.`,
      { path: config.path },
    );
  };
