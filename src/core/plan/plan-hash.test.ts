import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asJson, mutationOf } from "../../../test/build/mutation.ts";
import { fruitfulPlanInputs } from "../../../test/build/plan-inputs.ts";
import { sha256 } from "../../adapters/system/hash.ts";
import { buildPlan } from "./build-plan.ts";
import { planHash } from "./plan-hash.ts";
import type { Plan } from "./plan.ts";

const plans = fruitfulPlanInputs.map(buildPlan);

describe("the hash of a plan", () => {
  it("is the one it carries, and does not hang on that one", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(planHash(plan, sha256)).toBe(plan.hash);
        expect(planHash({ ...plan, hash: sha256("other") } as Plan, sha256)).toBe(plan.hash);
      }),
    );
  });

  it("survives the way through JSON and back", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(planHash(asJson(plan) as unknown as Plan, sha256)).toBe(plan.hash);
      }),
    );
  });

  it("changes with any change of the plan", () => {
    const changes = plans.chain((plan) => {
      const { hash: _hash, ...rest } = plan;
      return fc.tuple(fc.constant(plan), mutationOf(asJson(rest)));
    });
    fc.assert(
      fc.property(changes, ([plan, changed]) => {
        expect(planHash(changed as unknown as Plan, sha256)).not.toBe(plan.hash);
      }),
      { numRuns: 300 },
    );
  });
});
