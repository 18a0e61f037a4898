import type { BreakerCode } from "../../src/core/plan/plan.ts";

/** When a breaker trips, and why that is a reason to stop. */
export interface BreakerText {
  readonly when: string;
  readonly why: string;
}

export const BREAKER_TEXTS: Readonly<Record<BreakerCode, BreakerText>> = {
  collection_shrank: {
    when:
      "The tenant lists fewer endpoints than it did, by more than `limits.breakers.maxShrink`: against the median of its last seven days with a " +
      "complete reading, or against the reading before, whichever was larger. What Rollcall deleted itself since is taken off.",
    why: "Somebody else removes devices, or Central shows only a part of them.",
  },
  tenant_silent: {
    when: "The tenant has endpoints, and fewer than `limits.breakers.minSeenLastDay` of them reported in the last day.",
    why: "Central, the way to it or our own clock is broken; silence then says nothing about a single device.",
  },
  share_exceeded: {
    when: "More than `limits.maxShareOfTenant` of the tenant's endpoints are stable candidates at once. The tenant is stopped, never trimmed.",
    why: "More likely a wrong rule than a wave of retirements.",
  },
  directory_shrank: {
    when: "The directory holds fewer computers than it did, tombstones apart, by more than `limits.breakers.maxShrink`, measured as for tenants.",
    why: "A right that was lost or an export that was cut makes living computers look absent, in whatever tenant.",
  },
  vip_group_unreadable: {
    when: "The members of a group in the directory's `vipGroups` are not all known. The groups are named.",
    why: "Everybody may be a VIP: every device carries `vip_unknown`, which then no policy accepts.",
  },
  failures_in_a_row: {
    when: "As many deletions in a row as `limits.breakers.maxFailures` failed or stayed unconfirmed. Asked before every deletion.",
    why: "Central does not do what it is asked, and more of the same teaches nothing.",
  },
};
