// The shape of `schedule`: what runs by itself while `rollcall serve` runs.
import { Cron } from "croner";
import * as z from "zod";
import { positiveDuration, shortName, timeZone } from "./fields.ts";

/** Minute, hour, day, month, weekday: no seconds, since a run takes minutes. */
const cron = z.string().check((ctx) => {
  const message = cronProblem(ctx.value);
  if (message !== undefined) ctx.issues.push({ code: "custom", message, input: ctx.value });
});

function cronProblem(text: string): string | undefined {
  let parsed: Cron;
  try {
    parsed = new Cron(text, { paused: true, mode: "5-part" });
  } catch {
    return 'is no cron expression; write minute, hour, day, month and weekday, for instance "0 2 * * 1-5"';
  }
  return parsed.nextRun() === null ? "never comes: no day is such a day" : undefined;
}

export const ScheduleEntry = z.strictObject({
  name: shortName,
  run: cron,
  zone: timeZone.default("UTC"),
  missed: z.enum(["run", "skip"]).default("run"),
  // A night's run may begin before people come; one begun later would be among them.
  missedWithin: positiveDuration.default("PT6H"),
});
export type ScheduleFile = z.output<typeof ScheduleEntry>;
