import type { NotSentCause, UnclearCause } from "./failure-class.ts";

/** What became of one planned endpoint. */
export type Outcome =
  | "retired" // deleted by us, and read back as gone
  | "gone_already" // 404 before we acted: closed, not by us
  | "changed" // verify found other evidence: to review, nothing sent
  | "unconfirmed" // sent, and not known whether it took effect: settled by reading, never by resending
  | "failed" // not deleted: refused by Central, or not sent
  | "withheld"; // everything but the write: a dry run, the day's attempts are used up, or an earlier deletion of it is open

/** What the remover answered. It never says more than it knows. */
export type RemovalAnswer =
  | { readonly kind: "deleted" } // 200 with deleted:true
  | { readonly kind: "not_deleted" } // 200 with deleted:false
  | { readonly kind: "absent" } // 404
  | { readonly kind: "refused"; readonly status: number; readonly correlationId: string | undefined } // other 4xx
  | { readonly kind: "throttled"; readonly retryAfterMs: number | undefined } // 429: not applied
  | { readonly kind: "not_sent"; readonly cause: NotSentCause; readonly why: string } // nothing left
  | { readonly kind: "unclear"; readonly cause: UnclearCause; readonly why: string } // 5xx, timeout, reset, cut or illegible answer
  | { readonly kind: "withheld" }; // a remover that cannot write

/** What reading the endpoint back found. */
export type ReadBack = "absent" | "present" | "unreadable";
