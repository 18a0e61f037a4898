import type { PlanSummary } from "../../api/plans.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { seenPart, showPlan } from "../../flows/show-plan.ts";
import type { ItemEnd } from "../../ports/plan-store.ts";
import type * as z from "zod";
import type { ApiSession } from "./api-session.ts";
import { breakerViews } from "./breaker-views.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { reaches, type Caller, type Handlers } from "./handler.ts";
import { refuse } from "./refusal.ts";
import { timeText } from "./time-views.ts";

const TAG = "plans";
/** Plans: what a run would do, and what became of it. */
export const planHandlers: Pick<Handlers, "listPlans" | "readPlan"> = {
  listPlans: async ({ query }, caller, session) => {
    const parts = query.cursor === undefined ? [] : readCursor(TAG, query.cursor, [["number"]]);
    if (parts === undefined) return refuse("input_not_understood", "query.cursor: belongs to another list.");
    const before = parts[0] as number | undefined;
    const { items, total } = await session.store.plans.page(before, query.limit);
    const ends = await session.store.plans.endsOf(items.map(({ plan }) => plan.id));
    const last = items.at(-1);
    return {
      items: items.map(({ plan }) => {
        const seen = seenPart(plan, seesOf(caller));
        const own = ends.filter((end) => end.plan === plan.id && reaches(caller, end.tenant));
        return summaryOf(seen, own, session);
      }),
      ...(last !== undefined && items.length === query.limit && { next: writeCursor(TAG, [last.place]) }),
      total: { count: total, exact: true },
    };
  },
  readPlan: async ({ params }, caller, session) => {
    const view = await showPlan(params.id, seesOf(caller), session.store);
    if (view === undefined) return refuse("unknown_here", "There is no plan of this id.");
    const { plan, ends, leftOut, breakers } = view;
    const endOf = new Map(ends.map((end) => [`${end.tenant}/${end.endpoint}`, end]));
    return {
      plan: summaryOf(plan, ends, session),
      items: plan.items.map((item) => {
        const end = endOf.get(`${item.tenant}/${item.endpoint}`);
        return {
          tenant: item.tenant,
          tenantName: item.tenantName,
          endpoint: item.endpoint,
          hostname: item.hostname,
          lastSeenAt: timeText(item.lastSeenAt),
          daysInactive: item.daysInactive,
          candidateSince: timeText(item.candidateSince),
          accepted: item.accepted.map(({ code }) => code),
          approved: [...(item.approved ?? [])],
          ...(end !== undefined && { outcome: end.outcome ?? "under_way", outcomeAt: timeText(end.at) }),
        };
      }),
      leftOut: leftOut.map((group) => ({ ...group, hostnames: [...group.hostnames] })),
      breakers: breakerViews(plan.breakers, breakers, await session.store.inventory.tenants()),
    };
  },
};

const seesOf =
  (caller: Caller) =>
  (tenant: string | undefined): boolean =>
    tenant === undefined ? caller.tenants === "all" : reaches(caller, tenant);

function summaryOf(
  plan: Plan,
  ends: readonly ItemEnd[],
  { policyHash }: ApiSession,
): z.input<typeof PlanSummary> {
  const outcomes: Record<string, number> = {};
  for (const { outcome = "under_way" } of ends) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return {
    id: plan.id,
    createdAt: timeText(plan.createdAt),
    expiresAt: timeText(plan.expiresAt),
    mode: plan.mode,
    items: plan.items.length,
    leftOut: plan.leftOut.length,
    breakers: plan.breakers.length,
    hash: plan.hash,
    current: plan.policyHash === policyHash,
    outcomes,
  };
}
