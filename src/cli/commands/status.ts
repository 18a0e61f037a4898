import { readSchedule } from "../../flows/read-schedule.ts";
import { status as statusFlow } from "../../flows/status.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { scheduleLines } from "../print/schedule-text.ts";
import { statusText } from "../print/status-text.ts";
import { tellPerson, tellResult } from "../result.ts";

/** Tells whether, and how much, may be deleted now, and why; changes nothing. */
export async function status(app: App, io: Io, flags: CommonFlags): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const now = await statusFlow(session);
    const { runs } = session.store;
    const [run] = await runs.list(1);
    const schedule = await readSchedule(session.timetables, session.store, now.at);
    tellPerson(io, flags, [statusText(io, now), ...scheduleLines(schedule, run)].join("\n"));
    const { brake, underWay, ...rest } = now;
    const absent = { brake: brake ?? null, underWay: underWay ?? null, lastRun: run ?? null };
    tellResult(io, flags, { command: "status", ...rest, ...absent, schedule });
    return EXIT.done;
  });
}
