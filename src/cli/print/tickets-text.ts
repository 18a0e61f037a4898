import type { MirrorResult } from "../../flows/mirror-cases.ts";
import type { TicketStep } from "../../flows/ticket-parts.ts";
import { paint, type Io } from "../io.ts";
import { printable } from "./table.ts";

const WORDS: Readonly<Record<TicketStep, string>> = {
  opened: "opened",
  asked: "asked anew",
  answered: "answered",
  refused: "answers not taken",
  withdrawn: "approvals withdrawn",
  closed: "closed",
  unreadable: "cannot be read",
  unclear: "unclear, looked up in the next run",
  failed: "refused by the desk",
};

/** What was done with tickets, and what a person has to look at. */
export function ticketsText(io: Io, mirrored: MirrorResult): string {
  const { orphans, fault } = mirrored;
  const counts = (Object.keys(WORDS) as TicketStep[]).filter((step) => mirrored[step] > 0);
  const told = counts.map((step) => `${mirrored[step]} ${WORDS[step]}`).join(", ");
  const lines = [`Tickets: ${told === "" ? "nothing new" : told}`];
  for (const { url, key } of orphans) {
    lines.push(
      `  ${paint(io, "yellow", "no case")} ${printable(url)} (${printable(key)}): another store's, or a lost one's`,
    );
  }
  if (fault !== undefined) {
    lines.push(`  ${paint(io, "red", "stopped")} ${fault.code}: ${printable(fault.message)} ${fault.remedy}`);
  }
  return lines.join("\n");
}
