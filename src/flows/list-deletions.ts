import { undoClock, type UndoClock } from "../core/retire/undo-clock.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeletionFilter, ListedDeletion } from "../ports/deletion-list.ts";
import type { Scope, Total } from "../ports/device-list.ts";
import type { Store } from "../ports/store.ts";
import { undoWindow } from "./watch.ts";

/** A deletion with its undo clock as it stands now. */
export type DeletionLine = ListedDeletion & { readonly undo: UndoClock };

export interface AskedDeletions extends Omit<DeletionFilter, "deletedSince"> {
  /** true: only those that the console can still restore. */
  readonly restorable?: boolean;
}

interface Parts {
  readonly store: Pick<Store, "deletions">;
  readonly clock: Clock;
}

/** One page of deletions, the newest first. Faults: STORE_*. */
export async function listDeletions(
  { restorable = false, ...filter }: AskedDeletions,
  page: { readonly before: number | undefined; readonly limit: number },
  { store, clock }: Parts,
): Promise<{
  readonly items: readonly DeletionLine[];
  readonly next: number | undefined;
  readonly total: Total;
}> {
  const now = clock.now();
  const asked = restorable ? { ...filter, deletedSince: undoWindow(now) } : filter;
  const { items, ...rest } = await store.deletions.page(asked, page.before, page.limit);
  return { items: items.map((one) => ({ ...one, undo: undoClock(one.intendedAt, now) })), ...rest };
}

/** Deletions whose undo clock runs out first, of devices that have not come back. Faults: STORE_*. */
export async function clocksRunningOut(
  tenants: Scope,
  most: number,
  { store, clock }: Parts,
): Promise<readonly DeletionLine[]> {
  const now = clock.now();
  const items = await store.deletions.runningOut(tenants, undoWindow(now), most);
  return items.map((one) => ({ ...one, undo: undoClock(one.intendedAt, now) }));
}
