import type { PlanId, EndpointId, TenantId } from "../../core/model/ids.ts";
import { readSchedule } from "../../flows/read-schedule.ts";
import type { Timetable } from "../../ports/timetable.ts";
import { PROBLEMS, type ProblemCode } from "../problem.ts";
import { runView } from "../run-view.ts";
import type { RunDesk } from "../worker/run-desk.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import type { Handlers } from "./handler.ts";
import { refuse } from "./refusal.ts";
import { timeText } from "./time-views.ts";

const TAG = "runs";
/** Runs: looked at, begun and stopped; and what begins by itself. */
export const runHandlers = (
  desk: RunDesk,
  timetables: readonly Timetable[],
): Pick<Handlers, "listRuns" | "readRun" | "startRun" | "stopRun" | "readSchedule"> => ({
  listRuns: async ({ query }, _caller, { store }) => {
    const parts = query.cursor === undefined ? [] : readCursor(TAG, query.cursor, [["number"]]);
    if (parts === undefined) return refuse("input_not_understood", "query.cursor: belongs to another list.");
    const runs = await store.runs.list(query.limit, parts[0] as number | undefined);
    const last = runs.at(-1);
    return {
      items: runs.map(runView),
      ...(last !== undefined && runs.length === query.limit && { next: writeCursor(TAG, [last.number]) }),
      total: { count: await store.runs.count(), exact: true },
    };
  },
  readRun: async ({ params }, _caller, { store }) => {
    const run = await store.runs.find(params.id);
    return run === undefined ? noSuchRun() : runView(run);
  },
  startRun: async ({ body }, { principal }) => {
    if ((body.kind === "apply") !== (body.plan !== undefined))
      return refuse("input_not_understood", "body.plan: belongs to apply, which needs it.");
    if (body.kind !== "apply" && (body.items ?? body.count) !== undefined)
      return refuse("input_not_understood", "body.items and body.count belong to apply.");
    const started = await desk.start({
      kind: body.kind,
      begunBy: principal.actor,
      dryRun: body.dryRun,
      ...(body.plan !== undefined && { plan: body.plan as PlanId }),
      ...(body.items !== undefined && {
        items: body.items.map(({ tenant, endpoint }) => ({
          tenant: tenant as TenantId,
          endpoint: endpoint as EndpointId,
        })),
      }),
      ...(body.count !== undefined && { count: body.count }),
    });
    if (started.kind === "started") return { run: runView(started.run) };
    return refuse(problemOf(started.code), started.detail);
  },
  stopRun: async ({ params }, _caller, { store }) => {
    const run = await store.runs.find(params.id);
    if (run === undefined) return noSuchRun();
    if (!desk.stop(params.id)) return refuse("run_not_here", "It has ended, or goes on in another process.");
    return { run: runView(run) };
  },
  readSchedule: async (_input, _caller, { store, clock }) => ({
    entries: (await readSchedule(timetables, store, clock.now())).map(
      ({ name, cron, zone, nextAt, last }) => ({
        name,
        cron,
        zone,
        ...(nextAt !== undefined && { nextAt: timeText(nextAt) }),
        ...(last !== undefined && {
          last: {
            slotAt: timeText(last.at),
            state: last.state,
            ...(last.run !== undefined && { run: last.run }),
          },
        }),
      }),
    ),
  }),
});

const noSuchRun = () => refuse("unknown_here", "There is no run of this id.");

/** A refusal of the run itself: it has its own code, or comes under one for all of them. */
const problemOf = (code: string): ProblemCode =>
  Object.hasOwn(PROBLEMS, code) ? (code as ProblemCode) : "run_refused";
