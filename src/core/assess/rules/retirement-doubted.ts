import { DAY, formatInstant, type Instant } from "../../model/instant.ts";
import { isKnown } from "../../model/unknown.ts";
import { believableFrom, provenActivity } from "../last-seen.ts";
import type { Facts } from "../facts.ts";
import type { StatedReason } from "../reason.ts";
import type { Rule } from "../rule.ts";

/** lastLogonTimestamp may be written up to 14 days late: a date further behind the retirement than that was a real one. */
const LOGON_LAG_DAYS = 15;

/** The directory says retired and also says otherwise: still enabled, or used after it. */
export const retirementDoubted: Rule = {
  codes: ["retired_but_enabled", "directory_activity_after_retirement"],
  state: (facts, _policy, now) => {
    const { subject } = facts;
    if (subject?.retired !== true) return [];
    const stated: StatedReason[] = [];
    const { enabled } = subject.known.computer;
    if (subject.inRetiredOu && enabled !== false) {
      stated.push({
        code: "retired_but_enabled",
        evidence: { enabled: isKnown(enabled) ? enabled : "unknown" },
      });
    }
    const after = activityAfterRetirement(facts, now);
    if (after.length > 0) stated.push({ code: "directory_activity_after_retirement", evidence: { after } });
    return stated;
  },
  turnsAt: ({ subject }) =>
    subject === undefined
      ? []
      : [subject.known.computer.lastLogonAt, subject.known.computer.passwordSetAt].flatMap(believableFrom),
};

function activityAfterRetirement({ subject }: Facts, now: Instant): readonly string[] {
  if (subject === undefined || !isKnown(subject.retiredSince)) return [];
  const { lastLogonAt, passwordSetAt } = subject.known.computer;
  const limit = subject.retiredSince + LOGON_LAG_DAYS * DAY;
  return Object.entries({ lastLogonAt, passwordSetAt }).flatMap(([field, value]) => {
    const at = provenActivity(value, now);
    return at !== undefined && at > limit ? [`${field} ${formatInstant(at)}`] : [];
  });
}
