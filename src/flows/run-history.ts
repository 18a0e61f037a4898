import type { LedgerEntry } from "../core/ledger/fact.ts";
import type { PlanId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { BreakerCode, Mode } from "../core/plan/plan.ts";
import type { Outcome } from "../core/retire/outcome.ts";
import type { LedgerStore } from "../ports/ledger-store.ts";

/** One plan, and what became of it. */
export interface PastRun {
  readonly plan: PlanId;
  readonly mode: Mode;
  readonly frozenAt: Instant;
  readonly items: number;
  readonly leftOut: number;
  readonly breakers: readonly BreakerCode[];
  /** Of the last time it was applied; undefined for one that was not, or not to its end. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>> | undefined;
  readonly stoppedBy: string | undefined;
}

export interface History {
  /** The newest first. */
  readonly runs: readonly PastRun[];
  /** What changed how much may be deleted, or whether: entries of the ledger, the newest first. */
  readonly turns: readonly LedgerEntry[];
}

/** Facts that a reader of the history looks for. */
const TURNS: ReadonlySet<string> = new Set([
  "brake_pulled",
  "brake_released",
  "ramp_moved",
  "device_returned",
]);

/** Every run and turn that the ledger knows, in one pass through it. Faults: STORE_*. */
export async function runHistory(ledger: LedgerStore): Promise<History> {
  const runs = new Map<PlanId, PastRun>();
  const turns: LedgerEntry[] = [];
  for await (const batch of ledger.entries(1)) {
    for (const entry of batch) {
      if (TURNS.has(entry.fact.kind)) turns.push(entry);
      note(entry, runs);
    }
  }
  return { runs: [...runs.values()].reverse(), turns: turns.reverse() };
}

function note({ at, fact }: LedgerEntry, runs: Map<PlanId, PastRun>): void {
  if (fact.kind === "plan_frozen") {
    const { plan, mode, items, leftOut, breakers } = fact;
    runs.set(plan, {
      plan,
      mode,
      frozenAt: at,
      items,
      leftOut,
      breakers: [...new Set(breakers.map(({ code }) => code))],
      outcomes: undefined,
      stoppedBy: undefined,
    });
  } else if (fact.kind === "apply_finished") {
    const run = runs.get(fact.plan);
    if (run === undefined) return;
    // A plan that was frozen in one mode can be rehearsed in another: what counts is what was done.
    runs.set(fact.plan, { ...run, mode: fact.mode, outcomes: fact.outcomes, stoppedBy: fact.stoppedBy });
  }
}
