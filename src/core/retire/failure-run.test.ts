import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bug } from "../model/invariant.ts";
import { countOutcome, failureBreaker, NO_FAILURES } from "./failure-run.ts";
import type { Outcome } from "./outcome.ts";

const runOf = (outcomes: readonly Outcome[]) => outcomes.reduce(countOutcome, NO_FAILURES);

describe("a run of failures", () => {
  it.each<readonly [string, readonly Outcome[], number]>([
    ["is empty before the first", [], 0],
    ["counts failed ones", ["failed", "failed"], 2],
    ["counts unconfirmed ones like failed ones", ["unconfirmed", "failed"], 2],
    ["is broken by a deletion that was read back as gone", ["failed", "failed", "retired"], 0],
    ["starts anew after it", ["failed", "retired", "failed"], 1],
    ["is not broken by a changed one", ["failed", "changed", "failed"], 2],
    ["is not broken by one that was gone already", ["failed", "gone_already", "failed"], 2],
    ["is not broken by a withheld one", ["failed", "withheld", "failed"], 2],
    ["is not made by ones that were not sent", ["changed", "gone_already", "withheld"], 0],
  ])("%s", (_, outcomes, inARow) => {
    expect(runOf(outcomes)).toStrictEqual({ inARow });
  });

  it("trips the breaker at its limit, and says by which figures", () => {
    expect(failureBreaker(runOf(["failed", "failed"]), 3)).toBeUndefined();
    expect(failureBreaker(runOf(["failed", "unconfirmed", "failed"]), 3)).toStrictEqual({
      code: "failures_in_a_row",
      tenant: undefined,
      directory: undefined,
      figures: { inARow: 3, maxFailures: 3 },
      groups: undefined,
    });
  });

  it("has tripped before the first deletion when no failure is allowed: zero is not unlimited", () => {
    expect(failureBreaker(NO_FAILURES, 0)).toMatchObject({ code: "failures_in_a_row" });
  });

  it.each([Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])("refuses %d as a limit", (limit) => {
    expect(() => failureBreaker(NO_FAILURES, limit)).toThrow(Bug);
  });

  it("never lets more failures happen without a success between them than the limit", () => {
    const outcomes = fc.array(
      fc.constantFrom<Outcome>("retired", "failed", "unconfirmed", "changed", "withheld"),
    );
    fc.assert(
      fc.property(outcomes, fc.nat(4), (all, limit) => {
        let run = NO_FAILURES;
        let sinceSuccess = 0;
        for (const outcome of all) {
          if (failureBreaker(run, limit) !== undefined) break;
          run = countOutcome(run, outcome);
          if (outcome === "retired") sinceSuccess = 0;
          if (outcome === "failed" || outcome === "unconfirmed") sinceSuccess += 1;
        }
        expect(sinceSuccess).toBeLessThanOrEqual(limit);
      }),
    );
  });
});
