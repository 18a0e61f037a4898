import type { Finding } from "../core/assess/finding.ts";
import { FINDING_TEXTS, REASON_TEXTS } from "../core/assess/reason-text.ts";
import { REASONS, type Reason } from "../core/assess/reason.ts";

/** A reason with what it pushes to and when it is stated, in a sentence for people. */
export const tellReason = (reason: Reason) => ({
  ...reason,
  pushes: REASONS[reason.code],
  text: REASON_TEXTS[reason.code].when,
});

/** A finding with when it is stated, in a sentence for people. */
export const tellFinding = (finding: Finding) => ({ ...finding, text: FINDING_TEXTS[finding.code].when });
