import type { TendResult } from "../../flows/tend-cases.ts";
import { figure } from "./table.ts";

/** What was done with cases, and how many wait for whom. */
export function tendText({
  opened,
  reopened,
  askedAnew,
  expired,
  closed,
  states,
  waiting,
}: TendResult): string {
  const done = Object.entries({ opened, "opened again": reopened, "asked anew": askedAnew, expired, closed })
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${figure(count)} ${what}`);
  const standing = [`${figure(states.open ?? 0)} open`, `${figure(states.approved ?? 0)} approved`];
  if (waiting > 0) standing.push(`${figure(waiting)} devices in review wait for a case`);
  return `Cases: ${standing.join(", ")}${done.length === 0 ? "" : ` (now ${done.join(", ")})`}.`;
}
