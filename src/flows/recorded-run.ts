import type { PlanId } from "../core/model/ids.ts";
import { formatInstant, MINUTE } from "../core/model/instant.ts";
import type { Mode } from "../core/plan/plan.ts";
import { Fault } from "../ports/fault.ts";
import type { NewRun, RecordedStep, RunRecord, RunTrouble, Slot } from "../ports/run-store.ts";
import type { ApplyRefusal, ApplyResult } from "./apply.ts";
import type { Hindrance } from "./hindrances.ts";
import type { RunParts } from "./run-parts.ts";
import type { RunStep, RunTold } from "./run-steps.ts";
import { progressText, stepText } from "./step-text.ts";

/** A run of another host that writes nothing for so long is lost; it is heard of every minute. */
export const SILENT_FOR = 10 * MINUTE;

export interface AskedRun {
  readonly kind: NewRun["kind"];
  readonly mode: Mode;
  readonly begunBy: string;
  readonly slot?: Slot;
  /** Of an `apply`. */
  readonly plan?: PlanId;
}

/** What a run that is recorded came to: what its work gave, or that another is under way. */
export type Recorded<T> =
  | { readonly kind: "ran"; readonly run: RunRecord; readonly result: T }
  | Hindrance<"run_under_way">;

/** How the work of a run ended, as the record needs it. */
export interface RunEnd {
  /** How far it came: of no matter here. */
  readonly reached?: string;
  readonly applied?: ApplyResult | ApplyRefusal;
  /** What ended it early without being thrown. */
  readonly fault?: Fault | undefined;
}

/**
 * Does the work of a run and keeps its record: that it began, each step as it comes, how it ended. One at a time: a second one
 * is refused with who runs. Faults: the work's, which stand in the record too, and STORE_*.
 */
export async function recordedRun<T extends RunEnd>(
  asked: AskedRun,
  parts: RunParts,
  told: RunTold,
  signal: AbortSignal,
  work: (told: RunTold, signal: AbortSignal) => Promise<T>,
): Promise<Recorded<T>> {
  const { store, clock, ids, watcher } = parts;
  const { plan, ...rest } = asked;
  const begun = await store.runs.begin(
    { ...rest, slot: asked.slot, id: ids.uuid(), startedAt: clock.now() },
    SILENT_FOR,
  );
  if (begun.kind === "under_way") return underWay(begun.run, begun.holder);
  const stopping = new AbortController();
  let run: RunRecord = { ...begun.run, plan };
  const change = async (changed: Partial<RunRecord>): Promise<void> => {
    run = { ...run, ...changed };
    await store.runs.save(run, clock.now());
    watcher.changed(run);
  };
  watcher.begun(run, () => {
    stopping.abort(new Fault("CANCELLED", "Stopped by a person; nothing is half-written."));
  });
  const quiet = watcher.beating(async () => store.runs.heard(run.id, clock.now()));
  const end = async (how: Partial<RunRecord>): Promise<void> => {
    await quiet();
    await change({ ...how, endedAt: clock.now() });
    watcher.ended(run);
  };
  try {
    const result = await work(
      recording(() => run, change, parts, told),
      AbortSignal.any([signal, stopping.signal]),
    );
    await end(endOf(result));
    return { kind: "ran", run, result };
  } catch (error) {
    const steps = run.steps.map((one) =>
      one.state === "running" ? { ...one, state: "failed" as const, endedAt: clock.now() } : one,
    );
    // The first error is the news: a store that takes no record either is found out at the next start.
    const [written] = await Promise.allSettled([
      end({
        steps,
        state: isCancelled(error) ? "stopped" : "failed",
        trouble: troubleOf(error),
      }),
    ]);
    if (written.status === "rejected") watcher.ended(run);
    throw error;
  }
}

/** Tells on, and writes each step down. */
function recording(
  now: () => RunRecord,
  change: (changed: Partial<RunRecord>) => Promise<void>,
  { clock, watcher }: RunParts,
  told: RunTold,
): RunTold {
  return {
    run: now().id,
    begun: async (step) => {
      const next: RecordedStep = {
        step: nameOf(step),
        state: "running",
        startedAt: clock.now(),
        endedAt: undefined,
        text: undefined,
      };
      await change({ steps: [...now().steps, next] });
      await told.begun(step);
    },
    ended: async (end) => {
      const steps = now().steps.map((one): RecordedStep =>
        one.state === "running" ? { ...one, state: "done", endedAt: clock.now(), text: stepText(end) } : one,
      );
      await change({ steps, ...(end.step === "plan" && { plan: end.result.id }) });
      await told.ended(end);
    },
    progress: (event) => {
      const counts = event.kind === "item" ? { done: event.done, of: event.of } : {};
      watcher.progress(now().id, { text: progressText(event), ...counts });
      told.progress(event);
    },
  };
}

/** What people are told of the next run is what the record calls telling. */
const nameOf = (step: RunStep): string => (step === "foresee" ? "tell" : step);

function endOf({ applied, fault }: RunEnd): Partial<RunRecord> {
  if (fault !== undefined) return { state: "failed", trouble: troubleOf(fault) };
  if (applied === undefined) return { state: "done" };
  if (applied.kind === "refused") {
    const { code, detail } = applied;
    return { state: "refused", trouble: { code, detail, remedy: undefined } };
  }
  const { outcomes, stoppedBy, notBegun } = applied;
  if (stoppedBy === undefined) return { state: "done", outcomes };
  const detail = `Stopped by ${stoppedBy}; ${notBegun} not begun.`;
  return { state: "stopped", outcomes, trouble: { code: stoppedBy, detail, remedy: undefined } };
}

const isCancelled = (error: unknown): boolean => error instanceof Fault && error.code === "CANCELLED";

function troubleOf(error: unknown): RunTrouble {
  if (error instanceof Fault) {
    const { code, message, remedy } = error;
    return { code, detail: message, remedy };
  }
  // What a bug says may hold anything.
  return { code: "BUG", detail: "A bug ended it; its process has told of it.", remedy: undefined };
}

const underWay = (run: RunRecord, holder: string): Hindrance<"run_under_way"> => ({
  kind: "refused",
  code: "run_under_way",
  detail: `Another run has been under way since ${formatInstant(run.startedAt)}, begun by ${run.begunBy} (${holder}).`,
});
