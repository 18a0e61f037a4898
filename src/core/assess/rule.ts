import type { Instant } from "../model/instant.ts";
import type { Policy } from "../model/policy.ts";
import type { Facts } from "./facts.ts";
import type { ReasonCode, StatedReason } from "./reason.ts";

/** One row of the decision table. */
export interface Rule {
  /** Every code it may state. */
  readonly codes: readonly ReasonCode[];
  /** What it has to say about these facts; empty when nothing. */
  readonly state: (facts: Facts, policy: Policy, now: Instant) => readonly StatedReason[];
  /**
   * Instants, past ones among them, at which the passing of time alone may change what it states. A rule that looks at the
   * clock and leaves one out would let a decision go stale.
   */
  readonly turnsAt?: (facts: Facts, policy: Policy) => readonly Instant[];
}
