import type { SimEstate } from "../estate.ts";

/** What a simulated device really is: the ground truth that no product may see. */
export interface Truth {
  readonly tenant: string;
  readonly endpoint: string;
  /** What kind of story it has; an active machine's becomes `decommissioned` on the day it is handed in. */
  story: Story;
  /** The machine exists and someone may switch it on again: deleting its record is a wrong deletion. */
  alive: boolean;
  readonly hostname: string;
}

export type Story =
  | "active"
  | "decommissioned" // moved to the Disabled OU, wiped
  | "tombstone" // its directory object was deleted
  | "drawer" // a laptop in a drawer: alive, silent, not retired
  | "parental_leave" // alive, silent for months, disabled by nobody
  | "disabled_by_mistake" // alive and reporting, yet in the Disabled OU
  | "vip" // a VIP's machine, whatever else
  | "reimaged_old" // the old record of a machine that lives on under a new id
  | "reimaged_new"
  | "recycled_name" // the name belongs to another machine by now
  | "clone"
  | "server"
  | "cluster"
  | "domain_controller"
  | "mac"
  | "linux"
  | "moved_tenant" // the record left behind in the sending tenant
  | "unmanaged" // in no directory
  | "incomplete"; // a field is missing

/** A directory's export as it stands now. */
export interface WorldDirectory {
  readonly name: string;
  readonly dns: string;
  readonly netbios: string;
  readonly baseDn: string;
  readonly retiredOu: string;
  readonly vipGroup: string;
  /** The whole domain as `ldifde` writes it: containers, users, groups, computers, deleted objects. */
  ldif(): string;
  /** The same record by record, for directories too large for one string. */
  ldifRecords(): Iterable<string>;
  /** The same as change records for `ldbmodify` on a real Samba AD (no system attributes), and a raw file that backdates. */
  samba(): { readonly seed: string; readonly backdate: string };
}

export interface WorldOptions {
  readonly seed: number;
  /** Endpoints over all tenants, about. */
  readonly endpoints: number;
  readonly tenants: number;
  /** Directories, one DNS domain each; some hostnames stand in both. */
  readonly directories: number;
  /** Where the story starts, epoch ms. */
  readonly start: number;
}

/** A made-up organisation: both inventories and the truth, the same for the same options. */
export interface World {
  readonly estate: SimEstate;
  readonly directories: readonly WorldDirectory[];
  /** By `tenantId/endpointId`. */
  readonly truth: ReadonlyMap<string, Truth>;
  /** tenant id → DNS domains it belongs to: what an admin would configure. */
  readonly tenantDomains: ReadonlyMap<string, readonly string[]>;
  /** Lets time pass to `at` (epoch ms): active machines report, some are retired, some wake up. Never backwards. */
  advanceTo(at: number): void;
}
