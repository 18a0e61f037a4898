import { ROUTES } from "../../src/api/routes.ts";
import type { LiveEvent } from "../../src/api/runs.ts";
import type { Answering } from "./answers/answering.ts";
import { casesAnswering } from "./answers/cases.ts";
import { deletionsAnswering } from "./answers/deletions.ts";
import { devicesAnswering } from "./answers/devices.ts";
import { overviewAnswering } from "./answers/overview.ts";
import { plansAnswering } from "./answers/plans.ts";
import { policyAnswering } from "./answers/policy.ts";
import { settingsAnswering } from "./answers/settings.ts";
import type { Estate } from "./estate.ts";

/** What answers each route of the contract; it refuses to start where one is missing. */
export function answersOf(estate: Estate, tell: (event: LiveEvent) => void) {
  const all: Answering = {
    ...overviewAnswering(estate, tell),
    ...devicesAnswering(estate),
    ...casesAnswering(estate, tell),
    ...plansAnswering(estate, tell),
    ...deletionsAnswering(estate),
    ...policyAnswering(estate),
    ...settingsAnswering(estate),
  };
  const missing = ROUTES.filter(({ id }) => all[id] === undefined).map(({ id }) => id);
  if (missing.length > 0) throw new Error(`the stand-in has no answer for ${missing.join(", ")}`);
  return (id: string, input: unknown, version: number | undefined): unknown =>
    all[id]?.(input as never, version);
}
