import { Cron } from "croner";
import { instant } from "../core/model/instant.ts";
import type { Timetable } from "../ports/timetable.ts";
import type { ScheduleConfig } from "./config/schedule-config.ts";

/** The timetables of a configuration. */
export const timetablesOf = (schedule: readonly ScheduleConfig[]): readonly Timetable[] =>
  schedule.map(timetable);

/** Cron knows the zone: it leaps and repeats hours as the zone's clocks do. */
export function timetable({ name, run, zone, missed, missedWithinMs }: ScheduleConfig): Timetable {
  const cron = new Cron(run, { timezone: zone, paused: true, mode: "5-part" });
  return {
    name,
    cron: run,
    zone,
    missed,
    missedWithinMs,
    next: (after) => {
      const next = cron.nextRun(new Date(after));
      return next === null ? undefined : instant(next.getTime());
    },
  };
}
