import type { RemovalAnswer } from "./outcome.ts";

/**
 * What a class of failure means for the endpoint that it befell:
 * `counts` uses up one of its attempts, and delays the next; `delays` only delays, for whatever was wrong is wrong for others
 * too; `nothing`, for the endpoint is out of the plans by another rule already.
 */
export type FailureWeight = "counts" | "delays" | "nothing";

/** Every way an attempt at a deletion can come to nothing. STORED in the ledger and with removals: add, never rename. */
export const FAILURES = {
  not_found: "counts", // Central does not know it, and yet it can be read
  refused: "counts", // 4xx, or deleted:false
  no_effect: "counts", // deleted:true, and it is still there
  server: "counts", // 5xx
  timeout: "counts", // no answer in time
  reset: "counts", // the connection broke
  illegible: "counts", // an answer that the API does not have
  no_dossier: "counts", // its way back could not be saved
  interrupted: "counts", // the process ended before an answer was written down
  throttled: "delays", // 429, or our own rate budget had no room in time
  forbidden: "delays", // 401 or 403: the credential, or its tenant
  unreachable: "delays", // no connection was opened, or certificate or clock do not hold
  tenant_unread: "delays", // the alerts or migrations of its tenant could not be read
  directory: "delays", // its computer could not be read
  not_covered: "nothing", // its tenant is out of reach
  refused_by_verify: "nothing", // the evidence moved: it is in review
} as const satisfies Record<string, FailureWeight>;

export type FailureClass = keyof typeof FAILURES;

/** Why nothing was sent. */
export type NotSentCause = Extract<FailureClass, "throttled" | "forbidden" | "unreachable" | "not_covered">;

/** Why an answer says nothing on what was done. */
export type UnclearCause = Extract<FailureClass, "server" | "timeout" | "reset" | "illegible">;

/** The class of an attempt whose endpoint is still there after this answer; undefined for an answer without an attempt. */
export function failureOfAnswer(answer: RemovalAnswer): FailureClass | undefined {
  switch (answer.kind) {
    case "deleted":
      return "no_effect";
    case "not_deleted":
      return "refused";
    case "absent":
      return "not_found";
    case "refused":
      return answer.status === 401 || answer.status === 403 ? "forbidden" : "refused";
    case "throttled":
      return "throttled";
    case "not_sent":
    case "unclear":
      return answer.cause;
    case "withheld":
      return undefined;
  }
}
