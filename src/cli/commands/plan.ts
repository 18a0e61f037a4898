import { plan as planFlow } from "../../flows/plan.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { planText } from "../print/plan-text.ts";
import { tellPerson, tellResult } from "../result.ts";

export interface PlanFlags extends CommonFlags {
  readonly out: string | undefined;
}

/** Freezes a plan of what one run would do; --out writes it to a file that may be edited down. */
export async function plan(app: App, io: Io, flags: PlanFlags, signal: AbortSignal): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const frozen = await planFlow({ ...session, directories: session.directoryNames }, signal);
    if (flags.out !== undefined) await app.writeFile(flags.out, app.planFileText(frozen));
    tellPerson(io, flags, planText(io, frozen, await session.store.inventory.tenants()));
    if (flags.out !== undefined) {
      tellPerson(
        io,
        flags,
        `Written to ${flags.out}: take items out as you like, then rollcall apply ${flags.out}`,
      );
    }
    tellResult(io, flags, { command: "plan", file: flags.out, plan: frozen });
    return EXIT.done;
  });
}
