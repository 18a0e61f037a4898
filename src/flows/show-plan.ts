import { LEFT_OUT_TEXTS } from "../core/plan/left-out-texts.ts";
import type { LeftOutCode, Plan } from "../core/plan/plan.ts";
import type { PlanId } from "../core/model/ids.ts";
import type { ItemEnd } from "../ports/plan-store.ts";
import type { Store } from "../ports/store.ts";
import { tellBreakers, type ToldBreaker } from "./told-breakers.ts";

/** Why candidates are not in a plan: each code once. */
export interface LeftOutGroup {
  readonly code: LeftOutCode;
  /** What it means, in a sentence. */
  readonly text: string;
  readonly count: number;
  /** The first of them. */
  readonly hostnames: readonly string[];
}

export interface PlanView {
  readonly plan: Plan;
  readonly ends: readonly ItemEnd[];
  readonly leftOut: readonly LeftOutGroup[];
  readonly breakers: readonly ToldBreaker[];
}

/** Whether somebody sees what belongs to a tenant, or to none: a directory is nobody's own. */
type Sees = (tenant: string | undefined) => boolean;

/** As many as one reads. */
const MOST_NAMES = 20;

/**
 * A plan with what it leaves out and how its items ended; undefined when there is none of this id. Faults: STORE_*.
 * @param sees which tenants may be seen: of the others nothing is told
 */
export async function showPlan(id: string, sees: Sees, store: Store): Promise<PlanView | undefined> {
  const found = await store.plans.find(id as PlanId);
  if (found === undefined) return undefined;
  const plan = seenPart(found, sees);
  return {
    plan,
    ends: (await store.plans.endsOf([plan.id])).filter(({ tenant }) => sees(tenant)),
    leftOut: groups(plan),
    breakers: tellBreakers(plan.breakers, await store.inventory.tenants()),
  };
}

/** A plan without what belongs to other tenants. */
export const seenPart = (plan: Plan, sees: Sees): Plan => ({
  ...plan,
  items: plan.items.filter(({ tenant }) => sees(tenant)),
  leftOut: plan.leftOut.filter(({ tenant }) => sees(tenant)),
  breakers: plan.breakers.filter(({ tenant }) => sees(tenant)),
});

function groups({ leftOut }: Plan): readonly LeftOutGroup[] {
  const byCode = Map.groupBy(leftOut, ({ code }) => code);
  return [...byCode].map(([code, items]) => ({
    code,
    text: LEFT_OUT_TEXTS[code][0],
    count: items.length,
    hostnames: items.slice(0, MOST_NAMES).map(({ hostname }) => hostname),
  }));
}
