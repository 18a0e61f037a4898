import type { TenantId } from "../core/model/ids.ts";
import { daysBetween, instant, type Instant } from "../core/model/instant.ts";
import type { Policy } from "../core/model/policy.ts";
import { Backtest, thresholdsOf, type BacktestRow, type WatchedTenant } from "../core/plan/backtest.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";
import { USUAL_DAYS } from "./inactive-days.ts";

export interface BacktestQuery {
  /** Whole days, none below FEWEST_INACTIVE_DAYS; without any, a usual series. The policy's own are tried in any case. */
  readonly days: readonly number[] | undefined;
  /** Some of them, or all. */
  readonly tenants: readonly TenantId[] | undefined;
}

export interface BacktestResult {
  /** Tenants whose silences are kept. */
  readonly watched: readonly WatchedTenant[];
  /** From the first to the last of it, and the whole days of the tenant that was watched longest; undefined without any. */
  readonly history:
    | { readonly sinceAt: Instant; readonly untilAt: Instant; readonly longestDays: number }
    | undefined;
  readonly rows: readonly BacktestRow[];
}

/**
 * What each threshold of silence would have deleted, and how many of those came back, on the history that the store has.
 * Changes nothing. Faults: STORE_*, CANCELLED between two batches.
 */
export async function backtest(
  { days, tenants }: BacktestQuery,
  { store, policy }: { readonly store: Store; readonly policy: Policy },
  signal: AbortSignal,
): Promise<BacktestResult> {
  const watched = await store.silences.watched(tenants);
  const test = new Backtest(thresholdsOf(days ?? USUAL_DAYS, policy), watched);
  for await (const batch of store.silences.devices(tenants)) {
    if (signal.aborted) throw new Fault("CANCELLED", "Stopped between two batches of the back-test.");
    for (const device of batch) test.add(device);
  }
  return { watched, history: historyOf(watched), rows: test.rows() };
}

function historyOf(watched: readonly WatchedTenant[]): BacktestResult["history"] {
  if (watched.length === 0) return undefined;
  return {
    sinceAt: instant(Math.min(...watched.map(({ sinceAt }) => sinceAt))),
    untilAt: instant(Math.max(...watched.map(({ untilAt }) => untilAt))),
    longestDays: Math.max(...watched.map(({ sinceAt, untilAt }) => daysBetween(sinceAt, untilAt))),
  };
}
