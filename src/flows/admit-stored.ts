import { admitPlan, type AdmissionTerms, type AdmittedPlan } from "../core/plan/admit-plan.ts";
import type { PlanId } from "../core/model/ids.ts";
import type { PlanItem } from "../core/plan/plan.ts";
import type { Store } from "../ports/store.ts";

/** Why a stored plan is not applied. */
export interface PlanRefused {
  readonly kind: "refused";
  readonly code: string;
  readonly detail: string;
}

/**
 * Admits a plan that was frozen here, with all of its items or only those that are named. An item that it does not have makes
 * it another plan, which is refused. Faults: STORE_*.
 */
export async function admitStored(
  {
    id,
    only,
  }: { readonly id: PlanId; readonly only: readonly Pick<PlanItem, "tenant" | "endpoint">[] | undefined },
  { store, ...terms }: AdmissionTerms & { readonly store: Pick<Store, "plans"> },
): Promise<AdmittedPlan | PlanRefused> {
  const stored = await store.plans.find(id);
  if (stored === undefined)
    return { kind: "refused", code: "plan_not_found", detail: `No plan ${id} was frozen here.` };
  const wanted = (item: PlanItem): boolean =>
    only === undefined || only.some((one) => one.tenant === item.tenant && one.endpoint === item.endpoint);
  const items = stored.items.filter(wanted);
  if (only !== undefined && items.length !== only.length)
    return {
      kind: "refused",
      code: "plan_grown",
      detail: "Not every item that is named is in the plan, or one is named twice.",
    };
  return admitPlan(stored, { ...stored, items }, terms);
}
