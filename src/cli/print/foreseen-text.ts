import type { Foreseen } from "../../flows/foresee.ts";
import { figure, printable } from "./table.ts";

/** So many names tell whether it is the right crowd; `rollcall plan` has the rest. */
const NAMED = 5;

/** What the next run will delete if nothing changes, in a line. */
export function foreseenText({ removals, breakers }: Foreseen): string {
  if (removals.length === 0)
    return breakers.length === 0
      ? "Next run: nothing to delete, as it looks now."
      : "Next run: nothing, while a breaker is on.";
  const names = removals.slice(0, NAMED).map(({ hostname }) => printable(hostname));
  const more = removals.length - names.length;
  return `Next run: ${figure(removals.length)} to delete if nothing changes (${names.join(", ")}${more > 0 ? `, ${figure(more)} more` : ""}). Object with \`rollcall hold add\`.`;
}
