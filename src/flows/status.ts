import type { Coverage, Source } from "../core/model/coverage.ts";
import type { Digest, DirectoryName, TenantId } from "../core/model/ids.ts";
import { HOUR, type Instant } from "../core/model/instant.ts";
import type { Limits } from "../core/model/policy.ts";
import type { NotCoveredTenant } from "../core/model/tenant.ts";
import { standingBreakers } from "../core/plan/breakers.ts";
import type { Mode, TrippedBreaker } from "../core/plan/plan.ts";
import type { Ramp } from "../core/plan/ramp.ts";
import type { ReturnFigures } from "../core/retire/return-figures.ts";
import type { Brake } from "../ports/brake-store.ts";
import type { Lease } from "../ports/lease-store.ts";
import type { OpenIntent } from "../ports/plan-store.ts";
import type { DeadJob, HeardWorker } from "../ports/worker-store.ts";
import { breakerFigures } from "./breaker-figures.ts";
import { hindrancesNow, runUnderWay, type Hindrance, type HindranceParts } from "./hindrances.ts";
import { rampStanding } from "./move-ramp.ts";
import { listQuarantines } from "./quarantines.ts";
import { LEASE_FOR } from "./run-leases.ts";
import { figuresOf, undoWindow } from "./watch.ts";
import { sourceState } from "./source-state.ts";
import { WORKER_SILENT_FOR } from "./work-at-jobs.ts";

export interface StatusParts extends HindranceParts {
  readonly mode: Mode;
  readonly policyHash: Digest;
  readonly limits: Limits;
  readonly ramp: Ramp;
  readonly directoryNames: readonly DirectoryName[];
}

/** One source, how fresh it is, and whether it may decide now. */
export interface SourceStatus {
  readonly source: Source;
  readonly name: string;
  /** Of the newest reading; undefined while it is read, or if it was never read. */
  readonly coverage: Coverage["kind"] | undefined;
  readonly finishedAt: Instant | undefined;
  /** The newest complete one. */
  readonly completeAt: Instant | undefined;
  readonly counted: number | undefined;
  readonly decides: boolean;
}

export interface Status {
  readonly at: Instant;
  readonly mode: Mode;
  readonly policyHash: Digest;
  readonly ramp: {
    /** Counted from 1. */
    readonly step: number;
    readonly steps: readonly number[];
    readonly perDay: number;
    readonly onStepSince: Instant;
    readonly cleanDays: number;
    readonly advanceAfterCleanDays: number;
    /** What the next step allows; undefined on the last one. */
    readonly nextPerDay: number | undefined;
  };
  /** Of the UTC day. */
  readonly budget: {
    readonly used: number;
    readonly left: number;
    readonly tenants: readonly {
      readonly tenant: TenantId;
      readonly name: string;
      readonly used: number;
      readonly left: number;
    }[];
  };
  readonly brake: Brake | undefined;
  readonly underWay: Lease | undefined;
  readonly sources: readonly SourceStatus[];
  /** What would stop a tenant or a run now, whether or not there is a candidate. */
  readonly breakers: readonly TrippedBreaker[];
  readonly notCovered: readonly NotCoveredTenant[];
  readonly openIntents: readonly (OpenIntent & { readonly mode: Mode })[];
  /** When a run of each mode last completed, under whatever policy. */
  readonly lastRuns: readonly { readonly mode: Mode; readonly completedAt: Instant }[];
  readonly enforce: {
    /** Whether a run in enforce would be let begin now. */
    readonly allowed: boolean;
    /** When this very policy last had a complete dry run; undefined when there was none since the last change. */
    readonly dryRunAt: Instant | undefined;
    readonly hindrances: readonly Hindrance[];
  };
  /** Those that stand, expired ones among them. */
  readonly holds: { readonly standing: number; readonly expired: number };
  /** Endpoints left alone now after failed attempts, and those of them that wait for a person. */
  /** Over the undo window. */
  readonly returns: ReturnFigures;
  readonly quarantine: { readonly standing: number; readonly exhausted: number };
  /** Cases by state, and endpoints in review that wait for one. */
  readonly cases: {
    readonly open: number;
    readonly approved: number;
    readonly expired: number;
    readonly waiting: number;
  };
  /** Sinks that are sent nothing until a person resumes them, and why. */
  readonly parkedSinks: readonly { readonly sink: string; readonly because: string }[];
  /** Processes that share the work of runs, and those that were heard of lately and do not any more. */
  readonly workers: readonly WorkerStatus[];
  /** Jobs that no worker could finish, the newest first. */
  readonly deadJobs: readonly DeadJob[];
}

export interface WorkerStatus extends HeardWorker {
  /** Not heard of for so long that nobody counts on it. */
  readonly silent: boolean;
}

/** A worker that died is told of for so long. */
const WORKERS_TOLD_FOR = HOUR;
const DEAD_JOBS_TOLD = 50;

/** Everything that says whether, and how much, may be deleted now. Changes nothing. Faults: STORE_*. */
export async function status(parts: StatusParts): Promise<Status> {
  const { store, clock, mode, policyHash, ramp } = parts;
  const now = clock.now();
  const underWay = await store.lease.held(now, LEASE_FOR);
  const hindrances: Hindrance[] = [...(await hindrancesNow(parts))];
  if (underWay !== undefined) hindrances.push(runUnderWay(underWay));
  const dryRunAt = await store.plans.rehearsedAt(policyHash);
  const holds = await store.holds.list(false);
  const quarantined = (await listQuarantines(parts)).filter(({ standing }) => standing);
  const { standing, budget } = await rampAndBudget(parts, now);
  const { step, cleanDays, since } = standing.kept.state;
  return {
    at: now,
    mode,
    policyHash,
    ramp: {
      step: step + 1,
      steps: ramp.steps,
      perDay: standing.perDay,
      onStepSince: since,
      cleanDays,
      advanceAfterCleanDays: ramp.advanceAfterCleanDays,
      nextPerDay: ramp.steps[step + 1],
    },
    budget,
    brake: await store.brake.pulled(),
    underWay,
    sources: await sourceStates(parts, now),
    breakers: await breakersNow(parts, now),
    notCovered: await store.inventory.notCovered(),
    openIntents: await store.plans.openIntents(),
    lastRuns: await store.plans.lastRuns(),
    enforce: { allowed: dryRunAt !== undefined && hindrances.length === 0, dryRunAt, hindrances },
    holds: { standing: holds.length, expired: holds.filter(({ until }) => until <= now).length },
    returns: await figuresOf(store, undoWindow(now)),
    quarantine: {
      standing: quarantined.length,
      exhausted: quarantined.filter(({ exhausted }) => exhausted).length,
    },
    cases: await cases(parts),
    parkedSinks: (await store.outbox.list()).flatMap(({ sink, parked }) =>
      parked === undefined ? [] : [{ sink, because: parked.because }],
    ),
    ...(await workersNow(parts)),
  };
}

/** Who shares the work of runs, and what none of them could finish. Faults: STORE_*. */
export async function workersNow({
  store,
}: Pick<StatusParts, "store">): Promise<Pick<Status, "workers" | "deadJobs">> {
  const heard = await store.workers.list(WORKERS_TOLD_FOR);
  return {
    workers: heard.map((one) => ({ ...one, silent: one.silentMs > WORKER_SILENT_FOR })),
    deadJobs: await store.workers.dead(DEAD_JOBS_TOLD),
  };
}

async function cases({ store }: StatusParts): Promise<Status["cases"]> {
  const { states, waiting } = await store.cases.counts();
  const { open = 0, approved = 0, expired = 0 } = states;
  return { open, approved, expired, waiting };
}

async function rampAndBudget({ store, ramp, limits }: StatusParts, now: Instant) {
  const standing = await rampStanding(store, ramp, now);
  const names = new Map((await store.inventory.tenants()).map(({ id, name }) => [id, name]));
  const tenants = (await store.plans.tenantFigures(now)).map(({ tenant, attemptsToday: used }) => ({
    tenant,
    name: names.get(tenant) ?? tenant,
    used,
    left: Math.min(standing.left, Math.max(0, limits.perTenantPerDay - used)),
  }));
  return { standing, budget: { used: standing.attempts, left: standing.left, tenants } };
}

/** The breakers that would stop a tenant or a run now, to be shown. Faults: STORE_*. */
export async function breakersNow(
  { store, directoryNames, limits }: Pick<StatusParts, "store" | "directoryNames" | "limits">,
  now: Instant,
): Promise<readonly TrippedBreaker[]> {
  const state = await sourceState(store, directoryNames, now);
  const { tenants, directories } = await breakerFigures(store, directoryNames, state, now, async () =>
    store.fleet.tenantFigures(now),
  );
  return standingBreakers(tenants, directories, limits);
}

/** Every tenant that is covered and every directory that is configured, read or not. Faults: STORE_*. */
export async function sourceStates(
  { store, directoryNames }: Pick<StatusParts, "store" | "directoryNames">,
  now: Instant,
): Promise<readonly SourceStatus[]> {
  const latest = new Map((await store.inventory.latest()).map((one) => [keyOf(one.newest.source), one]));
  const { incompleteTenants, incompleteDirectories } = await sourceState(store, directoryNames, now);
  const incomplete = new Set(incompleteTenants);
  const expected = [
    ...directoryNames.map((name) => ({
      source: { kind: "directory", directory: name } as const,
      name: name as string,
      decides: !incompleteDirectories.includes(name),
    })),
    ...(await store.inventory.tenants()).map(({ id, name }) => ({
      source: { kind: "tenant", tenant: id } as const,
      name,
      decides: !incomplete.has(id),
    })),
  ];
  return expected.map(({ source, name, decides }) => {
    const known = latest.get(keyOf(source));
    return {
      source,
      name,
      coverage: known?.newest.coverage?.kind,
      finishedAt: known?.newest.finishedAt,
      completeAt: known?.complete?.finishedAt,
      counted: known?.complete?.counted,
      // A tenant of which there is no reading at all decides as little as one whose reading is incomplete.
      decides: decides && known !== undefined,
    };
  });
}

const keyOf = (source: Source): string =>
  source.kind === "tenant" ? `tenant/${source.tenant}` : `directory/${source.directory}`;
