import { BREAKER_REMEDIES } from "./breaker-remedies.ts";
import type { TenantFigures } from "./candidate.ts";
import type { TrippedBreaker } from "./plan.ts";
import { SETBACKS, type Setback } from "./ramp.ts";

const isSetback = (code: TrippedBreaker["code"]): code is TrippedBreaker["code"] & Setback =>
  (SETBACKS as readonly string[]).includes(code);

/** From this share of the tenants on, their trouble is no longer one of single tenants. */
const OF_ALL = 0.5;

/**
 * Whether breakers set the ramp back, which is one for all tenants. A breaker of the run does. Those of single tenants do when
 * at least half of the tenants are stopped, as the only one of a company always is: otherwise one customer's trouble would
 * slow down everybody else's. `share_exceeded` never does: it is what a first day looks like, and says nothing has gone wrong.
 * @returns the first cause, in the order of the breakers
 */
export function setbackBy(
  breakers: readonly TrippedBreaker[],
  tenants: readonly TenantFigures[],
): Setback | undefined {
  const trouble = breakers.flatMap(({ code, tenant }) => (isSetback(code) ? [{ code, tenant }] : []));
  const ofRun = trouble.find(({ code }) => BREAKER_REMEDIES[code].stops === "run");
  if (ofRun !== undefined) return ofRun.code;
  const stopped = new Set(trouble.map(({ tenant }) => tenant)).size;
  // One that was emptied has shrunk: it counts as stopped, and so among those there are.
  const there = tenants.filter(
    ({ tenant, endpoints, complete }) =>
      complete && (endpoints > 0 || trouble.some((one) => one.tenant === tenant)),
  ).length;
  return stopped > 0 && stopped >= there * OF_ALL ? trouble[0]?.code : undefined;
}
