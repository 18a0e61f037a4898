import { isKnown } from "../../model/unknown.ts";
import type { Rule } from "../rule.ts";

/** No computer has its name anywhere in scope. One that shares only the 15-character form is told, and proves nothing. */
export const notInDirectory: Rule = {
  codes: ["not_in_directory"],
  state: ({ match, evidence }) => {
    if (match.tier !== "none" || match.vanished.length > 0) return [];
    const weak = match.weak.map(({ directory, id }) => `${directory}: ${id}`);
    const hostname = isKnown(evidence.endpoint.hostname) ? "known" : "unknown";
    return [{ code: "not_in_directory", evidence: { hostname, weak } }];
  },
};
