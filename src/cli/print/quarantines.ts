import type { QuarantineStanding } from "../../flows/quarantines.ts";
import type { Io } from "../io.ts";
import { instantText } from "./instant-text.ts";
import { figure, table, type Painted } from "./table.ts";

/** Quarantines as a table; what asks for a person is told below it. */
export function quarantinesText(io: Io, quarantines: readonly QuarantineStanding[]): string {
  if (quarantines.length === 0) return "No device that is still listed has a failed deletion.";
  const drawn = table(
    io,
    ["Endpoint", "Tenant", "Failed", "Last", "Of", "Left alone until", "Id"],
    quarantines.map((one) => [
      one.hostname,
      one.tenantName,
      figure(one.failures),
      instantText(one.at),
      one.failure,
      endOf(one),
      one.endpoint,
    ]),
    [2],
  );
  const waiting = quarantines.filter(({ exhausted }) => exhausted).length;
  if (waiting === 0) return drawn;
  return `${drawn}\n\n${figure(waiting)} waiting for a person: find out why, then release it (rollcall quarantine release), or delete it in Central.`;
}

function endOf({ until, standing }: QuarantineStanding): string | Painted {
  if (until === undefined) return { text: "released", style: "red" };
  return standing
    ? { text: instantText(until), style: "yellow" }
    : { text: "may be planned", style: "green" };
}
