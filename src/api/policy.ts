import * as z from "zod";
import { route } from "./route.ts";
import { Disposition, maybe, time } from "./value.ts";

/** The policy in force, as the configuration has it; durations in ISO 8601. */
export const PolicyView = z.object({
  hash: z.string(),
  /** When it last had a complete dry run. */
  dryRunAt: time.optional(),
  inactive: z.object({ computerDays: z.int(), serverDays: z.int() }),
  graceDays: z.int(),
  accept: z.array(z.string()),
  /** What can be accepted at all. */
  acceptable: z.array(z.string()),
  protect: z.array(
    z.object({
      rule: z.string(),
      reason: z.string(),
      /** Devices known to meet it, and those that might: of the whole fleet, so that whoever sees a part of it is told neither. */
      met: z.int().optional(),
      mayMeet: z.int().optional(),
    }),
  ),
  vipPeople: z.int(),
  stable: z.object({ runs: z.int(), forHours: z.number() }),
  limits: z.object({
    perRun: z.int(),
    perTenantPerDay: z.int(),
    maxShareOfTenant: z.number(),
    rampSteps: z.array(z.int()),
    advanceAfterCleanDays: z.int(),
    maxShrink: z.number(),
    minSeenLastDay: z.int(),
    maxFailures: z.int(),
  }),
  review: z.object({ answerWithinDays: z.number(), twoPeople: z.array(z.string()) }),
});

export const readPolicy = route({
  id: "readPolicy",
  method: "get",
  path: "/api/v1/policy",
  summary: "The policy in force",
  needs: "viewer",
  scope: "tenants",
  response: PolicyView,
});

/**
 * How many devices have been silent how long, and what the rest of their reasons comes to: enough to recount every disposition for
 * other thresholds at once, without asking again.
 */
export const readSilence = route({
  id: "readSilence",
  method: "get",
  path: "/api/v1/policy/silence",
  summary: "Devices by days of silence, and what their other reasons come to",
  needs: "viewer",
  scope: "tenants",
  query: z.object({ tenant: z.string().optional() }),
  response: z.object({
    at: time,
    cells: z.array(
      z.object({
        /** For `unknown` the longer of the two thresholds counts. */
        deviceClass: z.enum(["computer", "server", "unknown"]),
        /** 0 where it is online, whatever its date. None: not known, whatever the threshold. */
        days: z.int().optional(),
        /** What its reasons come to without recently_seen. */
        rest: Disposition,
        /** Other records are the same machine: beyond the threshold, only judging them says what becomes of it. */
        hangsOnOthers: z.boolean().optional(),
        devices: z.int(),
      }),
    ),
    /** Devices that have to be judged first: they are in no cell. */
    notJudged: z.int(),
  }),
});

export const whatIf = route({
  id: "whatIf",
  method: "post",
  path: "/api/v1/policy/what-if",
  summary: "Judge every device by a changed policy, exactly, and change nothing",
  needs: "viewer",
  scope: "tenants",
  body: z.strictObject({
    computerDays: z.int().min(15).max(3650).optional(),
    serverDays: z.int().min(15).max(3650).optional(),
    graceDays: z.int().min(0).max(3650).optional(),
    accept: z.array(z.string()).optional(),
    tenant: z.string().optional(),
  }),
  response: z.object({
    devices: z.int(),
    /** before → after. */
    moves: z.array(z.object({ from: Disposition, to: Disposition, devices: z.int() })),
    examples: z.array(
      z.object({
        tenant: z.string(),
        tenantName: z.string(),
        endpoint: z.string(),
        hostname: maybe(z.string()),
        from: Disposition,
        to: Disposition,
      }),
    ),
  }),
});

export const readBacktest = route({
  id: "readBacktest",
  method: "get",
  path: "/api/v1/policy/backtest",
  summary: "What each threshold would have deleted by silence alone, and how many of those came back",
  needs: "viewer",
  scope: "tenants",
  query: z.object({ tenant: z.string().optional() }),
  response: z.object({
    /** Since when there is a history. */
    sinceAt: time.optional(),
    rows: z.array(
      z.object({
        deviceClass: z.enum(["computer", "server", "unknown"]),
        days: z.int(),
        /** The threshold in force. */
        inForce: z.boolean(),
        /** false: the history does not reach far enough to say. */
        known: z.boolean(),
        silent: z.int().optional(),
        cameBack: z.int().optional(),
      }),
    ),
  }),
});
