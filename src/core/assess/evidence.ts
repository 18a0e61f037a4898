import type { Computer, Domain, OrganizationalUnit } from "../model/computer.ts";
import type { Endpoint, NamedGroup } from "../model/endpoint.ts";
import type { DirectoryName } from "../model/ids.ts";
import type { Instant } from "../model/instant.ts";
import type { Tenant } from "../model/tenant.ts";
import type { Maybe } from "../model/unknown.ts";
import type { DirectoryVips } from "../model/vip.ts";
import type { Approval } from "./approval.ts";

/** A computer with what only our own readings know of it. */
export interface KnownComputer {
  readonly computer: Computer;
  /** Our first sighting of it as retired, by the rule then in force; undefined while it is not retired. */
  readonly retiredSeenAt: Instant | undefined;
  /** Since when a complete reading of its directory no longer has it; undefined while it is there. */
  readonly goneAt: Instant | undefined;
}

/** What we remember of an endpoint beyond its record. */
export interface Memory {
  /** Its first appearance, when it came after the tenant's first complete collection; else undefined (it may be old). */
  readonly appearedAt: Instant | undefined;
  readonly hold: { readonly until: Instant; readonly reason: string; readonly by: string } | undefined;
  /** The case or ticket that waits for a person, or that a person answered with no; undefined while none does. */
  readonly openCase: string | undefined;
  /** What people have approved of it; absent when nothing stands. */
  readonly approval?: Approval | undefined;
  /** When it last came back after a deletion of ours. */
  readonly returnedAt: Instant | undefined;
}

/** What is known of the directories as a whole. */
export interface DirectoryContext {
  readonly directory: DirectoryName;
  /** All domains this directory knows of (AD: the Partitions container), its own included. */
  readonly domains: readonly Domain[];
  /** By dnKey: for the date at which a whole OU was moved. Empty when an export does not list OUs. */
  readonly ous: ReadonlyMap<string, OrganizationalUnit>;
  readonly vips: DirectoryVips;
}

/** Everything one decision rests on. Pure data: the same evidence, policy and now give the same assessment. */
export interface Evidence {
  readonly tenant: Pick<Tenant, "id" | "name">;
  readonly endpoint: Endpoint;
  /** Every computer, in any directory, whose host key or 15-character alias is this endpoint's; gone and deleted ones too. */
  readonly computers: readonly KnownComputer[];
  /** Other endpoints of the same tenant with the same host key or the same usable serial number. */
  readonly siblings: readonly Endpoint[];
  /** How many endpoints of the tenant carry this serial number; a value on more than a few devices identifies none. */
  readonly serialCount: number;
  readonly directories: readonly DirectoryContext[];
  readonly memory: Memory;
  /** Whether Central has an open alert on it; `missing` until verify asks, which is then no reason either way. */
  readonly openAlert: Maybe<boolean>;
  /** Whether it waits to move to another tenant; `missing` until verify asks, which is then no reason either way. */
  readonly migrating: Maybe<boolean>;
  /**
   * The groups that name it among their members, in order of id; it is in one at most. `missing` where nobody asked, since no
   * protect rule has to know.
   */
  readonly memberOf: Maybe<readonly NamedGroup[]>;
}
