import { pullBrake, releaseBrake } from "../../flows/brake.ts";
import { Fault } from "../../ports/fault.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { instantText } from "../print/instant-text.ts";
import { printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";
import { tellRefusal } from "./apply.ts";

export interface BrakeFlags extends CommonFlags {
  readonly reason: string;
}

/** Stops every deletion until it is resumed: at once, also in a run that has the store to itself. */
export async function brake(app: App, io: Io, flags: BrakeFlags): Promise<ExitCode> {
  const { reason } = flags;
  try {
    return await app.withSession(flags, async (session) => {
      const { brake: on, before } = await pullBrake(session, { reason, by: session.actor });
      tellPerson(
        io,
        flags,
        before
          ? `The brake was on already: ${printable(on.pulledBy)}, ${instantText(on.pulledAt)}: ${printable(on.reason)}`
          : "The brake is on: nothing is deleted until rollcall resume. The ramp is back on its first step.",
      );
      tellResult(io, flags, { command: "brake", brake: on, before, waiting: false });
      return EXIT.done;
    });
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "STORE_LOCKED") throw error;
    if (!(await app.requestBrake(flags, reason))) throw error;
    tellPerson(
      io,
      flags,
      "Another process has the store: it finds the brake before its next deletion, and every later run finds it too.",
    );
    tellResult(io, flags, { command: "brake", brake: null, before: false, waiting: true });
    return EXIT.done;
  }
}

/** Releases the brake. */
export async function resume(app: App, io: Io, flags: BrakeFlags): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const resumed = await releaseBrake(session, { reason: flags.reason, by: session.actor });
    if (resumed.kind === "refused") return tellRefusal(io, flags, { command: "resume" }, resumed);
    const { pulledBy, pulledAt, reason } = resumed.brake;
    tellPerson(
      io,
      flags,
      `The brake of ${printable(pulledBy)}, ${instantText(pulledAt)}, is released: ${printable(reason)}`,
    );
    tellResult(io, flags, { command: "resume", released: resumed.brake });
    return EXIT.done;
  });
}
