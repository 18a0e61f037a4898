import type { Candidate } from "./candidate.ts";

/** Orders two texts by code unit: a locale would order the same ids differently on another machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Orders candidates, the surest first: one whose deletion failed after all others, then an exact match before a likely one,
 * then fewer reasons that only the policy or people let through, then the longer a candidate, then by id. Never by how long the
 * device has been silent: an absurd date would come first and eat the whole cap. `candidateSince` is our own date and cannot be
 * absurd in that way.
 */
export function surestFirst(a: Candidate, b: Candidate): number {
  return (
    failuresOf(a) - failuresOf(b) ||
    doubt(a) - doubt(b) ||
    acceptedCount(a) - acceptedCount(b) ||
    a.candidateSince - b.candidateSince ||
    compareText(a.assessment.tenant, b.assessment.tenant) ||
    compareText(a.assessment.endpoint, b.assessment.endpoint)
  );
}

/** How often its deletion failed. */
export const failuresOf = ({ quarantine }: Candidate): number => quarantine?.failures ?? 0;

function doubt({ assessment }: Candidate): number {
  switch (assessment.match) {
    case "exact":
      return 0;
    case "likely":
      return 1;
    case "none":
      return 2;
    case "ambiguous":
    case "conflicting":
      return 3;
  }
}

const acceptedCount = ({ assessment }: Candidate): number =>
  assessment.reasons.filter(({ accepted, approved }) => accepted || approved === true).length;
