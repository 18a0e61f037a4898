import type { LeftOutCode } from "./plan.ts";

/** What each code means, and what to do about it; in Markdown. */
export const LEFT_OUT_TEXTS: Readonly<Record<LeftOutCode, readonly [means: string, remedy: string]>> = {
  not_stable_yet: ["It has not been a candidate for `policy.stable`, in collections and in time.", "Wait."],
  over_run_cap: ["More than `limits.perRun` are ready.", "The next run takes the next ones."],
  over_tenant_day_cap: [
    "The tenant's attempts of the UTC day are used up (`limits.perTenantPerDay`).",
    "Wait for tomorrow.",
  ],
  over_ramp: [
    "What the ramp allows in the UTC day, over all tenants, is used up (`limits.ramp`).",
    "Wait for tomorrow; `rollcall status` says what the next step takes.",
  ],
  over_share_of_tenant: [
    "More than `limits.maxShareOfTenant` of the tenant's endpoints are candidates at once: the whole tenant is stopped.",
    "Find out why there are so many. If it is right, raise the share.",
  ],
  tenant_incomplete: [
    "The newest reading of its tenant is not complete, or older than a day.",
    "Run again; see the reading's gaps.",
  ],
  directory_incomplete: [
    "The newest reading of a configured directory is not complete, or older than a day: its living computer could be there.",
    "Repair the directory or the export, then run again.",
  ],
  breaker_tripped: ["A breaker stopped its tenant or the run.", "See [the breaker](breakers.md)."],
  deleted_before: [
    "A deletion of ours took effect or is not settled.",
    "Nothing; if it is listed again, it has come back.",
  ],
  quarantined: [
    "A deletion of it failed: it is left alone for a while, after the third time until a person releases it. It takes nobody's turn.",
    "`rollcall quarantine list` says of what and until when.",
  ],
  assessed_by_another_policy: [
    "It was judged by a policy that is no longer in force.",
    "Run `rollcall assess`.",
  ],
};
