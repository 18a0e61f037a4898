import { Badge } from "@mantine/core";
import type * as z from "zod";
import type { PlanSummary } from "../../../api/plans.ts";
import { useNow } from "../../parts/now.ts";

type Plan = z.output<typeof PlanSummary>;

/** Whether a plan could still be applied, and why not. */
export function whyNotApply(plan: Plan, now: Date): string | undefined {
  if (plan.items === 0) return "The plan has no device.";
  if (Object.keys(plan.outcomes).length > 0) return "The plan was applied already.";
  if (new Date(plan.expiresAt) <= now) return "The plan has expired: freeze a new one.";
  return plan.current ? undefined : "The policy is another by now: freeze a new plan.";
}

export function PlanState({ of }: { readonly of: Plan }) {
  const now = useNow();
  if (of.items === 0) return <Badge color="gray">empty</Badge>;
  if (Object.keys(of.outcomes).length > 0) return <Badge color="harbor">applied</Badge>;
  if (new Date(of.expiresAt) <= now) return <Badge color="gray">expired</Badge>;
  return of.current ? <Badge color="yellow">can be applied</Badge> : <Badge color="gray">other policy</Badge>;
}
