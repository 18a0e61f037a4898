import { BREAKER_REMEDIES } from "../../src/core/plan/breaker-remedies.ts";
import { BREAKERS } from "../../src/core/plan/plan.ts";
import { SETBACKS } from "../../src/core/plan/ramp.ts";
import { FAULTS } from "../../src/ports/fault.ts";
import { BREAKER_TEXTS } from "./breaker-texts.ts";
import { FAULT_TEXTS } from "./fault-texts.ts";
import { code, page, table } from "./markdown.ts";

/** Every breaker: what it stops, when, why, and what to do. */
export const breakersPage = (): string =>
  page("Breakers", [
    "A breaker stops a tenant or the whole run. It never deletes the rest: what it stops is left out of the plan as `breaker_tripped` " +
      "(`over_share_of_tenant` for the share). Those of tenants and directories are asked of every source that was read whole, on days " +
      "without a candidate too, and `rollcall plan`, `run` and `status` tell them with their figures and the remedy. `failures_in_a_row` is asked while " +
      "a plan is applied.",
    table(
      ["breaker", "stops", "trips when", "because", "what to do"],
      BREAKERS.map((name) => {
        const { stops, remedy } = BREAKER_REMEDIES[name];
        const { when, why } = BREAKER_TEXTS[name];
        return [code(name), `the ${stops}`, when, why, remedy];
      }),
    ),
    "## A wrong clock",
    "A clock that is wrong makes everything look old. It is a fault and no breaker, since nothing that is read by it can be used: " +
      `${code("CLOCK_SKEW")}. ${FAULT_TEXTS.CLOCK_SKEW} Each answer of Central is compared; the reading it belongs to is not complete, and what stands on it ` +
      `is left out. ${FAULTS.CLOCK_SKEW.remedy}`,
    "## How long a shrunken source stays stopped",
    "A size that stays becomes the measure by itself: four days of it are the majority of seven, so the breaker clears on the fifth day with a complete reading. " +
      "Further readings on one day do not hasten it. Nobody has to do anything, and there is no switch to wave a single breaker through: whoever cannot " +
      "wait raises `limits.breakers.maxShrink`, which is a change of configuration and asks for a new dry run.",
    "## What sets the ramp back",
    `In enforce, ${SETBACKS.map(code).join(", ")} set the ramp back to its first step, when a plan is frozen or the moment it happens. ` +
      "Breakers of single tenants do so only when at least half of the tenants with endpoints are stopped, as the only tenant of a company always is: one customer's trouble slows down " +
      "nobody else. `share_exceeded` never does: it is what a first day looks like, and nothing has gone wrong by it.",
  ]);
