import type { Instant } from "../../core/model/instant.ts";
import type { KnownHold } from "../../ports/hold-store.ts";
import type { Io } from "../io.ts";
import { dayText, instantText } from "./instant-text.ts";
import { table, type Painted } from "./table.ts";

/** Holds as a table; what asks for a person is told below it. */
export function holdsText(io: Io, holds: readonly KnownHold[], now: Instant): string {
  if (holds.length === 0) return "No device is on hold.";
  const drawn = table(
    io,
    ["Endpoint", "Tenant", "Until", "State", "Owner", "Reason", "Id"],
    holds.map((hold) => [
      hold.hostname,
      hold.tenantName,
      instantText(hold.until),
      stateOf(hold, now),
      hold.owner,
      hold.reason,
      hold.endpoint,
    ]),
  );
  const expired = holds.filter(({ ended, until }) => ended === undefined && until <= now).length;
  if (expired === 0) return drawn;
  return `${drawn}\n\n${expired} expired: in review until somebody adds a new hold or lifts the old one.`;
}

/** What has become of a hold, in one word and a date. */
function stateOf({ ended, until }: KnownHold, now: Instant): string | Painted {
  if (ended !== undefined) return `${ended.by} ${dayText(ended.at)}`;
  return until > now ? { text: "holds", style: "green" } : { text: "expired", style: "yellow" };
}
