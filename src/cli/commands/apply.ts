import { apply as applyFlow, type ApplyRefusal, type ApplyResult } from "../../flows/apply.ts";
import { purgeDossiers } from "../../flows/purge-dossiers.ts";
import { settleIntents, type SettledIntent } from "../../flows/settle-intents.ts";
import type { Mode, Plan } from "../../core/plan/plan.ts";
import type { App, CommonFlags, Session } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { outcomesJson, outcomesText } from "../print/outcomes.ts";
import { progressLine } from "../print/progress.ts";
import { printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";

export interface ApplyFlags extends CommonFlags {
  readonly dryRun: boolean;
}

/** Verifies and retires what a plan file lists. */
export async function apply(
  app: App,
  io: Io,
  file: string,
  flags: ApplyFlags,
  signal: AbortSignal,
): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const mode: Mode = flags.dryRun ? "dry-run" : session.mode;
    const admission = await session.admit(file, mode);
    if (admission.kind === "refused") return tellRefusal(io, flags, { command: "apply", mode }, admission);
    const settled = await settleIntents({ ...session, central: session.central() });
    if (settled.length > 0) tellPerson(io, flags, settledText(settled));
    await prepareDossiers(session, mode);
    const result = await applyWith(
      session,
      io,
      flags,
      { ...admission, mode, centralAnswered: false },
      signal,
    );
    if (result.kind === "refused")
      return tellRefusal(io, flags, { command: "apply", plan: admission.plan.id, mode }, result);
    tellPerson(io, flags, outcomesText(io, mode, result));
    tellResult(io, flags, {
      command: "apply",
      plan: admission.plan.id,
      mode,
      settled: settledJson(settled),
      ...outcomesJson(result),
    });
    return applyExit(result);
  });
}

/** Deletes dossiers that were kept long enough; in enforce, a vault that does not open ends the run here. */
export async function prepareDossiers(session: Session, mode: Mode): Promise<void> {
  await purgeDossiers(session);
  if (mode === "enforce") await session.hand(mode).dossiers.ready(session.store.dossiers);
}

/** Applies a plan in a mode with progress drawn; shared with `run`. */
export async function applyWith(
  session: Session,
  io: Io,
  flags: CommonFlags,
  {
    plan,
    frozenItems,
    mode,
    centralAnswered,
  }: {
    readonly plan: Plan;
    readonly frozenItems: number;
    readonly mode: Mode;
    readonly centralAnswered: boolean;
  },
  signal: AbortSignal,
): Promise<ApplyResult | ApplyRefusal> {
  const line = progressLine(io, flags);
  try {
    return await applyFlow(
      { plan: { ...plan, mode }, frozenItems },
      {
        ...session,
        ...session.hand(mode),
        central: session.central(),
        directories: session.directories(),
        centralAnswered,
        progress: line.progress,
      },
      signal,
    );
  } finally {
    line.stop();
  }
}

/** Unconfirmed deletions and a tripped breaker wait for a person; so does a run that a person stopped. */
export function applyExit({ outcomes, stoppedBy }: ApplyResult): ExitCode {
  if (stoppedBy === "cancelled") return EXIT.fault;
  const waits = (outcomes.unconfirmed ?? 0) + (outcomes.failed ?? 0) > 0 || stoppedBy !== undefined;
  return waits ? EXIT.person : EXIT.done;
}

/** An expected no: on stderr, and beside whatever had come about until then in the result. */
export function tellRefusal(
  io: Io,
  flags: CommonFlags,
  result: Readonly<Record<string, unknown>>,
  { code, detail }: { readonly code: string; readonly detail: string },
): ExitCode {
  io.talk(`${paint(io, "red", "refused")} ${code}: ${printable(detail)}\n`);
  tellResult(io, flags, { ...result, refused: { code, detail } });
  return EXIT.refused;
}

export const settledText = (settled: readonly SettledIntent[]): string =>
  settled
    .map(
      ({ intent, outcome }) => `Left open by an earlier run: ${printable(intent.hostname)}, now ${outcome}.`,
    )
    .join("\n");

/** The same for `--json`. */
export const settledJson = (settled: readonly SettledIntent[]) =>
  settled.map(({ intent: { tenant, endpoint, hostname }, outcome }) => ({
    tenant,
    endpoint,
    hostname,
    outcome,
  }));
