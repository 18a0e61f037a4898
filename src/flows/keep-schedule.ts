import { MINUTE } from "../core/model/instant.ts";
import type { Clock } from "../ports/clock.ts";
import { nextSlot, takeSlots, type TakeSlotsParts } from "./take-slots.ts";
import type { NotedSlot } from "../ports/schedule-store.ts";

export interface KeepScheduleParts extends Omit<TakeSlotsParts, "since"> {
  readonly tell: {
    readonly slot: (slot: NotedSlot) => void;
    readonly trouble: (error: unknown) => void;
  };
}

/**
 * Begins runs at their times until the signal. It wakes once a minute at least: a clock that was set, or a machine that slept,
 * is noticed then. Never rejects: trouble is told, and the next slot is another try.
 */
export async function keepSchedule(parts: KeepScheduleParts, signal: AbortSignal): Promise<void> {
  const { timetables, clock, tell } = parts;
  if (timetables.length === 0) return;
  const since = clock.now();
  while (!signal.aborted) {
    try {
      for (const slot of await takeSlots({ ...parts, since })) tell.slot(slot);
    } catch (error) {
      tell.trouble(error);
    }
    const now = clock.now();
    const next = nextSlot(timetables, now);
    await untilAborted(clock, next === undefined ? MINUTE : Math.min(next - now, MINUTE), signal);
  }
}

async function untilAborted(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
