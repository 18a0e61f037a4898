import type { UnmatchedProtectRule } from "../../flows/unmatched-protect-rules.ts";
import { printable } from "./table.ts";

/** One protect rule that protects nothing, by its reason and fields. */
export function unmatchedText({ setting, rule, mayMeet }: UnmatchedProtectRule): string {
  const { reason, ...fields } = rule;
  const asked = Object.entries(fields).map(([field, value]) => `${field} ${value}`);
  const named = printable(`${setting} (${reason}; ${asked.join(", ")})`);
  const might =
    mayMeet === 0
      ? ""
      : `, though ${mayMeet} ${mayMeet === 1 ? "is" : "are"} kept because what it asks for is not known of them`;
  return `${named} matches no device${might}: correct the rule or take it out`;
}
