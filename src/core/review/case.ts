import type { ReasonCode } from "../assess/reason.ts";
import type { Digest, EndpointId, TenantId } from "../model/ids.ts";
import type { Instant } from "../model/instant.ts";

// The life of a case. A person answers by a command (answer-case.ts); what is seen of the device moves it otherwise
// (tend-case.ts). Nothing but a person's command leads to `approved`.
//
//                    ┌──────────── evidence changed · keep or hold ended · approval lapsed or void ◀─────────────┐
//                    ▼                                                                                           │
//   in review ──▶  open ── approve ──▶ approved ── the deletion is confirmed ──▶ retired ── it returned ──▶ open │
//                    │ ├── keep ─────▶ kept ─────────────────────────────────────────────────────────────────────┤
//                    │ ├── hold ─────▶ held ─────────────────────────────────────────────────────────────────────┤
//                    │ └── no answer ▶ expired ──────────────────────────────────────────────────────────────────┘
//                    └── it reports again · is gone, not by us · the doubt is gone ──▶ closed ── in review again ──▶ open
//
// From approved and expired a person may still say keep or hold, from kept hold; from everything that is not closed or retired
// the device closes its case itself. While a case is neither approved nor over, its device is not touched.

/** What a case is about: a doubt of the assessment, a deleted device that came back, a device that cannot be deleted. */
export const CASE_CAUSES = ["review", "return", "quarantine"] as const;
export type CaseCause = (typeof CASE_CAUSES)[number];

export const CASE_STATES = ["open", "approved", "kept", "held", "expired", "retired", "closed"] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** Over: nothing is waited for any more. */
export const isOver = ({ state }: Pick<Case, "state">): boolean => state === "retired" || state === "closed";

/**
 * Whether the device is left alone because of its case. The question about one that cannot be deleted is no reason of its own:
 * its quarantine withholds it until a person releases that; what a person answers is.
 */
export const isProtecting = ({ cause, state }: Pick<Case, "cause" | "state">): boolean =>
  state !== "approved" &&
  !isOver({ state }) &&
  !(cause === "quarantine" && (state === "open" || state === "expired"));

/** One person's yes. */
export interface Agreement {
  readonly by: string;
  readonly at: Instant;
  /** Why, as the person wrote it. */
  readonly reason: string;
}

/** A doubt of a case. */
export interface CaseReason {
  readonly code: ReasonCode;
  /** Whether an approval can answer it. */
  readonly approvable: boolean;
}

/** The life of one endpoint through review: one case an endpoint, which is opened again rather than doubled. */
export interface Case {
  readonly tenant: TenantId;
  readonly endpoint: EndpointId;
  readonly hostname: string;
  readonly cause: CaseCause;
  readonly state: CaseState;
  /** 1 when it is opened; grows with every change. */
  readonly version: number;
  /** What it is about now: the doubts, and the evidence they rest on. */
  readonly reasons: readonly CaseReason[];
  readonly evidenceHash: Digest;
  /** When the question was last put: opened, opened again, or put anew because the evidence changed. */
  readonly askedAt: Instant;
  readonly openedAt: Instant;
  /** While it is open: when its time is up. Approved: when the approval lapses. Kept: when it is asked again. */
  readonly until: Instant | undefined;
  /** Who agreed so far, to what it is about now. */
  readonly agreements: readonly Agreement[];
  /** How often it was opened again. */
  readonly reopened: number;
  readonly assignee: string | undefined;
  /** The account that last put the question: Rollcall's own, which is not one of two people. */
  readonly askedBy: string;
}

/** Through what a person's command came. */
export type Channel = "cli" | "api" | "console" | "ticket" | "webhook";

/** What became of the evidence between two looks. */
export interface Change {
  readonly arose: readonly ReasonCode[];
  readonly went: readonly ReasonCode[];
  /** The digests of before and after differ, whatever the reasons. */
  readonly evidence: boolean;
}

export type ReopenedBecause =
  | "evidence_changed"
  | "changed_at_verify"
  | "answer_withdrawn"
  | "approval_lapsed"
  | "keep_ended"
  | "hold_ended"
  | "in_review_again"
  | "returned"
  | "quarantined";

export type ClosedBecause =
  | "reports_again"
  | "removed_by_others"
  | "kept_by_evidence"
  | "doubt_gone"
  | "released";

/** One step in the life of a case, as its timeline has it. */
export type CaseEvent =
  | { readonly kind: "opened"; readonly cause: CaseCause; readonly reasons: readonly ReasonCode[] }
  | { readonly kind: "asked_anew"; readonly change: Change }
  | { readonly kind: "reopened"; readonly because: ReopenedBecause; readonly change: Change }
  | {
      readonly kind: "answered";
      readonly answer: "approve" | "keep" | "hold";
      readonly by: string;
      readonly channel: Channel;
      readonly reason: string;
      /** false: a second person has to agree. */
      readonly complete: boolean;
      readonly until: Instant | undefined;
    }
  | { readonly kind: "expired" }
  | { readonly kind: "closed"; readonly because: ClosedBecause }
  | { readonly kind: "retired" }
  | {
      readonly kind: "commented";
      readonly by: string;
      readonly channel: Channel;
      readonly text: string;
    }
  | {
      readonly kind: "assigned";
      readonly by: string;
      readonly channel: Channel;
      readonly to: string | undefined;
    };

/** A case after a step, and the step. */
export interface CaseMove {
  readonly next: Case;
  readonly event: CaseEvent;
}

/** What the configuration says of cases. */
export interface ReviewTerms {
  /** How long an answer is waited for; an approval holds as long. */
  readonly answerWithinMs: number;
  /** Reasons that two people must approve. */
  readonly twoPeople: readonly string[];
}

/** A case after a step of the kind, one version on. */
export const moved = (one: Case, changes: Partial<Case>, event: CaseEvent): CaseMove => ({
  next: { ...one, ...changes, version: one.version + 1 },
  event,
});
