import type { Instant } from "../core/model/instant.ts";
import type { NotedSlot } from "../ports/schedule-store.ts";
import type { Store } from "../ports/store.ts";
import type { Timetable } from "../ports/timetable.ts";

/** One entry of the schedule: when next, and what became of the last slot. */
export interface ScheduleEntry {
  readonly name: string;
  readonly cron: string;
  readonly zone: string;
  readonly nextAt: Instant | undefined;
  readonly last: NotedSlot | undefined;
}

/** What runs by itself while `rollcall serve` runs. Faults: STORE_*. */
export async function readSchedule(
  timetables: readonly Timetable[],
  { schedule }: Pick<Store, "schedule">,
  now: Instant,
): Promise<readonly ScheduleEntry[]> {
  const entries: ScheduleEntry[] = [];
  for (const one of timetables) {
    const { name, cron, zone } = one;
    entries.push({ name, cron, zone, nextAt: one.next(now), last: await schedule.last(name) });
  }
  return entries;
}
