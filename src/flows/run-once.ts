import type { Mode, Plan } from "../core/plan/plan.ts";
import type { Fault } from "../ports/fault.ts";
import type { ApplyRefusal, ApplyResult } from "./apply.ts";
import { applyAdmitted } from "./apply-once.ts";
import { assess, type AssessResult } from "./assess.ts";
import { collectAll, type Collected } from "./collect-all.ts";
import { foresee, type Foreseen } from "./foresee.ts";
import { mirrorCases, type MirrorResult } from "./mirror-cases.ts";
import { plan } from "./plan.ts";
import { prepareDossiers } from "./prepare-dossiers.ts";
import type { RunParts } from "./run-parts.ts";
import { takeStep, type RunTold } from "./run-steps.ts";
import { settleIntents, type SettledIntent } from "./settle-intents.ts";
import { tendCases, type TendResult } from "./tend-cases.ts";
import { watch, type WatchResult } from "./watch.ts";

/** How far a run goes. */
export interface RunAsked {
  readonly mode: Mode;
  /** `plan`: nothing is verified or applied, whatever the mode. */
  readonly through: "plan" | "apply";
}

/** What the steps before a plan's application came to. */
export interface Planned {
  readonly settled: readonly SettledIntent[];
  readonly collected: Collected;
  readonly watched: WatchResult;
  readonly assessed: AssessResult;
  readonly cases: TendResult;
  readonly tickets: MirrorResult | null;
  readonly plan: Plan;
}

/** How far it came. */
export type RunResult =
  /** Without Central nothing can be judged anew or planned; the directories were read for the next run. */
  | {
      readonly reached: "collect";
      readonly settled: readonly SettledIntent[];
      readonly collected: Collected;
      readonly fault: Fault;
    }
  | (Planned & { readonly reached: "plan" })
  | (Planned & { readonly reached: "refusal"; readonly applied: ApplyRefusal })
  | (Planned & { readonly reached: "end"; readonly applied: ApplyResult; readonly foreseen: Foreseen });

/**
 * One run: settles what an earlier one left open, collects, watches, assesses, tends cases and tickets, plans and, outside
 * observe, applies. The steps are told as they come. Faults: STORE_*, CANCELLED between steps and within the longer ones,
 * VAULT_KEY and SECRET_UNREADABLE before anything is read, LEDGER_BROKEN.
 */
export async function runOnce(
  { mode, through }: RunAsked,
  parts: RunParts,
  told: RunTold,
  signal: AbortSignal,
): Promise<RunResult> {
  const { progress } = told;
  const settled = await takeStep("settle", told, async () =>
    settleIntents({ ...parts, central: parts.central() }),
  );
  await prepareDossiers(parts, mode);
  const collected = await takeStep("collect", told, async () =>
    collectAll(
      { ...parts, progress, run: told.run },
      // Both are opened before either is read: a secret that is missing is told at once.
      { central: parts.central(), directories: parts.directories() },
      signal,
    ),
  );
  const fault = collected.centralFault;
  if (fault !== undefined) return { reached: "collect", settled, collected, fault };
  // Before anything is judged: a device that is back is immune from here on, and nothing more is deleted.
  const watched = await takeStep("watch", told, async () =>
    watch({ ...parts, central: parts.central() }, signal),
  );
  const assessed = await takeStep("assess", told, async () => assess({ ...parts, progress }, signal));
  const cases = await takeStep("review", told, async () => tendCases(parts, signal));
  const tickets = await takeStep("tickets", told, async () => mirror(mode, parts, signal));
  const planParts = { ...parts, mode, directories: parts.directoryNames };
  const frozen = await takeStep("plan", told, async () => plan(planParts, signal));
  const planned: Planned = { settled, collected, watched, assessed, cases, tickets, plan: frozen };
  if (through === "plan") return { ...planned, reached: "plan" };
  if (mode === "observe") {
    await parts.store.plans.recordRun(parts.policyHash, "observe", parts.clock.now());
    return { ...planned, reached: "plan" };
  }
  const admitted = { plan: frozen, frozenItems: frozen.items.length, mode, centralAnswered: true };
  const applied = await takeStep("apply", told, async () => applyAdmitted(admitted, parts, progress, signal));
  if (applied.kind === "refused") return { ...planned, reached: "refusal", applied };
  const foreseen = await takeStep("foresee", told, async () => foresee(planParts));
  return { ...planned, reached: "end", applied, foreseen };
}

/** Brings cases and tickets together, where a desk is configured and this mode may write to it. Faults: STORE_*, CANCELLED. */
export async function mirror(mode: Mode, parts: RunParts, signal: AbortSignal): Promise<MirrorResult | null> {
  const { tickets } = parts;
  if (tickets === undefined || !parts.mirrorsIn(mode)) return null;
  return mirrorCases({ ...parts, tickets }, signal);
}
