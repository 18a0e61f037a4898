import { Fault } from "../../../ports/fault.ts";
import type { JobAsk } from "../../../ports/jobs.ts";

/** What a job holds. */
export interface JobEnvelope extends JobAsk {
  readonly run: string;
  readonly input: unknown;
}

/** How one try ended, as pg-boss is told. */
export interface TryEnd {
  readonly id: string;
  /** failed: may be tried again. deadletter: may not. */
  readonly status: "completed" | "failed" | "deadletter";
  readonly output: object;
}

export interface TakenJob {
  readonly id: string;
  readonly data: unknown;
  /** Aborted when the job is no longer this process's. */
  readonly signal: AbortSignal;
}

/** What is done with a job: `back` gives it to somebody else. Faults: the work's. */
export type DoJob = (
  envelope: JobEnvelope,
  id: string,
  signal: AbortSignal,
) => Promise<object | "illegible" | "over" | "back">;

/**
 * Does one job, and says how it ended. Only what another try may mend is tried again: not what a person has stopped, and not
 * what a person has to put right.
 */
export async function runJob({ id, data, signal }: TakenJob, work: DoJob): Promise<TryEnd> {
  const lost = new AbortController();
  signal.addEventListener("abort", () => {
    lost.abort(new Fault("CANCELLED", "The job was given to another worker."));
  });
  const dead = (code: string): TryEnd => ({ id, status: "deadletter", output: { code } });
  const envelope = envelopeIn(data);
  if (envelope === undefined) return dead("JOB_ILLEGIBLE");
  try {
    const output = await work(envelope, id, lost.signal);
    if (output === "illegible") return dead("JOB_ILLEGIBLE");
    if (output === "back") return { id, status: "failed", output: { code: "GIVEN_BACK" } };
    return { id, status: "completed", output: output === "over" ? { over: true } : output };
  } catch (error) {
    // What a bug says may hold anything: its process tells of it.
    if (!(error instanceof Fault)) return dead("BUG");
    const again = error.next === "retry" || error.next === "wait";
    return again ? { id, status: "failed", output: { code: error.code } } : dead(error.code);
  }
}

/** undefined: written by another version. */
export function envelopeIn(data: unknown): JobEnvelope | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { run, config, schema, input } = data as Record<string, unknown>;
  if (typeof run !== "string" || typeof config !== "string" || typeof schema !== "number") return undefined;
  return { run, config, schema, input };
}

/** Why a job is dead, of what its last try left. Without a word its worker was lost. */
export function codeIn(output: unknown): string {
  if (typeof output !== "object" || output === null || !("code" in output)) return "WORKER_LOST";
  return typeof output.code === "string" && /^[A-Z_]+$/.test(output.code) ? output.code : "WORKER_LOST";
}
