import type { listPlans, readPlan } from "../../../src/api/plans.ts";
import type { Parsed } from "../../../src/api/route.ts";
import type { listRuns, LiveEvent, readRun, RunView, startRun } from "../../../src/api/runs.ts";
import type { Estate } from "../estate.ts";
import { Refused } from "../refused.ts";
import { type Answering, pageOf } from "./answering.ts";

export function plansAnswering(estate: Estate, tell: (event: LiveEvent) => void): Answering {
  const { ago, devices } = estate;
  const candidates = devices.filter(({ disposition }) => disposition === "retire");
  const summary = (index: number) => ({
    id: `plan-${30 - index}`,
    createdAt: ago(0.1 + index),
    expiresAt: ago(index - 1),
    mode: index === 6 ? ("dry-run" as const) : ("enforce" as const),
    items: index % 5 === 4 ? 0 : 25,
    leftOut: 88,
    breakers: index === 0 ? 1 : 0,
    hash: "4be1".repeat(16),
    current: index < 12,
    outcomes: index === 0 || index % 5 === 4 ? {} : { retired: 22, changed: 2, failed: 1 },
  });
  const plans = Array.from({ length: 24 }, (_, index) => summary(index));
  const steps = (done: number): RunView["steps"] =>
    (["settle", "collect", "watch", "assess", "review", "tickets", "plan", "apply", "tell"] as const)
      .slice(0, done)
      .map((step, index) => ({
        step,
        state: "done" as const,
        startedAt: ago(0.1),
        endedAt: ago(0.1 - 0.001 * (index + 1)),
        text: `${step}: ${index * 12 + 3} looked at`,
      }));
  const runs: RunView[] = Array.from({ length: 18 }, (_, index): RunView => ({
    id: `run-${60 - index}`,
    kind: index % 6 === 5 ? "apply" : "run",
    mode: "enforce",
    begunBy: index % 6 === 5 ? "Ines Albers" : "schedule",
    ...(index % 6 !== 5 && { slotAt: ago(0.1 + index) }),
    startedAt: ago(0.1 + index),
    endedAt: ago(0.08 + index),
    state: index === 3 ? "failed" : index === 4 ? "refused" : "done",
    plan: `plan-${30 - index}`,
    steps: steps(index === 3 ? 2 : 9),
    outcomes: index === 3 ? {} : { retired: 22, changed: 2, failed: 1 },
    ...(index === 3 && {
      trouble: {
        code: "central_unreachable",
        detail: "Central did not answer for 15 minutes.",
        remedy: "Run again.",
      },
    }),
  }));

  return {
    listPlans: ({ query }: Parsed<typeof listPlans>) => pageOf(plans, query),
    readPlan: ({ params }: Parsed<typeof readPlan>) => {
      const index = plans.findIndex(({ id }) => id === params.id);
      const plan = plans[index];
      if (plan === undefined) throw new Refused(404, "no_such_plan", "There is no such plan.");
      return {
        plan,
        items: candidates.slice(0, plan.items).map((device, at) => ({
          tenant: device.tenant,
          tenantName: device.tenantName,
          endpoint: device.endpoint,
          hostname: typeof device.hostname === "string" ? device.hostname : "unnamed",
          lastSeenAt: typeof device.lastSeenAt === "string" ? device.lastSeenAt : ago(400),
          daysInactive: device.daysInactive ?? 400,
          candidateSince: device.candidateSince ?? ago(3),
          accepted: at % 4 === 0 ? ["vip_unknown"] : [],
          approved: at % 9 === 0 ? ["os_build_mismatch"] : [],
          ...(index > 0 && {
            outcome: at === 3 || at === 9 ? "changed" : at === 5 ? "failed" : "retired",
            outcomeAt: ago(index),
          }),
        })),
        leftOut: [
          {
            code: "over_ramp",
            text: "More than the ramp allows today.",
            count: 70,
            hostnames: ["BER-PC-0200", "LON-PC-0441"],
          },
          {
            code: "not_stable_yet",
            text: "Not a candidate for long enough.",
            count: 15,
            hostnames: ["MUC-PC-0081"],
          },
          {
            code: "quarantined",
            text: "Its deletion failed too often.",
            count: 3,
            hostnames: ["OSL-PC-0002"],
          },
        ],
        breakers: [],
      };
    },
    listRuns: ({ query }: Parsed<typeof listRuns>) => pageOf(runs, query),
    readRun: ({ params }: Parsed<typeof readRun>) => {
      const run = runs.find(({ id }) => id === params.id);
      if (run === undefined) throw new Refused(404, "no_such_run", "There is no such run.");
      return run;
    },
    startRun: ({ body }: Parsed<typeof startRun>) => {
      const plan = plans.find(({ id }) => id === body.plan);
      const items = body.items?.length ?? plan?.items;
      if (body.kind === "apply" && !body.dryRun && body.count !== items) {
        throw new Refused(409, "count_differs", `The plan has ${items} items, not ${body.count}.`);
      }
      const run: RunView = {
        id: `run-${61 + runs.length}`,
        kind: body.kind,
        mode: body.dryRun ? "dry-run" : "enforce",
        begunBy: "Sam Rivera",
        startedAt: ago(0),
        state: "running",
        ...(body.plan !== undefined && { plan: body.plan }),
        steps: [{ step: body.kind === "apply" ? "apply" : "settle", state: "running", startedAt: ago(0) }],
        outcomes: {},
      };
      runs.unshift(run);
      tell({ kind: "run", run });
      tell({ kind: "progress", run: run.id, text: "verifying BER-PC-0200", done: 3, of: 25 });
      return { run };
    },
    stopRun: ({ params }: Parsed<typeof readRun>) => {
      const run = runs.find(({ id }) => id === params.id);
      if (run?.state !== "running") throw new Refused(409, "run_over", "The run is over.");
      run.state = "stopped";
      run.endedAt = ago(0);
      tell({ kind: "run", run });
      return { run };
    },
    readSchedule: () => ({
      entries: [
        {
          name: "nightly",
          cron: "15 2 * * 1-5",
          zone: "Europe/Berlin",
          nextAt: ago(-0.4),
          last: { slotAt: ago(0.1), state: "done", run: "run-60" },
        },
      ],
    }),
  };
}
