import type { App, CommonFlags, SimulateFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { tellPerson, tellResult } from "../result.ts";

/** Runs a simulated Sophos Central with a made-up estate until it is stopped. */
export async function simulate(
  app: App,
  io: Io,
  flags: Pick<CommonFlags, "json"> & SimulateFlags,
  signal: AbortSignal,
): Promise<ExitCode> {
  await app.simulate(
    flags,
    (notice) => {
      tellPerson(io, flags, `Simulated Sophos Central at ${notice.apiUrl} (token: ${notice.idUrl})`);
      tellPerson(io, flags, `Certificate authority: ${notice.ca}`);
      tellPerson(io, flags, `Directories: ${notice.directories.join(", ")}`);
      tellPerson(io, flags, "\nIn another terminal:\n");
      const now = flags.now === undefined ? "" : ` --now ${flags.now}`;
      tellPerson(io, flags, `  rollcall run --config ${notice.config}${now}\n\nCtrl-C stops it.`);
      tellResult(io, flags, { command: "simulate", ...notice });
    },
    signal,
  );
  return EXIT.done;
}
