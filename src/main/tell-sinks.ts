import type { Session } from "../cli/app.ts";
import { MINUTE } from "../core/model/instant.ts";
import { deliver, type SinkReport } from "../flows/deliver.ts";
import { Fault } from "../ports/fault.ts";

/** A command that is done does not wait longer than this for those who are told of it. */
const FOR = MINUTE;

/**
 * Does a command's work, and if that has added to the ledger tells the sinks, also when it ended with a fault: that is when
 * people want to hear of it. What cannot be told now is told by a later command. Faults: the work's, STORE_*.
 */
export async function thenTellSinks<S extends Pick<Session, "store" | "clock" | "sinks">, Result>(
  session: S,
  work: (session: S) => Promise<Result>,
  talk: (text: string) => void,
  signal: AbortSignal,
): Promise<Result> {
  const { seq } = await session.store.ledger.head();
  const tell = async (): Promise<void> => {
    if ((await session.store.ledger.head()).seq > seq) await tellSinks(session, talk, signal);
  };
  let result: Result;
  try {
    result = await work(session);
  } catch (error) {
    // Whoever stopped it does not want to wait, and without the store nothing can be told.
    if (error instanceof Fault && error.code !== "CANCELLED" && !error.code.startsWith("STORE_"))
      await tell();
    throw error;
  }
  await tell();
  return result;
}

/** Tells the sinks what they have not been told. Their trouble is told to a person and changes nothing of the command. Faults: STORE_*. */
export async function tellSinks(
  session: Pick<Session, "store" | "clock" | "sinks">,
  talk: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (const report of await deliver(session, { forMs: FOR, byPerson: false }, signal))
      talkOfSink(report, talk);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "CANCELLED") throw error;
    talk("outbox: not all was told; a later command, or rollcall outbox deliver, does it\n");
  }
}

/** What a person is told of a sink: nothing of one that has all it can take. */
export function talkOfSink(
  { sink, state, behind, code, refused }: SinkReport,
  talk: (text: string) => void,
): void {
  if (refused > 0) talk(`outbox: ${sink} refused ${refused} entries; see rollcall outbox status\n`);
  if (state === "up_to_date" || state === "busy") return;
  const why = code === undefined ? "" : ` (${code})`;
  talk(`outbox: ${sink} is ${state}${why}, ${behind} entries wait; see rollcall outbox status\n`);
}
