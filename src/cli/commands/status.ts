import { status as statusFlow } from "../../flows/status.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { statusText } from "../print/status-text.ts";
import { tellPerson, tellResult } from "../result.ts";

/** Tells whether, and how much, may be deleted now, and why; changes nothing. */
export async function status(app: App, io: Io, flags: CommonFlags): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const now = await statusFlow(session);
    tellPerson(io, flags, statusText(io, now));
    const { brake, underWay, ...rest } = now;
    tellResult(io, flags, { command: "status", ...rest, brake: brake ?? null, underWay: underWay ?? null });
    return EXIT.done;
  });
}
