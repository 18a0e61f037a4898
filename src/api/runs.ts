import * as z from "zod";
import { route } from "./route.ts";
import { DeviceKey, Mode, page, paging, time } from "./value.ts";

export const RUN_STEPS = [
  "settle",
  "collect",
  "watch",
  "assess",
  "review",
  "tickets",
  "plan",
  "apply",
  "tell",
] as const;

export const RunView = z.object({
  id: z.string(),
  /** run: every step · plan: up to a frozen plan · apply: a frozen plan, dry or not. */
  kind: z.enum(["run", "plan", "apply"]),
  mode: Mode,
  /** `schedule`, or who began it. */
  begunBy: z.string(),
  /** The slot of the schedule that it stands for. */
  slotAt: time.optional(),
  startedAt: time,
  endedAt: time.optional(),
  state: z.enum(["running", "done", "refused", "failed", "stopped", "lost"]),
  plan: z.string().optional(),
  /** In their order; those that were not reached are missing. */
  steps: z.array(
    z.object({
      step: z.enum(RUN_STEPS),
      state: z.enum(["running", "done", "failed"]),
      startedAt: time,
      endedAt: time.optional(),
      /** One line of what it came to. */
      text: z.string().optional(),
    }),
  ),
  outcomes: z.record(z.string(), z.int()),
  /** Why it did not end well: a code, a sentence, and what to do. */
  trouble: z.object({ code: z.string(), detail: z.string(), remedy: z.string().optional() }).optional(),
});
export type RunView = z.output<typeof RunView>;

export const listRuns = route({
  id: "listRuns",
  method: "get",
  path: "/api/v1/runs",
  summary: "Runs, the newest first",
  needs: "viewer",
  scope: "fleet",
  query: z.object(paging),
  response: page(RunView),
});

export const readRun = route({
  id: "readRun",
  method: "get",
  path: "/api/v1/runs/{id}",
  summary: "One run, step by step",
  needs: "viewer",
  scope: "fleet",
  params: z.object({ id: z.string() }),
  response: RunView,
});

/** Whoever begins a deletion says how many devices it is about: the number has to be that of the plan as it is to be applied. */
export const startRun = route({
  id: "startRun",
  method: "post",
  path: "/api/v1/runs",
  summary: "Begin a run, freeze a plan, or apply one",
  needs: "operator",
  scope: "fleet",
  body: z.strictObject({
    kind: z.enum(["run", "plan", "apply"]),
    /** For apply. */
    plan: z.string().optional(),
    /** For apply: only these of its items; left out, all of them. */
    items: z.array(DeviceKey).optional(),
    dryRun: z.boolean().default(false),
    /** For apply without dryRun: how many items, as the person typed it. */
    count: z.int().min(0).optional(),
  }),
  response: z.object({ run: RunView }),
});

export const stopRun = route({
  id: "stopRun",
  method: "post",
  path: "/api/v1/runs/{id}/stop",
  summary: "Let a run end after what it is doing right now",
  needs: "operator",
  scope: "fleet",
  params: z.object({ id: z.string() }),
  body: z.strictObject({}),
  response: z.object({ run: RunView }),
});

export const Schedule = z.object({
  /** Empty: nothing runs by itself. */
  entries: z.array(
    z.object({
      name: z.string(),
      cron: z.string(),
      zone: z.string(),
      nextAt: time.optional(),
      last: z.object({ slotAt: time, state: z.string(), run: z.string().optional() }).optional(),
    }),
  ),
});

export const readSchedule = route({
  id: "readSchedule",
  method: "get",
  path: "/api/v1/schedule",
  summary: "What runs by itself, and when next",
  needs: "viewer",
  scope: "fleet",
  response: Schedule,
});

/** What `GET /api/v1/events` (text/event-stream) tells while something happens; `data` is one of these as JSON. */
export const LiveEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("run"), run: RunView }),
  z.object({
    kind: z.literal("progress"),
    run: z.string(),
    /** One line, as the terminal shows it. */
    text: z.string(),
    done: z.int().optional(),
    of: z.int().optional(),
  }),
  /** Something of this noun has changed: read it again. */
  z.object({
    kind: z.literal("changed"),
    what: z.enum(["cases", "brake", "plans", "outbox", "assessments", "holds"]),
  }),
]);
export type LiveEvent = z.output<typeof LiveEvent>;
