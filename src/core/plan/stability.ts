import type { Instant } from "../model/instant.ts";
import type { Policy } from "../model/policy.ts";
import type { Candidate } from "./candidate.ts";

/**
 * Whether a candidate has been one for long enough, in complete collections and in time: both must hold, since many
 * collections within an hour show as little as one reading a month ago.
 */
export const isStable = (candidate: Candidate, stable: Policy["stable"], now: Instant): boolean =>
  candidate.runs >= stable.runs && now - candidate.candidateSince >= stable.forMs;
