import type { CollectionId } from "../src/core/model/ids.ts";
import type { InventoryStore } from "../src/ports/inventory-store.ts";
import type { LedgerStore } from "../src/ports/ledger-store.ts";
import type { Store } from "../src/ports/store.ts";

/**
 * A store for measuring what comes before it: it counts what it is given and keeps none of it. Only what collecting asks
 * for is there; anything else fails.
 */
export function keepsNothing(): Store {
  const staged = new Map<CollectionId, number>();
  let collections = 0;
  const add = (collection: CollectionId, rows: number): void => {
    staged.set(collection, (staged.get(collection) ?? 0) + rows);
  };
  const inventory: Pick<
    InventoryStore,
    | "begin"
    | "stageEndpoints"
    | "stagedCount"
    | "currentCount"
    | "mergeEndpoints"
    | "discard"
    | "saveTenants"
    | "tenants"
    | "notCovered"
  > = {
    begin: async () => Promise.resolve(`collection-${collections++}` as CollectionId),
    stageEndpoints: async (collection, rows) => Promise.resolve(add(collection, rows.length)),
    stagedCount: async (collection) => Promise.resolve(staged.get(collection) ?? 0),
    currentCount: async () => Promise.resolve(undefined),
    mergeEndpoints: async (collection) =>
      Promise.resolve({
        added: staged.get(collection) ?? 0,
        changed: 0,
        unchanged: 0,
        gone: 0,
        vanished: [],
      }),
    discard: async () => Promise.resolve(),
    saveTenants: async () => Promise.resolve(),
    tenants: async () => Promise.resolve([]),
    notCovered: async () => Promise.resolve([]),
  };
  const ledger: Pick<LedgerStore, "append"> = { append: async () => Promise.resolve([]) };
  const store = { inventory, ledger, close: async () => Promise.resolve() } as unknown as Store;
  return { ...store, transaction: async (work) => work(store) };
}
