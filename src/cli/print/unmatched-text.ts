import type { UnmatchedProtectRule } from "../../flows/unmatched-protect-rules.ts";
import { printable } from "./table.ts";

/** One protect rule that protects nothing, by its reason and fields. */
export function unmatchedText({ setting, rule, mayMeet, noSuchGroup }: UnmatchedProtectRule): string {
  const { reason, ...fields } = rule;
  const asked = Object.entries(fields).map(([field, value]) => `${field} ${value}`);
  const named = printable(`${setting} (${reason}; ${asked.join(", ")})`);
  const might =
    mayMeet === 0
      ? ""
      : `, though ${mayMeet} ${mayMeet === 1 ? "is" : "are"} kept because what it asks for is not known of them`;
  const nowhere = noSuchGroup ? ", and no covered tenant has a group of that name or id" : "";
  return `${named} matches no device${might}${nowhere}: correct the rule or take it out`;
}
