import { invariant } from "../core/model/invariant.ts";
import type { CaseMove, CaseState, ReviewTerms } from "../core/review/case.ts";
import { openAgain, openCase, tendCase, type Asking } from "../core/review/tend-case.ts";
import type { Clock } from "../ports/clock.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";
import { recordMoves } from "./case-facts.ts";
import { returnCases } from "./return-cases.ts";

export interface TendParts {
  readonly store: Store;
  readonly clock: Clock;
  /** The account and host this process runs as. */
  readonly actor: string;
  readonly review: ReviewTerms & { readonly newCasesPerRun: number };
}

/** What tending did, and how things stand after it. */
export interface TendResult {
  readonly opened: number;
  readonly reopened: number;
  readonly askedAnew: number;
  readonly expired: number;
  readonly closed: number;
  readonly states: Readonly<Partial<Record<CaseState, number>>>;
  /** Endpoints for which the cap leaves no case yet. */
  readonly waiting: number;
}

/**
 * Brings every case up to what is known of its device, and opens cases: for every device that came back, and, so many a run
 * and the longest silent first, for those in review and those whose deletion failed too often. Looks at states and not at
 * events: run twice, it does nothing the second time. It approves nothing. Faults: STORE_*, CANCELLED between two batches.
 */
export async function tendCases(parts: TendParts, signal: AbortSignal): Promise<TendResult> {
  const { store, clock, actor, review } = parts;
  const now = clock.now();
  const asking: Asking = { now, actor, terms: review };
  const done: Record<CaseMove["event"]["kind"], number> = {
    opened: 0,
    reopened: 0,
    asked_anew: 0,
    expired: 0,
    closed: 0,
    retired: 0,
    answered: 0,
    commented: 0,
    assigned: 0,
  };
  const record = async (moves: readonly CaseMove[]): Promise<void> => {
    throwIfCancelled(signal);
    if (moves.length === 0) return;
    const written = await store.transaction(async (tx) => recordMoves(tx, moves, now));
    for (const { event } of written) done[event.kind]++;
  };
  for await (const batch of store.cases.stirring(now)) {
    const moves = batch.map(({ one, seen }) => tendCase(one, seen, asking));
    await record(moves.filter((move) => move !== undefined));
  }
  await record(await returnCases(store, asking));
  const subjects = await store.cases.subjects(review.newCasesPerRun, now);
  await record(
    subjects.map((subject) => {
      if (subject.over === undefined) return openCase(subject, subject.cause, asking);
      const again = openAgain(subject.over, subject.assessment, subject.cause, asking);
      invariant(again !== undefined, "a case that is over can be opened again");
      return again;
    }),
  );
  const { states, waiting } = await store.cases.counts();
  return {
    opened: done.opened,
    reopened: done.reopened,
    askedAnew: done.asked_anew,
    expired: done.expired,
    closed: done.closed + done.retired,
    states,
    waiting,
  };
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new Fault("CANCELLED", "Stopped between two batches of cases.");
}
