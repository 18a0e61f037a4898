import type { Mode } from "../../core/plan/plan.ts";
import { applyOnce, type AppliedOnce } from "../../flows/apply-once.ts";
import type { ApplyResult } from "../../flows/apply.ts";
import { recordedRun, type Recorded } from "../../flows/recorded-run.ts";
import type { SettledIntent } from "../../flows/settle-intents.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { outcomesJson, outcomesText } from "../print/outcomes.ts";
import { printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";
import { drawing } from "../steps-drawn.ts";

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
    const drawn = drawing(io, flags, async (end) => {
      if (end.step === "settle" && end.result.length > 0) tellPerson(io, flags, settledText(end.result));
      return Promise.resolve();
    });
    const plan = admission.plan.id;
    let recorded: Recorded<AppliedOnce>;
    try {
      const asked = { kind: "apply", mode, begunBy: session.actor, plan } as const;
      recorded = await recordedRun(asked, session, drawn, signal, async (told, stop) =>
        applyOnce({ ...admission, mode }, session, told, stop),
      );
    } finally {
      drawn.stop();
    }
    if (recorded.kind === "refused")
      return tellRefusal(io, flags, { command: "apply", plan, mode }, recorded);
    const { settled, applied } = recorded.result;
    if (applied.kind === "refused") return tellRefusal(io, flags, { command: "apply", plan, mode }, applied);
    tellPerson(io, flags, outcomesText(io, mode, applied));
    const outcome = { settled: settledJson(settled), ...outcomesJson(applied) };
    tellResult(io, flags, { command: "apply", plan, mode, ...outcome });
    return applyExit(applied);
  });
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
