import { setTimeout as nap } from "node:timers/promises";
import { invariant } from "../../../core/model/invariant.ts";
import { instant, MINUTE } from "../../../core/model/instant.ts";
import { Fault } from "../../../ports/fault.ts";
import type { Ids } from "../../../ports/ids.ts";
import type { Done, JobAsk, JobLoss, Jobs, Work } from "../../../ports/jobs.ts";
import type { DeadJob } from "../../../ports/worker-store.ts";
import type { Boss, JobState } from "./boss.ts";
import { codeIn } from "./run-job.ts";

/** How soon a job that another worker has done is noticed. */
const LOOK_EVERY_MS = 500;

/** A run that is not heard of for so long counts as lost, so there is no use in waiting longer for its database. */
const PATIENCE_MS = 10 * MINUTE;

export interface BossJobsParts {
  /** Opened when it is first needed. Faults: STORE_*. */
  boss(): Promise<Boss>;
  /** Whether somebody else would take a share. Faults: STORE_*. */
  others(): Promise<boolean>;
  /** How work is done where nobody would. */
  readonly alone: Jobs;
  readonly ask: JobAsk;
  bury(job: DeadJob): Promise<void>;
  readonly ids: Ids;
}

/**
 * Work by way of the queue: this process puts it there, takes its own share, and waits for the rest. Only one run is recorded as
 * under way at a time, so whatever waited in the queue before was a run's that has ended.
 */
export const bossJobs = (parts: BossJobsParts): Jobs => ({
  spread: async (work, signal) => {
    if (work.inputs.length < 2 || !(await parts.others())) return parts.alone.spread(work, signal);
    const boss = await parts.boss();
    const spread = new Spread(work, boss, parts);
    return spread.carryOut(signal);
  },
});

/** One piece of work while it is spread. */
class Spread<Input, Output> {
  private readonly work: Work<Input, Output>;
  private readonly boss: Boss;
  private readonly parts: BossJobsParts;
  /** What is not settled, by id of its job. */
  private readonly open: Map<string, number>;
  private readonly done: Done<Output>[] = [];
  private readonly doneHere = new Map<string, Output>();
  private failure: { readonly error: unknown } | undefined;

  constructor(work: Work<Input, Output>, boss: Boss, parts: BossJobsParts) {
    this.work = work;
    this.boss = boss;
    this.parts = parts;
    this.open = new Map(work.inputs.map((_, index) => [parts.ids.uuid(), index]));
  }

  async carryOut(signal: AbortSignal): Promise<readonly Done<Output>[]> {
    const { kind, run, width } = this.work;
    const jobs = [...this.open].map(([id, index]) => {
      const input = this.inputAt(index);
      return { id, key: kind.keyOf(input), data: { ...this.parts.ask, run, input } };
    });
    await this.boss.replace(kind.name, jobs);
    const enough = await this.boss.take(kind.name, width, async (_, id, mine) =>
      this.doHere(id, mine, signal),
    );
    try {
      while (this.open.size > 0) {
        await waited(LOOK_EVERY_MS, signal);
        if (this.failure !== undefined) throw this.failure.error;
        const states = await patiently(
          async () => this.boss.states(kind.name, [...this.open.keys()]),
          signal,
        );
        await this.settle(new Map(states.map((one) => [one.id, one])), signal);
      }
    } finally {
      // What cannot be taken out now is void: its run has ended, and the next one puts others in its place.
      await Promise.allSettled([this.boss.remove(kind.name, [...this.open.keys()])]);
      await enough();
    }
    return this.done;
  }

  private async doHere(id: string, mine: AbortSignal, signal: AbortSignal): Promise<object | "over"> {
    const index = this.open.get(id);
    if (index === undefined) return "over";
    try {
      const output = await this.work.do(this.inputAt(index), AbortSignal.any([mine, signal]));
      this.doneHere.set(id, output);
      return output as object;
    } catch (error) {
      if (!mayMend(error) && !mine.aborted) this.failure ??= { error };
      throw error;
    }
  }

  private async settle(states: ReadonlyMap<string, JobState>, signal: AbortSignal): Promise<void> {
    for (const [id, index] of this.open) {
      const state = states.get(id);
      if (state !== undefined && !["completed", "failed", "cancelled"].includes(state.state)) continue;
      this.done[index] = await patiently(async () => this.resultOf(id, index, state), signal);
      this.open.delete(id);
    }
  }

  private async resultOf(id: string, index: number, state: JobState | undefined): Promise<Done<Output>> {
    const { kind, run } = this.work;
    const input = this.inputAt(index);
    const lost = async (loss: JobLoss, code: string): Promise<Done<Output>> => {
      const output = await this.work.lost(input, loss);
      const at = instant(Date.now());
      await this.parts.bury({ kind: kind.name, of: kind.keyOf(input), run, code, at });
      return { output, here: true };
    };
    if (state === undefined) return lost("job_missing", "JOB_MISSING");
    if (state.state !== "completed") return lost("job_failed", codeIn(state.output));
    const own = this.doneHere.get(id);
    if (own !== undefined) return { output: own, here: true };
    const output = kind.readOutput(state.output, input);
    if (output === undefined) return lost("job_illegible", "JOB_ILLEGIBLE");
    this.work.arrived(output);
    return { output, here: false };
  }

  private inputAt(index: number): Input {
    invariant(index < this.work.inputs.length, "a job of this work has its input");
    return this.work.inputs[index] as Input;
  }
}

const mayMend = (error: unknown): boolean =>
  error instanceof Fault && (error.next === "retry" || error.next === "wait");

/** Asks again while the database is gone: it may be started again. Faults: what is asked gives, CANCELLED. */
async function patiently<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const gone = error instanceof Fault && error.code === "STORE_UNAVAILABLE";
      if (!gone || performance.now() > until) throw error;
      await waited(LOOK_EVERY_MS, signal);
    }
  }
}

/** In real time, which is what other processes live in. Rejects with the signal's reason. */
async function waited(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await nap(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
