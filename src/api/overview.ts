import * as z from "zod";
import { route } from "./route.ts";
import { Mode, time } from "./value.ts";

const Counts = z.object({ keep: z.int(), review: z.int(), retire: z.int(), unjudged: z.int() });

export const Ramp = z.object({
  /** Counted from 1. */
  step: z.int(),
  steps: z.array(z.int()),
  perDay: z.int(),
  cleanDays: z.int(),
  advanceAfterCleanDays: z.int(),
  nextPerDay: z.int().optional(),
});

export const Brake = z.object({ pulledAt: time, pulledBy: z.string(), reason: z.string() });

export const Breaker = z.object({
  code: z.string(),
  tenant: z.string().optional(),
  tenantName: z.string().optional(),
  directory: z.string().optional(),
  figures: z.record(z.string(), z.number()),
  groups: z.array(z.string()).optional(),
  /** What to do about it. */
  remedy: z.string(),
});

export const SourceState = z.object({
  kind: z.enum(["tenant", "directory"]),
  /** Tenant id or directory name. */
  id: z.string(),
  name: z.string(),
  /** Of the newest reading; none while it is read, or if it was never read. */
  coverage: z.enum(["complete", "incomplete", "failed"]).optional(),
  finishedAt: time.optional(),
  completeAt: time.optional(),
  counted: z.int().optional(),
  /** Whether it may decide now. */
  decides: z.boolean(),
});

export const NotCovered = z.object({
  tenant: z.string(),
  name: z.string(),
  code: z.string(),
  detail: z.string(),
});

/**
 * `GET /api/v1/overview`: what one looks at twice a week. What concerns the fleet as a whole is only for those who see all of it:
 * ramp, budget, brake, enforce, lastRuns, returns and sinks are left out for others.
 */
export const Overview = z.object({
  at: time,
  mode: Mode,
  fleet: Counts,
  /** One a day, the oldest first; of the whole fleet, so that whoever sees a part of it gets none. */
  trend: z.array(
    z.object({ day: z.iso.date(), keep: z.int(), review: z.int(), retire: z.int(), deleted: z.int() }),
  ),
  ramp: Ramp.optional(),
  /** Attempts of the UTC day. */
  budget: z.object({ used: z.int(), left: z.int() }).optional(),
  brake: Brake.optional(),
  /** Who deletes right now. */
  underWay: z.object({ holder: z.string(), renewedAt: time }).optional(),
  breakers: z.array(Breaker),
  enforce: z
    .object({
      allowed: z.boolean(),
      dryRunAt: time.optional(),
      hindrances: z.array(z.object({ code: z.string(), detail: z.string() })),
    })
    .optional(),
  /** `stale`: those that may not decide now; the first of them. */
  sources: z.object({ deciding: z.int(), of: z.int(), stale: z.array(SourceState) }),
  notCovered: z.array(NotCovered),
  waiting: z.object({
    open: z.int(),
    approved: z.int(),
    expired: z.int(),
    /** Endpoints in review for which no case was opened yet. */
    queued: z.int(),
    /** Cases whose time is up within three days. */
    soon: z.int(),
    quarantined: z.int(),
    holdsExpired: z.int(),
    openIntents: z.int(),
    parkedSinks: z.int().optional(),
  }),
  returns: z
    .object({
      deletions: z.int(),
      returns: z.int(),
      /** 0 to 1; none without a deletion. */
      rate: z.number().optional(),
      medianRestoreMs: z.number().optional(),
    })
    .optional(),
  /** Deletions whose undo clock runs out first. */
  undo: z.array(
    z.object({
      tenant: z.string(),
      tenantName: z.string(),
      endpoint: z.string(),
      hostname: z.string(),
      deletedAt: time,
      restorableUntil: time,
      daysLeft: z.int(),
    }),
  ),
  lastRuns: z.array(z.object({ mode: Mode, completedAt: time })),
  /** Begin of the next scheduled run. */
  nextRunAt: time.optional(),
});
export type Overview = z.output<typeof Overview>;

export const readOverview = route({
  id: "readOverview",
  method: "get",
  path: "/api/v1/overview",
  summary: "The fleet at a glance: dispositions, ramp, breakers, sources, and what waits for a person",
  needs: "viewer",
  scope: "tenants",
  response: Overview,
});
