import { ACCEPTABLE, type AcceptableReason } from "../model/policy.ts";

export type Disposition = "keep" | "review" | "retire";

/** The decision table: every reason and what it pushes to. Anything `keep` beats anything `review` beats `retire`. */
export const REASONS = {
  recently_seen: "keep",
  directory_not_retired: "keep",
  retired_too_recently: "keep",
  infrastructure_role: "keep",
  isolated_or_locked: "keep",
  protected: "keep",
  on_hold: "keep",
  case_open: "keep",
  returned_recently: "keep",
  registered_recently: "keep",
  hold_expired: "review",
  vip_owner: "review",
  vip_unknown: "review",
  os_build_mismatch: "review",
  os_family_mismatch: "review",
  os_build_unknown: "review",
  identity_ambiguous: "review",
  identity_conflicting: "review",
  identity_weak: "review",
  not_in_directory: "review",
  vanished_from_directory: "review",
  last_seen_unknown: "review",
  last_seen_invalid: "review",
  never_checked_in: "review",
  server: "review",
  retired_but_enabled: "review",
  directory_activity_after_retirement: "review",
  superseded_duplicate: "review",
  cloned: "review",
  open_alert: "review",
  seen_since_plan: "review",
  changed_since_plan: "review",
} as const satisfies Record<string, Exclude<Disposition, "retire">>;

export type ReasonCode = keyof typeof REASONS;

/** What a reason rests on: short, coded facts by name. Never free text from a device, never a secret. */
export type ReasonEvidence = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A coded fact that pushed the decision. */
export interface Reason {
  readonly code: ReasonCode;
  readonly evidence: ReasonEvidence;
  /** The policy lets this reason through: it is told, and pushes to nothing. */
  readonly accepted: boolean;
  /** People have approved it, on this very evidence: it is told, and pushes to nothing. */
  readonly approved?: true;
  /** Nobody may pass it as it is: neither the policy nor an approval. */
  readonly final?: true;
}

/** A reason as a rule states it, before the policy is asked whether it accepts it. */
export type StatedReason = Pick<Reason, "code" | "evidence"> & {
  /** false: whatever the policy accepts, not in this case. */
  readonly acceptable?: boolean;
};

/** Whether the policy accepts reasons of a code: one that cannot be accepted is not, whatever the list holds. */
export const isAcceptable = (code: ReasonCode, accept: readonly AcceptableReason[]): boolean =>
  (ACCEPTABLE as readonly string[]).includes(code) && (accept as readonly string[]).includes(code);
