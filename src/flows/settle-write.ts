import type { TicketWritten } from "../ports/ticket-desk.ts";
import type { Tally, TicketStep } from "./ticket-parts.ts";

/**
 * What a write to a ticket comes to. An unclear one is made again by the next run, which looks at the ticket first; a refused one is
 * remembered, so that it is tried again only when there is something new to say.
 * @param written remembers that it is done, and says how it counts
 */
export async function settleWrite(
  { kind }: TicketWritten,
  refused: () => Promise<void>,
  written: () => Promise<TicketStep>,
  tally: Tally,
): Promise<void> {
  switch (kind) {
    case "unclear":
      return tally("unclear");
    case "refused":
      await refused();
      return tally("failed");
    case "written":
      return tally(await written());
  }
}
