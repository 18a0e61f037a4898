import { DAY, HOUR, MINUTE, SECOND } from "../../core/model/instant.ts";
import type { RateWindow, Urgency } from "../../core/model/rate-window.ts";
import type { Clock } from "../../ports/clock.ts";
import { Fault } from "../../ports/fault.ts";
import type { RateMeter } from "../../ports/rate-meter.ts";
import { throwIfCancelled, pause, untilCancelled } from "./cancel.ts";
import { memoryRateMeter } from "./memory-rate-meter.ts";

/** How many requests may leave in each window; all of them hold at once. At least 1: unlimited cannot be written. */
export interface RateLimits {
  readonly perSecond: number;
  readonly perMinute: number;
  readonly perHour: number;
  readonly perDay: number;
}

/** One a process, shared by everything that asks Central: it counts all its APIs, tenants and credentials together. */
export interface RateBudget {
  /**
   * Resolves when one more request may leave: first come first served in each urgency, and nobody waits behind one that is less
   * urgent. `too_late`: it could leave only after `deadline` (monotonic ms), and must not any more.
   * Faults: CANCELLED; CENTRAL_THROTTLED while `refuse` is in force; STORE_* of a shared meter.
   */
  enter(urgency: Urgency, signal?: AbortSignal, deadline?: number): Promise<"entered" | "too_late">;
  /** Central asked to wait: nobody sends for so long, at most LONGEST_WAIT. Faults: STORE_*. */
  block(ms: number): Promise<void>;
  /** Central went on refusing after the longest wait: everybody fails at once until then, at most LONGEST_REFUSAL. Faults: STORE_*. */
  refuse(ms: number): Promise<void>;
}

/** A Retry-After of an hour must not make a run hang for one: so long is waited, and then the read fails. */
export const LONGEST_WAIT = 2 * MINUTE;
/** So long a Retry-After is believed: a worker that lives for weeks must come back from an absurd one. */
const LONGEST_REFUSAL = HOUR;
/** Requests do not take equally long to arrive: at the far end a window that is just kept here would be overrun. */
const SLACK = 250;

/** The windows of a configuration, each a little wider than named. */
export const windowsOf = (limits: RateLimits): readonly RateWindow[] =>
  [
    { max: limits.perSecond, ms: SECOND },
    { max: limits.perMinute, ms: MINUTE },
    { max: limits.perHour, ms: HOUR },
    { max: limits.perDay, ms: DAY },
  ].map(({ max, ms }) => ({ max, ms: ms + SLACK }));

/** The budget over a meter, which other processes may share. */
export function rateBudget(meter: RateMeter, clock: Clock): RateBudget {
  const urgent = queue();
  const bulk = queue();

  const take = async (
    urgency: Urgency,
    signal: AbortSignal | undefined,
    deadline: number | undefined,
  ): Promise<"entered" | "too_late"> => {
    const tooLate = (wait: number): boolean => deadline !== undefined && clock.monotonic() + wait > deadline;
    for (;;) {
      // Where a window has no reserve, what is urgent goes first all the same.
      if (urgency === "bulk") await urgent.empty();
      throwIfCancelled(signal);
      if (tooLate(0)) return "too_late";
      const taken = await meter.take(urgency);
      // Asking a store took its time too. What was taken is spent.
      if (taken.kind === "taken") return tooLate(0) ? "too_late" : "entered";
      if (taken.kind === "refused") throw refused(taken.ms);
      if (tooLate(taken.ms)) return "too_late";
      await pause(clock, Math.ceil(taken.ms), signal);
    }
  };

  return {
    enter: async (urgency, signal, deadline) => {
      const lane = urgency === "urgent" ? urgent : bulk;
      return untilCancelled(
        lane.turn(async () => take(urgency, signal, deadline)),
        signal,
      );
    },
    block: async (ms) => meter.block(Math.min(ms, LONGEST_WAIT)),
    refuse: async (ms) => meter.refuse(Math.min(ms, LONGEST_REFUSAL)),
  };
}

/** The budget of a process that shares it with no other. */
export const ownRateBudget = (windows: readonly RateWindow[], clock: Clock): RateBudget =>
  rateBudget(memoryRateMeter(windows, clock), clock);

/** The same budget for work that a person waits for, or a deletion: all of it is urgent. */
export const urgently = (budget: RateBudget): RateBudget => ({
  ...budget,
  enter: async (_urgency, signal, deadline) => budget.enter("urgent", signal, deadline),
});

const refused = (ms: number): Fault =>
  new Fault("CENTRAL_THROTTLED", "Sophos Central asked this credential to wait longer than a run can.", {
    waitMs: Math.ceil(ms),
  });

/** Those who wait, one after the other. */
function queue() {
  const line: { tail: Promise<unknown>; waiting: number } = { tail: Promise.resolve(), waiting: 0 };
  const leave = () => {
    line.waiting--;
  };
  return {
    turn: async <T>(work: () => Promise<T>): Promise<T> => {
      line.waiting++;
      const turn = line.tail.then(work);
      line.tail = turn.then(leave, leave);
      return turn;
    },
    /** Resolves once nobody waits any more; at once when nobody does. */
    empty: async (): Promise<void> => {
      while (line.waiting > 0) await line.tail;
    },
  };
}
