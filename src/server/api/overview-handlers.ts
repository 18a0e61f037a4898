import type { Overview } from "../../api/overview.ts";
import { overview, type FleetOverview, type HouseOverview } from "../../flows/overview.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Timetable } from "../../ports/timetable.ts";
import type { ApiSession } from "./api-session.ts";
import { breakerViews } from "./breaker-views.ts";
import type { Handlers } from "./handler.ts";
import { notCoveredViews, sourceViews } from "./inventory-handlers.ts";
import { timeOrNone, timeText } from "./time-views.ts";

/** Of sources that may not decide, so many are named: their number is told. */
const STALE = 50;
const DAY_MS = 86_400_000;

/** The fleet at a glance. @param timetables what runs by itself */
export const overviewHandlers = (timetables: readonly Timetable[]): Pick<Handlers, "readOverview"> => ({
  readOverview: async (_input, caller, session) => {
    const seen = await overview(caller.tenants, session);
    const { store } = session;
    const stale = seen.sources.filter(({ decides }) => !decides).slice(0, STALE);
    return {
      at: timeText(seen.at),
      mode: session.mode,
      fleet: { ...seen.fleet },
      breakers: breakerViews(seen.breakers, seen.told, await store.inventory.tenants()),
      sources: {
        deciding: seen.sources.filter(({ decides }) => decides).length,
        of: seen.sources.length,
        stale: sourceViews(stale, caller),
      },
      notCovered: notCoveredViews(await store.inventory.notCovered(), caller),
      undo: undoViews(seen),
      ...(seen.house === undefined ? { trend: [], lastRuns: [] } : houseView(seen.house, session)),
      waiting: { ...seen.waiting, parkedSinks: seen.house?.parkedSinks },
      nextRunAt: seen.house && timeOrNone(nextOf(timetables, seen.at)),
    };
  },
});

function nextOf(timetables: readonly Timetable[], now: Instant): Instant | undefined {
  const [first] = timetables.flatMap((one) => one.next(now) ?? []).toSorted((a, b) => a - b);
  return first;
}

const undoViews = ({ undo }: FleetOverview): Overview["undo"] =>
  undo.map(({ tenant, tenantName, endpoint, hostname, intendedAt, undo: clock }) => ({
    tenant,
    tenantName,
    endpoint,
    hostname,
    deletedAt: timeText(intendedAt),
    restorableUntil: timeText(clock.restore.until),
    daysLeft: clock.restore.daysLeft,
  }));

type HouseKeys = "trend" | "ramp" | "budget" | "brake" | "underWay" | "enforce" | "returns" | "lastRuns";

/** What belongs to no tenant, for those who see them all. */
function houseView(
  { trend, ramp: standing, brake, underWay, enforce, returns, lastRuns }: HouseOverview,
  { ramp }: ApiSession,
): Pick<Overview, HouseKeys> {
  const { step, cleanDays } = standing.kept.state;
  return {
    trend: trend.map(({ day, counts, deleted }) => ({
      day: new Date(day * DAY_MS).toISOString().slice(0, 10),
      ...counts,
      deleted,
    })),
    ramp: {
      step: step + 1,
      steps: [...ramp.steps],
      perDay: standing.perDay,
      cleanDays,
      advanceAfterCleanDays: ramp.advanceAfterCleanDays,
      nextPerDay: ramp.steps[step + 1],
    },
    budget: { used: standing.attempts, left: standing.left },
    brake: brake && { pulledAt: timeText(brake.pulledAt), pulledBy: brake.pulledBy, reason: brake.reason },
    underWay: underWay && { holder: underWay.holder, renewedAt: timeText(underWay.renewedAt) },
    enforce: {
      allowed: enforce.allowed,
      dryRunAt: timeOrNone(enforce.dryRunAt),
      hindrances: enforce.hindrances.map(({ code, detail }) => ({ code, detail })),
    },
    returns: {
      deletions: returns.deletions,
      returns: returns.returns,
      rate: returns.returnRate,
      medianRestoreMs: returns.medianTimeToRestoreMs,
    },
    lastRuns: lastRuns.map(({ mode, completedAt }) => ({ mode, completedAt: timeText(completedAt) })),
  };
}
