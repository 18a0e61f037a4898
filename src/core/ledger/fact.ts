import type { ArisenFinding } from "../assess/arisen-finding.ts";
import type { FindingCode } from "../assess/finding.ts";
import type { Coverage, Source } from "../model/coverage.ts";
import type { CollectionId, Digest, EndpointId, PlanId, TenantId } from "../model/ids.ts";
import type { Instant } from "../model/instant.ts";
import type { BreakerPlace } from "../plan/breaker-change.ts";
import type { ForeseenRemoval } from "../plan/foreseen.ts";
import type { Mode, TrippedBreaker } from "../plan/plan.ts";
import type { Setback } from "../plan/ramp.ts";
import type { FailureClass } from "../retire/failure-class.ts";
import type { CaseCause, Change, Channel, ClosedBecause, ReopenedBecause } from "../review/case.ts";
import type { Outcome, RemovalAnswer } from "../retire/outcome.ts";
import type { ReturnSign } from "../retire/return-detection.ts";
import type { SignInFact } from "./sign-in-fact.ts";

// STORED JSON: a change of a shape here is a migration. Add a kind or an optional field; never rename, never reuse.

/** What the ledger records. Past tense; no secret, no password, no token, no free text from a device but its hostname. */
export type Fact =
  | {
      readonly kind: "collection_finished";
      readonly collection: CollectionId;
      readonly source: Source;
      readonly coverage: Coverage;
      readonly counted: number;
      readonly requests: number;
    }
  | {
      readonly kind: "tenant_not_covered";
      readonly tenant: string;
      readonly code: string;
    }
  | {
      readonly kind: "assessment_finished";
      readonly policyHash: Digest;
      readonly judged: number;
      readonly keep: number;
      readonly review: number;
      readonly retire: number;
    }
  | {
      /** What is worth telling although nothing is deleted, and was not there before. */
      readonly kind: "findings_arose";
      readonly findings: readonly ArisenFinding[];
      /** How many more there are than named. */
      readonly more: number;
    }
  | {
      /** Against the plan before, of whatever mode. */
      readonly kind: "breakers_changed";
      readonly tripped: readonly TrippedBreaker[];
      readonly cleared: readonly BreakerPlace[];
    }
  | {
      readonly kind: "plan_frozen";
      readonly plan: PlanId;
      readonly planHash: Digest;
      readonly policyHash: Digest;
      readonly mode: Mode;
      readonly items: number;
      readonly leftOut: number;
      readonly breakers: readonly TrippedBreaker[];
    }
  | {
      /** What the next run will delete if nothing changes: said a day ahead, and only when it is not what was said last. */
      readonly kind: "removals_foreseen";
      readonly mode: Mode;
      /** A day from then: the run after it may be earlier or later. */
      readonly at: Instant;
      readonly removals: readonly ForeseenRemoval[];
      readonly breakers: readonly TrippedBreaker[];
    }
  | {
      readonly kind: "apply_started";
      readonly plan: PlanId;
      readonly mode: Mode;
      readonly items: number;
      readonly editedDownFrom: number;
    }
  | {
      readonly kind: "endpoint_verified";
      readonly plan: PlanId;
      readonly tenant: TenantId;
      readonly endpoint: EndpointId;
      readonly hostname: string;
      readonly verdict: "proceed" | "changed" | "gone_already";
      readonly reasons: readonly string[];
    }
  | {
      readonly kind: "removal_intended";
      readonly plan: PlanId;
      readonly tenant: TenantId;
      readonly endpoint: EndpointId;
      readonly hostname: string;
      readonly evidenceHash: Digest;
      readonly mode: Mode;
      /** Whether its dossier was saved with this; `none` where the configuration has no vault. Absent in a dry run. */
      readonly dossier?: "saved" | "none";
    }
  | {
      readonly kind: "removal_settled";
      readonly plan: PlanId;
      readonly tenant: TenantId;
      readonly endpoint: EndpointId;
      readonly hostname: string;
      readonly outcome: Outcome;
      readonly answer: RemovalAnswer["kind"] | undefined;
      readonly settledBy: "answer" | "read_back" | "verify" | "restart";
      /** For one that came to nothing, and for `unconfirmed` should it have. Absent otherwise and in older entries. */
      readonly failure?: FailureClass;
    }
  | {
      /** An endpoint is left alone after a failed attempt. */
      readonly kind: "endpoint_quarantined";
      readonly tenant: TenantId;
      readonly endpoint: EndpointId;
      readonly hostname: string;
      /** Of the last attempt. */
      readonly failure: FailureClass;
      /** Failed so far, of whatever class. */
      readonly attempts: number;
      /** Absent when it is exhausted. */
      readonly until?: Instant;
      /** Its attempts are used up: until a person releases it. */
      readonly exhausted: boolean;
    }
  | {
      readonly kind: "quarantine_released";
      readonly tenant: TenantId;
      readonly endpoint: EndpointId;
      readonly hostname: string;
      /** Failed attempts that are forgiven. */
      readonly attempts: number;
      /** Why, as a person wrote it. */
      readonly reason: string;
    }
  | {
      readonly kind: "apply_finished";
      readonly plan: PlanId;
      readonly mode: Mode;
      readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
      readonly stoppedBy: string | undefined;
    }
  | {
      readonly kind: "endpoint_vanished";
      readonly tenant: TenantId;
      readonly endpoint: EndpointId;
      readonly hostname: string;
      readonly finding: FindingCode;
    }
  | {
      readonly kind: "hold_added";
      readonly tenant: TenantId;
      readonly endpoint: EndpointId;
      readonly hostname: string;
      readonly until: Instant;
      /** Both as a person wrote them. */
      readonly reason: string;
      readonly owner: string;
      /** A hold that stood until now ended with it. */
      readonly replaced: boolean;
    }
  | {
      readonly kind: "hold_lifted";
      readonly tenant: TenantId;
      readonly endpoint: EndpointId;
      readonly hostname: string;
      /** Of the hold that was lifted. */
      readonly until: Instant;
      readonly owner: string;
      /** Why it was lifted, as a person wrote it. */
      readonly reason: string;
    }
  | (CaseFact & {
      readonly kind: "case_opened";
      readonly cause: CaseCause;
      readonly reasons: readonly string[];
      readonly evidenceHash: Digest;
    })
  | (CaseFact & {
      /** Its evidence changed while it was open: the question is put anew, and who had agreed has not any more. */
      readonly kind: "case_asked_anew";
      readonly change: Change;
      readonly evidenceHash: Digest;
    })
  | (CaseFact & {
      readonly kind: "case_reopened";
      readonly because: ReopenedBecause;
      readonly change: Change;
      readonly evidenceHash: Digest;
    })
  | (CaseFact & {
      readonly kind: "case_answered";
      readonly answer: "approve" | "keep" | "hold";
      /** The person, who need not be the account that the process ran as. */
      readonly by: string;
      readonly channel: Channel;
      /** As the person wrote it. */
      readonly reason: string;
      /** false: a second person has to agree. */
      readonly complete: boolean;
      readonly until: Instant | undefined;
      readonly evidenceHash: Digest;
    })
  | (CaseFact & { readonly kind: "case_expired" })
  | (CaseFact & { readonly kind: "case_closed"; readonly because: ClosedBecause | "retired" })
  | (CaseFact & {
      readonly kind: "case_commented";
      readonly by: string;
      readonly channel: Channel;
      /** As the person wrote it. */
      readonly text: string;
    })
  | (CaseFact & {
      readonly kind: "case_assigned";
      readonly by: string;
      readonly channel: Channel;
      readonly to: string | undefined;
    })
  | (TicketFact & {
      readonly kind: "ticket_opened";
      /** It was there already: made by a call whose answer was lost, or by another store. */
      readonly found: boolean;
    })
  | (TicketFact & {
      /** The device is left alone as long as that is so. */
      readonly kind: "ticket_unreadable";
      readonly why: string;
    })
  | (TicketFact & {
      readonly kind: "ticket_closed";
      /** The state of the case that it was closed with, or `handed_over`: its tenant's ticket lists it from then on. */
      readonly outcome: string;
    })
  | (TenantTicketFact & {
      readonly kind: "tenant_ticket_opened";
      /** `found`: made by a call whose answer was lost, or by another store; `reopened`: a case came up after it was closed. */
      readonly how: "made" | "found" | "reopened";
    })
  | (TenantTicketFact & {
      readonly kind: "tenant_ticket_unreadable";
      readonly why: string;
    })
  | (TenantTicketFact & {
      readonly kind: "tenant_ticket_closed";
      /** `by_others`: while cases are open, which says nothing of them; `per_case`: each case has a ticket of its own again. */
      readonly because: "nothing_open" | "by_others" | "per_case";
    })
  | {
      /** The first entry after a move: from here on the chain goes on in another database. */
      readonly kind: "store_moved";
      /** The embedded store's folder. */
      readonly from: string;
      /** The new database's own name. */
      readonly to: string;
      readonly tables: number;
      readonly rows: number;
    }
  | {
      readonly kind: "vault_rotated";
      /** The vault key that wraps every dossier's own key now; it tells nothing of the key. */
      readonly keyId: string;
      readonly rewrapped: number;
      readonly unchanged: number;
    }
  | {
      /** A tamper-protection password was taken out of a dossier: who is the entry's actor. */
      readonly kind: "password_read";
      readonly plan: PlanId;
      readonly tenant: TenantId;
      readonly endpoint: EndpointId;
      readonly hostname: string;
      /** Why, as a person wrote it. */
      readonly reason: string;
    }
  | {
      /** `rollcall check` asked whether a tamper-protection password may be read; what Central answered was dropped unread. */
      readonly kind: "password_access_checked";
      readonly tenant: TenantId;
      readonly endpoint: EndpointId;
      readonly hostname: string;
    }
  | {
      readonly kind: "dossiers_purged";
      readonly dossiers: number;
    }
  | {
      /** The passwords of dossiers whose vault key is lost were given up: who is the entry's actor. */
      readonly kind: "dossiers_discarded";
      readonly keyId: string;
      readonly dossiers: number;
      /** Of these, the ones whose deletion could still be undone. */
      readonly withinUndoWindow: number;
      /** Why, as a person wrote it. */
      readonly reason: string;
    }
  | {
      readonly kind: "ramp_moved";
      /** Steps are counted from 1; 0 before the first run in enforce. */
      readonly fromStep: number;
      readonly toStep: number;
      /** Deletions a UTC day that are allowed now, over all tenants. */
      readonly perDay: number;
      /** What set it back; absent when clean days or the configuration moved it. */
      readonly cause: Setback | undefined;
    }
  | {
      /** A device that we deleted is back. */
      readonly kind: "device_returned";
      readonly plan: PlanId;
      readonly tenant: TenantId;
      readonly endpoint: EndpointId;
      readonly hostname: string;
      readonly deletedAt: Instant;
      readonly returnedAt: Instant;
      readonly signs: readonly ReturnSign[];
      /** Its new id; absent where there is none. */
      readonly newEndpoint?: EndpointId;
      /** What the policy had let pass when it was deleted: where to look for the mistake. Absent where its plan is no longer stored. */
      readonly accepted?: readonly string[];
      /** The doubts that people had approved. */
      readonly approved?: readonly string[];
    }
  | {
      /** What people learned from a return. */
      readonly kind: "lesson_recorded";
      readonly plan: PlanId;
      readonly tenant: TenantId;
      readonly endpoint: EndpointId;
      readonly hostname: string;
      /** As a person wrote it. */
      readonly lesson: string;
    }
  | {
      readonly kind: "brake_pulled";
      /** Why, as a person wrote it. */
      readonly reason: string;
      readonly by: string;
    }
  | {
      readonly kind: "brake_released";
      /** Why, as a person wrote it. */
      readonly reason: string;
      readonly by: string;
    }
  | {
      /** Nothing more is sent to a sink of the outbox until a person resumes it. */
      readonly kind: "sink_parked";
      readonly sink: string;
      /** What it could not get over by itself; `person` when somebody parked it. */
      readonly because: string;
      /** Why, as a person wrote it. */
      readonly reason?: string;
    }
  | {
      readonly kind: "sink_resumed";
      readonly sink: string;
      /** Entries that it had refused and that are sent again. */
      readonly again: number;
    }
  | SignInFact;

/** Which case, and the version that the step made. */
interface CaseFact {
  readonly case: number;
  readonly version: number;
  readonly tenant: TenantId;
  readonly endpoint: EndpointId;
  readonly hostname: string;
}

/** Which ticket, of which case. */
interface TicketFact extends CaseFact {
  readonly desk: string;
  /** The desk's own id of it. */
  readonly ticket: string;
  readonly key: string;
}

/** Which ticket, of which tenant. */
interface TenantTicketFact {
  readonly tenant: TenantId;
  readonly desk: string;
  /** The desk's own id of it. */
  readonly ticket: string;
  readonly key: string;
}

/** One row of the ledger. */
export interface LedgerEntry {
  /** 1, 2, 3 …, without a gap. */
  readonly seq: number;
  readonly at: Instant;
  /** The account and host the process ran as. */
  readonly actor: string;
  readonly fact: Fact;
  /** The hash of the entry before; 64 zeros for the first. */
  readonly previous: Digest;
  /** Over seq, at, actor, fact and previous, canonically encoded. */
  readonly hash: Digest;
}
