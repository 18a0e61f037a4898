import type { ScheduleFile } from "./schedule-schema.ts";

/** One entry of `schedule`, its durations in milliseconds. */
export interface ScheduleConfig {
  readonly name: string;
  /** Cron: minute, hour, day, month, weekday. */
  readonly run: string;
  readonly zone: string;
  readonly missed: "run" | "skip";
  readonly missedWithinMs: number;
}

export const scheduleConfig = (
  { name, run, zone, missed, missedWithin }: ScheduleFile,
  milliseconds: (text: string) => number,
): ScheduleConfig => ({ name, run, zone, missed, missedWithinMs: milliseconds(missedWithin) });
