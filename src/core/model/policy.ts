import type { DirectoryName } from "./ids.ts";

/** When a directory's computer counts as retired. */
export interface RetirementRule {
  /** DNs; a computer lies in one when its DN ends with it on an RDN boundary, whatever the case. */
  readonly ous: readonly string[];
  readonly disabledAccounts: boolean;
  readonly deletedObjects: boolean;
}

/** A device that matches every given field is protected; a rule without a field is refused by the configuration. */
export interface ProtectRule {
  /** Tenant name or id. */
  readonly tenant?: string;
  /** Endpoint group name or id. */
  readonly group?: string;
  /** `key:value`, or a key alone. */
  readonly tag?: string;
  /** Hostname pattern: `*` and `?` are wildcards. */
  readonly hostname?: string;
  /** DN of an OU. */
  readonly ou?: string;
  /** Part of the OS name, or a platform. */
  readonly os?: string;
  readonly reason: string;
}

/** The reasons that policy may let through without review; the rest of the table cannot be accepted away. */
export const ACCEPTABLE = ["vip_unknown", "os_build_unknown", "vanished_from_directory", "server"] as const;
export type AcceptableReason = (typeof ACCEPTABLE)[number];

/** Everything that steers a decision, normalised; its digest is the policy hash. */
export interface Policy {
  readonly inactive: { readonly computerDays: number; readonly serverDays: number };
  readonly graceDays: number;
  readonly accept: readonly AcceptableReason[];
  readonly protect: readonly ProtectRule[];
  /** Names, logins or mail addresses of people who are VIPs whatever a directory says. */
  readonly vipPeople: readonly string[];
  /** By directory name. */
  readonly retirement: Readonly<Record<DirectoryName, RetirementRule>>;
  /** Domains (DNS, lower case) by tenant name or id, as configured. */
  readonly tenantDomains: Readonly<Record<string, readonly string[]>>;
  readonly stable: { readonly runs: number; readonly forMs: number };
  /** Reasons that two people must approve; none where it is absent. */
  readonly twoPeople?: readonly string[];
}

/** No policy may call a device inactive sooner (product rule). */
export const FEWEST_INACTIVE_DAYS = 15;

/** What one run and one day may do. Zero means zero; unlimited cannot be written. */
export interface Limits {
  readonly perRun: number;
  readonly perTenantPerDay: number;
  /** Of a tenant's endpoints, 0 to 1. */
  readonly maxShareOfTenant: number;
  /** A source that shrank by more than this share (see shrinkOf) stops its tenant, a directory the run; 0 to 1. */
  readonly maxShrink: number;
  /** A tenant with fewer endpoints seen in the last day than this is silent as a whole: something else is broken. */
  readonly minSeenLastDay: number;
  /** Failed or unconfirmed deletions in a row that stop a run. */
  readonly maxFailures: number;
}
