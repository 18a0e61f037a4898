import { FINDINGS } from "../../src/core/assess/finding.ts";
import { isAcceptable, REASONS, type ReasonCode } from "../../src/core/assess/reason.ts";
import { ACCEPTABLE } from "../../src/core/model/policy.ts";
import { code, page, table } from "./markdown.ts";
import { FINDING_TEXTS, REASON_TEXTS } from "../../src/core/assess/reason-text.ts";

/** Every reason of the decision table and every finding. */
export function reasonsPage(): string {
  const codes = Object.keys(REASONS) as ReasonCode[];
  return page("Reasons and findings", [
    "Every rule is evaluated for every endpoint, and every reason is kept: `rollcall explain` shows them all with their evidence. " +
      "Any *keep* reason keeps the endpoint. Otherwise any *review* reason leaves it to a person. Only an endpoint without either is to be retired.",
    "## Reasons",
    table(
      ["reason", "pushes to", "may be accepted", "when", "what to do"],
      codes.map((name) => {
        const { when, todo } = REASON_TEXTS[name];
        return [code(name), REASONS[name], isAcceptable(name, ACCEPTABLE) ? "yes" : "no", when, todo];
      }),
    ),
    "A reason that may be accepted is let through when it stands in `policy.accept`. It is still told, marked *accepted by policy*, and still " +
      "stands beside the endpoint in the plan.",
    "## Findings",
    "A finding deletes nothing. It is something that somebody should know.",
    table(
      ["finding", "when", "what to do"],
      FINDINGS.map((name) => [code(name), FINDING_TEXTS[name].when, FINDING_TEXTS[name].todo]),
    ),
  ]);
}
