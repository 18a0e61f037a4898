import { watch as watchFlow, type WatchResult } from "../../flows/watch.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { watchText } from "../print/watch-text.ts";
import { tellPerson, tellResult } from "../result.ts";

/** Looks for deleted devices among what was collected last and in what Central tells of the last day; one that is back stops every deletion. */
export async function watch(app: App, io: Io, flags: CommonFlags, signal: AbortSignal): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const found = await watchFlow({ ...session, central: session.central() }, signal);
    tellPerson(io, flags, watchText(io, found));
    tellResult(io, flags, { command: "watch", ...found });
    return watchExit(found);
  });
}

/** Somebody has to look after a device that is back. */
export const watchExit = ({ returned }: WatchResult): ExitCode =>
  returned.length === 0 ? EXIT.done : EXIT.person;
