import type { Plan } from "../core/plan/plan.ts";
import type { ApplyRefusal, ApplyResult } from "./apply.ts";
import type { AssessResult } from "./assess.ts";
import type { Collected } from "./collect-all.ts";
import type { Foreseen } from "./foresee.ts";
import type { MirrorResult } from "./mirror-cases.ts";
import type { Progress } from "./progress.ts";
import type { SettledIntent } from "./settle-intents.ts";
import type { TendResult } from "./tend-cases.ts";
import type { WatchResult } from "./watch.ts";

/** The steps of a run, in their order, and what each comes to. */
export interface StepResults {
  readonly settle: readonly SettledIntent[];
  readonly collect: Collected;
  readonly watch: WatchResult;
  readonly assess: AssessResult;
  readonly review: TendResult;
  /** null where there is no desk, or this mode does not write to it. */
  readonly tickets: MirrorResult | null;
  readonly plan: Plan;
  readonly apply: ApplyResult | ApplyRefusal;
  readonly foresee: Foreseen;
}

export type RunStep = keyof StepResults;

/** A step that came to its end. */
export type StepEnd = {
  readonly [Step in RunStep]: { readonly step: Step; readonly result: StepResults[Step] };
}[RunStep];

/** Who is told of a run while it goes on. A step that is not reached is not begun; one that throws does not end. */
export interface RunTold {
  /** Its record, where one is kept. */
  readonly run?: string | undefined;
  readonly begun: (step: RunStep) => Promise<void>;
  readonly ended: (end: StepEnd) => Promise<void>;
  readonly progress: Progress;
}

/** Does one step and tells of it. Faults: the work's. */
export async function takeStep<Step extends RunStep>(
  step: Step,
  told: RunTold,
  work: () => Promise<StepResults[Step]>,
): Promise<StepResults[Step]> {
  await told.begun(step);
  const result = await work();
  await told.ended({ step, result } as StepEnd);
  return result;
}
