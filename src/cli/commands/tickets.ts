import { mirrorCases, type MirrorResult } from "../../flows/mirror-cases.ts";
import type { CommonFlags, Session } from "../app.ts";
import type { Io } from "../io.ts";
import { ticketsText } from "../print/tickets-text.ts";
import { tellPerson } from "../result.ts";

/** Brings cases and tickets together and tells of it, where a desk is configured and this mode may write to it. */
export async function mirrorWith(
  session: Session,
  io: Io,
  flags: CommonFlags,
  signal: AbortSignal,
): Promise<MirrorResult | null> {
  const { tickets, mirrors } = session;
  if (tickets === undefined || !mirrors) return null;
  const mirrored = await mirrorCases({ ...session, tickets }, signal);
  tellPerson(io, flags, ticketsText(io, mirrored));
  return mirrored;
}
