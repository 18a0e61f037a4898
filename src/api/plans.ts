import * as z from "zod";
import { Breaker } from "./overview.ts";
import { route } from "./route.ts";
import { DeviceKey, Mode, page, paging, time } from "./value.ts";

export const PlanSummary = z.object({
  id: z.string(),
  createdAt: time,
  expiresAt: time,
  mode: Mode,
  items: z.int(),
  leftOut: z.int(),
  breakers: z.int(),
  hash: z.string(),
  /** The policy is the one in force. */
  current: z.boolean(),
  /** How its items ended, by outcome; empty while it was not applied. */
  outcomes: z.record(z.string(), z.int()),
});

export const PlanItemView = DeviceKey.extend({
  tenantName: z.string(),
  hostname: z.string(),
  lastSeenAt: time,
  daysInactive: z.int(),
  candidateSince: time,
  /** Doubts that the policy accepts. */
  accepted: z.array(z.string()),
  /** Doubts that people approved. */
  approved: z.array(z.string()),
  /** How it ended in each run of this plan, the newest first. */
  outcome: z.string().optional(),
  outcomeAt: time.optional(),
});

export const PlanView = z.object({
  plan: PlanSummary,
  items: z.array(PlanItemView),
  leftOut: z.array(
    z.object({ code: z.string(), text: z.string(), count: z.int(), hostnames: z.array(z.string()) }),
  ),
  breakers: z.array(Breaker),
});

export const listPlans = route({
  id: "listPlans",
  method: "get",
  path: "/api/v1/plans",
  summary: "Plans, the newest first",
  needs: "viewer",
  scope: "tenants",
  query: z.object(paging),
  response: page(PlanSummary),
});

export const readPlan = route({
  id: "readPlan",
  method: "get",
  path: "/api/v1/plans/{id}",
  summary: "One plan: what it would delete, what it leaves out and why, and how its items ended",
  needs: "viewer",
  scope: "tenants",
  params: z.object({ id: z.string() }),
  response: PlanView,
});
