import type { Session } from "../cli/app.ts";
import { MINUTE } from "../core/model/instant.ts";
import { deliver } from "../flows/deliver.ts";
import { Fault } from "../ports/fault.ts";

/** A command that is done does not wait longer than this for those who are told of it. */
const FOR = MINUTE;

/** Tells the sinks at the end of a command. Their trouble is told to a person and changes nothing of the command. Faults: STORE_*. */
export async function tellSinks(
  session: Pick<Session, "store" | "clock" | "sinks">,
  talk: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (const { sink, state, behind, code } of await deliver(
      session,
      { forMs: FOR, byPerson: false },
      signal,
    )) {
      if (state === "up_to_date" || state === "busy") continue;
      const why = code === undefined ? "" : ` (${code})`;
      talk(`outbox: ${sink} is ${state}${why}, ${behind} entries wait; see rollcall outbox status\n`);
    }
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "CANCELLED") throw error;
    talk("outbox: not all was told; a later command, or rollcall outbox deliver, does it\n");
  }
}
