import type { ScheduleEntry } from "../../flows/read-schedule.ts";
import type { RunRecord } from "../../ports/run-store.ts";
import { instantText } from "./instant-text.ts";
import { printable } from "./table.ts";

/** The newest run and how it ended, then what runs by itself, each in a line. */
export function scheduleLines(
  schedule: readonly ScheduleEntry[],
  run: RunRecord | undefined,
): readonly string[] {
  return [...(run === undefined ? [] : [runText(run)]), ...schedule.map(entryText)];
}

function runText({ kind, mode, begunBy, startedAt, state, steps, trouble }: RunRecord): string {
  const at = state === "running" ? ` at ${steps.at(-1)?.step ?? "its beginning"}` : "";
  const why = trouble === undefined ? "" : ` (${trouble.code})`;
  return `Newest run: ${kind} in ${mode}, ${instantText(startedAt)}, by ${printable(begunBy)}: ${state}${at}${why}.`;
}

function entryText({ name, cron, zone, nextAt, last }: ScheduleEntry): string {
  const next = nextAt === undefined ? "never again" : `next ${instantText(nextAt)}`;
  const before = last === undefined ? "" : `, last ${instantText(last.at)}: ${last.state}`;
  return `Schedule ${printable(name)} (${cron}, ${zone}): ${next}${before}.`;
}
