import { DAY, instant, type Instant } from "../core/model/instant.ts";
import type { Mode, TrippedBreaker } from "../core/plan/plan.ts";
import type { ReturnFigures } from "../core/retire/return-figures.ts";
import type { Brake } from "../ports/brake-store.ts";
import type { Scope } from "../ports/device-list.ts";
import type { FleetCounts, FleetDay, Waiting } from "../ports/fleet-store.ts";
import type { Lease } from "../ports/lease-store.ts";
import { hindrancesNow, runUnderWay, type Hindrance } from "./hindrances.ts";
import { clocksRunningOut, type DeletionLine } from "./list-deletions.ts";
import { rampStanding } from "./move-ramp.ts";
import { listQuarantines } from "./quarantines.ts";
import { LEASE_FOR } from "./run-leases.ts";
import { breakersNow, sourceStates, type SourceStatus, type StatusParts } from "./status.ts";
import { tellBreakers, type ToldBreaker } from "./told-breakers.ts";
import { figuresOf, undoWindow } from "./watch.ts";

/** What belongs to no tenant. */
export interface HouseOverview {
  /** The oldest first. */
  readonly trend: readonly FleetDay[];
  readonly ramp: Awaited<ReturnType<typeof rampStanding>>;
  readonly brake: Brake | undefined;
  readonly underWay: Lease | undefined;
  readonly enforce: {
    readonly allowed: boolean;
    readonly dryRunAt: Instant | undefined;
    readonly hindrances: readonly Hindrance[];
  };
  readonly returns: ReturnFigures;
  readonly lastRuns: readonly { readonly mode: Mode; readonly completedAt: Instant }[];
  readonly parkedSinks: number;
}

/** What somebody looks at twice a week, of the tenants that they see. */
export interface FleetOverview {
  readonly at: Instant;
  readonly fleet: FleetCounts;
  /** Of those tenants; of directories and the run as a whole only where all are seen. */
  readonly breakers: readonly TrippedBreaker[];
  readonly told: readonly ToldBreaker[];
  readonly sources: readonly SourceStatus[];
  readonly waiting: Waiting & {
    readonly quarantined: number;
    readonly holdsExpired: number;
    readonly openIntents: number;
  };
  readonly undo: readonly DeletionLine[];
  /** Only where all tenants are seen. */
  readonly house: HouseOverview | undefined;
}

const TREND_DAYS = 90;
const SOON_DAYS = 3;
const CLOCKS = 10;

/** The fleet at a glance. Changes nothing. Faults: STORE_*. */
export async function overview(tenants: Scope, parts: StatusParts): Promise<FleetOverview> {
  const { store, clock } = parts;
  const now = clock.now();
  const sees = (tenant: string | undefined): boolean =>
    tenants === "all" || (tenant !== undefined && tenants.includes(tenant));
  const breakers = (await breakersNow(parts, now)).filter(({ tenant }) => sees(tenant));
  const quarantines = (await listQuarantines(parts)).filter(({ tenant }) => sees(tenant));
  const holds = (await store.holds.list(false)).filter(({ tenant }) => sees(tenant));
  return {
    at: now,
    fleet: sumOf([...(await store.fleet.counts(tenants)).values()]),
    breakers,
    told: tellBreakers(breakers, []),
    sources: (await sourceStates(parts, now)).filter(({ source }) =>
      sees(source.kind === "tenant" ? source.tenant : undefined),
    ),
    waiting: {
      ...(await store.fleet.waiting(tenants, instant(now + SOON_DAYS * DAY))),
      quarantined: quarantines.filter(({ standing, exhausted }) => standing && exhausted).length,
      holdsExpired: holds.filter(({ until }) => until <= now).length,
      openIntents: (await store.plans.openIntents()).filter(({ tenant }) => sees(tenant)).length,
    },
    undo: await clocksRunningOut(tenants, CLOCKS, parts),
    house: tenants === "all" ? await house(parts, now) : undefined,
  };
}

async function house(parts: StatusParts, now: Instant): Promise<HouseOverview> {
  const { store, policyHash, ramp } = parts;
  const underWay = await store.lease.held(now, LEASE_FOR);
  const hindrances: Hindrance[] = [...(await hindrancesNow(parts))];
  if (underWay !== undefined) hindrances.push(runUnderWay(underWay));
  const dryRunAt = await store.plans.rehearsedAt(policyHash);
  return {
    trend: await store.fleet.days(instant(now - TREND_DAYS * DAY)),
    ramp: await rampStanding(store, ramp, now),
    brake: await store.brake.pulled(),
    underWay,
    enforce: { allowed: dryRunAt !== undefined && hindrances.length === 0, dryRunAt, hindrances },
    returns: await figuresOf(store, undoWindow(now)),
    lastRuns: await store.plans.lastRuns(),
    parkedSinks: (await store.outbox.list()).filter(({ parked }) => parked !== undefined).length,
  };
}

const sumOf = (all: readonly FleetCounts[]): FleetCounts => {
  const sum = { keep: 0, review: 0, retire: 0, unjudged: 0 };
  for (const one of all) {
    sum.keep += one.keep;
    sum.review += one.review;
    sum.retire += one.retire;
    sum.unjudged += one.unjudged;
  }
  return sum;
};
