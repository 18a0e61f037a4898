import type { BreakerCode } from "./plan.ts";

/** What a tripped breaker stops, and what a person does about it. */
export interface BreakerRemedy {
  readonly stops: "tenant" | "run";
  /** One sentence, or a few. */
  readonly remedy: string;
}

export const BREAKER_REMEDIES: Readonly<Record<BreakerCode, BreakerRemedy>> = {
  collection_shrank: {
    stops: "tenant",
    remedy:
      "Find out who removed them. If it is right, wait: on the fifth day of the new size it is the measure.",
  },
  tenant_silent: {
    stops: "tenant",
    remedy: "Look for an outage of Central, or of the tenant's way to it, and at our own clock.",
  },
  share_exceeded: {
    stops: "tenant",
    remedy: "Find out why there are so many. If it is right, raise limits.maxShareOfTenant.",
  },
  directory_shrank: {
    stops: "run",
    remedy:
      "Look at the account's rights, at baseDn or the export, and at what was cleaned up. If it is right, wait: on the fifth day of the new size it is the measure.",
  },
  vip_group_unreadable: {
    stops: "run",
    remedy:
      "Give the account the right to read the group and its members, or correct its name in vipGroups: until then everybody may be a VIP.",
  },
  failures_in_a_row: {
    stops: "run",
    remedy: "Read the outcomes. The next run settles what is open before anything else.",
  },
};
