import type { ReasonEvidence } from "./reason.ts";

/** Something worth telling although nothing is deleted. */
export const FINDINGS = [
  "silent_agent", // alive in the directory, silent in Central: an unprotected live machine
  "retired_but_reporting", // in the retired OU, yet reporting: stolen, re-used or disabled by mistake
  "unprotected_computer", // a live computer with no endpoint
  "stale_in_directory", // silent everywhere but not retired: for the AD team
  "removed_by_others", // vanished from Central without us, by a colleague or by Central's own rule
] as const;
export type FindingCode = (typeof FINDINGS)[number];

export interface Finding {
  readonly code: FindingCode;
  readonly evidence: ReasonEvidence;
}
