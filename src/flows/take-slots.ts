import { DAY, instant, MINUTE, type Instant } from "../core/model/instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { Slot } from "../ports/run-store.ts";
import type { NotedSlot, SlotState } from "../ports/schedule-store.ts";
import type { Store } from "../ports/store.ts";
import type { Timetable } from "../ports/timetable.ts";

/** A slot that is taken this late is still on time: whoever looks for it looks once a minute at least. */
const ON_TIME = 2 * MINUTE;
/** So far back slots are looked for: what is older is missed whatever the schedule says. */
const LOOK_BACK = 8 * DAY;

export interface TakeSlotsParts {
  readonly store: Pick<Store, "schedule">;
  readonly clock: Clock;
  readonly timetables: readonly Timetable[];
  /** When this process began to look: a schedule that was never seen before has missed nothing before that. */
  readonly since: Instant;
  /** Begins a run for a slot; or says that another one is under way. */
  readonly begin: (slot: Slot) => Promise<{ readonly run: string } | "under_way">;
}

/**
 * Takes the newest slot of each timetable that has come since the last one taken: each is taken by one process alone. A run
 * that is under way lets the slot pass; nothing is queued up. Faults: STORE_*, and what beginning gives.
 */
export async function takeSlots(parts: TakeSlotsParts): Promise<readonly NotedSlot[]> {
  const taken: NotedSlot[] = [];
  for (const timetable of parts.timetables) {
    const slot = await dueSlot(timetable, parts);
    if (slot === undefined) continue;
    const noted = await takeSlot(slot, timetable, parts);
    if (noted !== undefined) taken.push(noted);
  }
  return taken;
}

/** The newest slot that has come and was not taken. */
async function dueSlot(
  timetable: Timetable,
  { store, clock, since }: TakeSlotsParts,
): Promise<Slot | undefined> {
  const now = clock.now();
  const last = await store.schedule.last(timetable.name);
  const from = instant(Math.max(last?.at ?? since, now - LOOK_BACK));
  let due: Instant | undefined;
  for (let at = timetable.next(from); at !== undefined && at <= now; at = timetable.next(at)) due = at;
  return due === undefined ? undefined : { name: timetable.name, at: due };
}

async function takeSlot(
  slot: Slot,
  { missed, missedWithinMs }: Timetable,
  { store, clock, begin }: TakeSlotsParts,
): Promise<NotedSlot | undefined> {
  const now = clock.now();
  const late = now - slot.at;
  const runs = late <= ON_TIME || (missed === "run" && late <= missedWithinMs);
  if (!(await store.schedule.take(slot, runs ? "started" : "missed", now))) return undefined;
  if (!runs) return { ...slot, state: "missed", run: undefined };
  const begun = await begin(slot);
  const [state, run]: [SlotState, string | undefined] =
    begun === "under_way" ? ["overlapped", undefined] : ["started", begun.run];
  await store.schedule.note(slot, state, run);
  return { ...slot, state, run };
}

/** The first slot of any timetable after an instant; undefined when nothing comes. */
export function nextSlot(timetables: readonly Timetable[], after: Instant): Instant | undefined {
  const next = timetables.map((one) => one.next(after)).filter((at) => at !== undefined);
  return next.length === 0 ? undefined : instant(Math.min(...next));
}
