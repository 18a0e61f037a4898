import type { Mode, Plan } from "../core/plan/plan.ts";
import { apply, type ApplyRefusal, type ApplyResult } from "./apply.ts";
import { prepareDossiers } from "./prepare-dossiers.ts";
import type { Progress } from "./progress.ts";
import type { RunParts } from "./run-parts.ts";
import { takeStep, type RunTold } from "./run-steps.ts";
import { settleIntents, type SettledIntent } from "./settle-intents.ts";

/** A plan as it may be applied, and in which mode. */
export interface AdmittedIn {
  readonly plan: Plan;
  readonly frozenItems: number;
  readonly mode: Mode;
  /** Central has answered in this run already: it need not be asked first whether it does. */
  readonly centralAnswered: boolean;
}

/** What came of it, and of what was left open before. */
export interface AppliedOnce {
  readonly settled: readonly SettledIntent[];
  readonly applied: ApplyResult | ApplyRefusal;
}

/** Applies a plan that was admitted: settles what an earlier run left open, then takes its items. Faults: those of `apply`, and VAULT_KEY. */
export async function applyOnce(
  admitted: Omit<AdmittedIn, "centralAnswered">,
  parts: RunParts,
  told: RunTold,
  signal: AbortSignal,
): Promise<AppliedOnce> {
  const settled = await takeStep("settle", told, async () =>
    settleIntents({ ...parts, central: parts.central() }),
  );
  await prepareDossiers(parts, admitted.mode);
  const applied = await takeStep("apply", told, async () =>
    applyAdmitted({ ...admitted, centralAnswered: false }, parts, told.progress, signal),
  );
  return { settled, applied };
}

/** The same with nothing before it, as a step of a run. Faults: those of `apply`. */
export async function applyAdmitted(
  { plan, frozenItems, mode, centralAnswered }: AdmittedIn,
  parts: RunParts,
  progress: Progress,
  signal: AbortSignal,
): Promise<ApplyResult | ApplyRefusal> {
  return apply(
    { plan: { ...plan, mode }, frozenItems },
    {
      ...parts,
      ...parts.hand(mode),
      central: parts.central(),
      directories: parts.directories(),
      centralAnswered,
      progress,
    },
    signal,
  );
}
