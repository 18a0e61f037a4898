import { isKnown } from "../../model/unknown.ts";
import { lifeTurnsAt } from "../life.ts";
import type { Rule } from "../rule.ts";

/**
 * Its computer is in the directory and not retired (or not known to be), and no other endpoint is proved to be that
 * machine's living record: the machine is in use as far as the directory knows.
 */
export const directoryNotRetired: Rule = {
  codes: ["directory_not_retired"],
  state: ({ subject, duplicates }) => {
    if (subject === undefined || !subject.living || subject.retired === true) return [];
    if (duplicates.some(({ life }) => life === "alive")) return [];
    const retired = isKnown(subject.retired) ? subject.retired : "unknown";
    return [{ code: "directory_not_retired", evidence: { ...subject.ref, retired } }];
  },
  turnsAt: ({ duplicates }, policy) => duplicates.flatMap(({ endpoint }) => lifeTurnsAt(endpoint, policy)),
};
