import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, instant, type Instant } from "../model/instant.ts";
import { isQuarantined } from "../plan/quarantined.ts";
import { FAILURES, type FailureClass, type FailureWeight } from "./failure-class.ts";
import { isExhausted, quarantineAfter, RETRY_BUDGET, type Quarantine } from "./quarantine.ts";

const NOON = instant(Date.UTC(2026, 5, 15, 12));
const classes = Object.keys(FAILURES) as FailureClass[];
const ofWeight = (...weights: FailureWeight[]): fc.Arbitrary<FailureClass> =>
  fc.constantFrom(...classes.filter((one) => weights.includes(FAILURES[one])));
const anyClass = fc.constantFrom(...classes);
/** From a minute to a week between two failures. */
const failures = (failure: fc.Arbitrary<FailureClass>) =>
  fc.array(fc.record({ failure, afterMs: fc.integer({ min: 60_000, max: 7 * DAY }) }), { minLength: 1 });

type Step = { readonly at: Instant; readonly failure: FailureClass; readonly after: Quarantine | undefined };

/** What becomes of an endpoint that fails so, one failure after the other. */
function lived(all: readonly { failure: FailureClass; afterMs: number }[]): readonly Step[] {
  const steps: Step[] = [];
  for (const { failure, afterMs } of all) {
    const last = steps.at(-1);
    const at = instant((last?.at ?? NOON) + afterMs);
    steps.push({ at, failure, after: quarantineAfter(last?.after, failure, at) });
  }
  return steps;
}

const endOf = (quarantine: Quarantine | undefined): number =>
  quarantine === undefined ? Number.NEGATIVE_INFINITY : (quarantine.until ?? Number.POSITIVE_INFINITY);

describe("a quarantine", () => {
  it("lasts an hour, then a day, then until a person releases it", () => {
    const steps = lived([
      { failure: "server", afterMs: HOUR },
      { failure: "timeout", afterMs: DAY },
      { failure: "refused", afterMs: 2 * DAY },
    ]);
    expect(steps.map(({ at, after }) => after?.until && after.until - at)).toEqual([HOUR, DAY, undefined]);
    expect(steps.at(-1)?.after).toMatchObject({ failures: 3, counted: 3, failure: "refused" });
    expect(isExhausted(steps.at(-1)?.after)).toBe(true);
  });

  it("of failures that are nobody's own lasts an hour, a day, and three days from then on, and never for good", () => {
    fc.assert(
      fc.property(failures(ofWeight("delays")), (all) => {
        for (const [nth, { at, after }] of lived(all).entries()) {
          expect(isExhausted(after)).toBe(false);
          expect(endOf(after) - at).toBeGreaterThanOrEqual([HOUR, DAY][nth] ?? 3 * DAY);
        }
      }),
    );
  });

  it("stands from each failure on, and its end only ever moves away", () => {
    fc.assert(
      fc.property(failures(anyClass), (all) => {
        let before = Number.NEGATIVE_INFINITY;
        for (const { at, failure, after } of lived(all)) {
          if (FAILURES[failure] !== "nothing")
            expect(after !== undefined && isQuarantined(after, at)).toBe(true);
          expect(endOf(after)).toBeGreaterThanOrEqual(before);
          before = endOf(after);
        }
      }),
    );
  });

  it("is exhausted exactly when as many failures as the budget counted, however many only delayed", () => {
    fc.assert(
      fc.property(failures(anyClass), (all) => {
        let counted = 0;
        for (const { failure, after } of lived(all)) {
          if (FAILURES[failure] === "counts") counted++;
          expect(isExhausted(after)).toBe(counted >= RETRY_BUDGET);
        }
      }),
    );
  });

  it("leaves room for no more attempts that count than the budget, whenever they are tried", () => {
    fc.assert(
      fc.property(failures(ofWeight("counts")), (tries) => {
        let quarantine: Quarantine | undefined;
        let [at, attempts] = [NOON, 0];
        for (const { failure, afterMs } of tries) {
          at = instant(at + afterMs);
          if (quarantine !== undefined && isQuarantined(quarantine, at)) continue;
          attempts++;
          quarantine = quarantineAfter(quarantine, failure, at);
        }
        expect(attempts).toBeLessThanOrEqual(RETRY_BUDGET);
      }),
    );
  });

  it("does not end on a date that is none, and not before its own", () => {
    expect(isQuarantined({ failures: 1, until: instant(Number.NaN) }, NOON)).toBe(true);
    expect(isQuarantined({ failures: 1, until: instant(NOON + 1) }, NOON)).toBe(true);
    expect(isQuarantined({ failures: 1, until: NOON }, NOON)).toBe(false);
  });
});
