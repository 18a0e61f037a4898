import type { PlanId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Mode } from "../core/plan/plan.ts";
import type { Outcome } from "../core/retire/outcome.ts";

/** A slot of the schedule: what was to begin, and when. */
export interface Slot {
  readonly name: string;
  readonly at: Instant;
}

/** What began it, and what it is to do. */
export interface NewRun {
  readonly id: string;
  /** run: every step · plan: up to a frozen plan · apply: a frozen plan. */
  readonly kind: "run" | "plan" | "apply";
  readonly mode: Mode;
  /** `schedule`, or the account of whoever began it. */
  readonly begunBy: string;
  readonly slot: Slot | undefined;
  readonly startedAt: Instant;
}

/** lost: its process died, or has not been heard of for too long. */
export type RunState = "running" | "done" | "refused" | "failed" | "stopped" | "lost";

export interface RecordedStep {
  readonly step: string;
  readonly state: "running" | "done" | "failed";
  readonly startedAt: Instant;
  readonly endedAt: Instant | undefined;
  /** One line of what it came to. */
  readonly text: string | undefined;
}

/** Why a run did not end well. */
export interface RunTrouble {
  readonly code: string;
  readonly detail: string;
  readonly remedy: string | undefined;
}

/** One run as it stands, or stood at its end. */
export interface RunRecord extends NewRun {
  readonly state: RunState;
  readonly endedAt: Instant | undefined;
  /** In their order; those that were not reached are missing. */
  readonly steps: readonly RecordedStep[];
  readonly plan: PlanId | undefined;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly trouble: RunTrouble | undefined;
}

/** A run with its place in the list, which grows with each. */
export interface ListedRun extends RunRecord {
  readonly number: number;
}

/** The runs of all processes that share the store. */
export interface RunStore {
  /**
   * Records that one begins, unless another is under way: then says which, and in which process. One whose process died, or
   * was not heard of for `silentMs`, is recorded as lost first.
   */
  begin(
    run: NewRun,
    silentMs: number,
  ): Promise<
    | { readonly kind: "begun"; readonly run: RunRecord }
    | { readonly kind: "under_way"; readonly run: RunRecord; readonly holder: string }
  >;
  /** Writes how it stands, whole. At its end nobody holds it any longer. */
  save(run: RunRecord, now: Instant): Promise<void>;
  /** It is alive: what writes nothing for long says so. */
  heard(id: string, now: Instant): Promise<void>;
  /** Records those as lost that are; gives them. */
  settleLost(now: Instant, silentMs: number): Promise<readonly RunRecord[]>;
  find(id: string): Promise<RunRecord | undefined>;
  current(): Promise<RunRecord | undefined>;
  /** The newest first. @param before only those with a smaller number */
  list(limit: number, before?: number): Promise<readonly ListedRun[]>;
  count(): Promise<number>;
}
