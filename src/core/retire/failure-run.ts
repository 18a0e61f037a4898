import { invariant } from "../model/invariant.ts";
import type { TrippedBreaker } from "../plan/plan.ts";
import type { Outcome } from "./outcome.ts";

/** How many deletions in a row have failed or stayed unconfirmed. */
export interface FailureRun {
  readonly inARow: number;
}

export const NO_FAILURES: FailureRun = { inARow: 0 };

/**
 * Counts one more outcome. Only a deletion that was read back as gone breaks the row: an endpoint that was withheld, had
 * changed or was gone already says nothing on whether Central does what we ask.
 */
export function countOutcome(run: FailureRun, outcome: Outcome): FailureRun {
  switch (outcome) {
    case "failed":
    case "unconfirmed":
      return { inARow: run.inARow + 1 };
    case "retired":
      return NO_FAILURES;
    case "changed":
    case "gone_already":
    case "withheld":
      return run;
  }
}

/**
 * The breaker that stops the run, or undefined while it may go on. To be asked before every deletion, the first one too:
 * with a limit of zero it has tripped before the run begins, since zero is not unlimited.
 */
export function failureBreaker(run: FailureRun, maxFailures: number): TrippedBreaker | undefined {
  invariant(Number.isSafeInteger(maxFailures) && maxFailures >= 0, "maxFailures is a count");
  return run.inARow < maxFailures
    ? undefined
    : {
        code: "failures_in_a_row",
        tenant: undefined,
        directory: undefined,
        figures: { inARow: run.inARow, maxFailures },
        groups: undefined,
      };
}
