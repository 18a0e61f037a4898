import { DAY, formatInstant, instant } from "../../model/instant.ts";
import { isKnown } from "../../model/unknown.ts";
import type { Rule } from "../rule.ts";

/** Its computer is retired, but not certainly for as long as the grace period. */
export const retiredTooRecently: Rule = {
  codes: ["retired_too_recently"],
  state: ({ subject }, { graceDays }, now) => {
    if (subject?.retired !== true) return [];
    const since = subject.retiredSince;
    if (isKnown(since) && now >= since + graceDays * DAY) return [];
    const retiredSince = isKnown(since) ? formatInstant(since) : "unknown";
    return [{ code: "retired_too_recently", evidence: { retiredSince, graceDays } }];
  },
  turnsAt: ({ subject }, { graceDays }) =>
    subject !== undefined && isKnown(subject.retiredSince)
      ? [instant(subject.retiredSince + graceDays * DAY)]
      : [],
};
