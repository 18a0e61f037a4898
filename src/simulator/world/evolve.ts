// Time passes: what is on reports, what is handed in falls silent, newcomers register. Records are changed where they
// lie, since a simulator reads them live; one that was deleted from the estate is never put back.

import type { TenantSide } from "./central-tenant.ts";
import { refreshRecord } from "./endpoint-record.ts";
import { DAY } from "./life.ts";
import { active } from "./living-stories.ts";
import type { EndpointPlan } from "./plans.ts";
import { mix } from "./prng.ts";
import { register } from "./registration.ts";
import type { Stage } from "./stage.ts";
import type { Truth } from "./world.ts";

/** A year brings new machines for three in ten, which makes up for those that are handed in. */
const NEWCOMERS_A_DAY = 0.3 / 365;

/** When newcomer number i registers: one an interval, somewhere in it. */
function arrival(stage: Stage, size: number, i: number): number {
  const every = DAY / (NEWCOMERS_A_DAY * Math.max(1, size));
  return Math.floor(stage.start + (i + mix(stage.seed, 91, i) / 0x1_0000_0000) * every) + 1;
}

/** Adds the truth about an endpoint to the world's. */
export const tell = (truths: Map<string, Truth>, { truth }: EndpointPlan): void => {
  truths.set(`${truth.tenant}/${truth.endpoint}`, truth);
};

/** Once a machine is handed in, its story is another one. */
function end(truth: Truth): void {
  truth.alive = false;
  if (truth.story === "active") truth.story = "decommissioned";
}

/**
 * Makes the function that lets time pass from one instant to a later one (epoch ms). How many steps it takes makes no
 * difference to what comes out.
 * @param size how many endpoints the world had at its start: what newcomers are in proportion to
 */
export function createEvolution(
  stage: Stage,
  size: number,
  truths: Map<string, Truth>,
): (from: number, at: number) => void {
  let newcomers = 0;
  const side = (plan: EndpointPlan): TenantSide => stage.tenants[plan.tenant]!;
  return (from, at) => {
    for (const plan of stage.endpoints) {
      if (plan.truth.alive && plan.goneAt <= at) end(plan.truth);
      const record = side(plan).sim.endpoints.get(plan.id);
      if (record !== undefined) refreshRecord(stage.seed, side(plan), plan, record, from, at);
    }
    for (let when = arrival(stage, size, newcomers); when <= at; when = arrival(stage, size, newcomers)) {
      active(stage, newcomers++, { bornAt: when });
      const plan = stage.endpoints.at(-1)!;
      register(stage.seed, stage.start, side(plan), plan, when);
      refreshRecord(stage.seed, side(plan), plan, side(plan).sim.endpoints.get(plan.id)!, when, at);
      tell(truths, plan);
      if (plan.goneAt <= at) end(plan.truth);
    }
  };
}
