import type { DeviceClass } from "../core/assess/device-class.ts";
import type { Disposition, ReasonCode } from "../core/assess/reason.ts";
import type { FindingCode } from "../core/assess/finding.ts";
import type { Endpoint } from "../core/model/endpoint.ts";
import type { Instant } from "../core/model/instant.ts";
import type { CaseState } from "../core/review/case.ts";

/** Ids of the tenants that somebody may see. */
export type Scope = "all" | readonly string[];

/** Which devices; every field narrows. */
export interface DeviceFilter {
  readonly tenants: Scope;
  /** The beginning of a hostname, a whole endpoint id, or a whole serial number. */
  readonly search?: string;
  readonly dispositions?: readonly (Disposition | "unjudged")[];
  /** With any of them. */
  readonly reasons?: readonly ReasonCode[];
  readonly findings?: readonly FindingCode[];
  readonly classes?: readonly DeviceClass[];
  /** Last seen between these, both included; those of which that is not known are not. */
  readonly lastSeen?: { readonly from: Instant; readonly until: Instant };
}

/** In which order: those of which the value is not known come last in both. */
export interface DeviceOrder {
  readonly by: "hostname" | "lastSeen";
  readonly descending: boolean;
}

/** Where a list goes on: behind this device, whether or not it is still there. */
export interface DeviceMark {
  /** Its value in the order; null where it is not known. */
  readonly value: string | number | null;
  /** Of its row: what parts those of one value. */
  readonly number: number;
}

/** A current endpoint and what was decided of it. */
export interface ListedDevice {
  readonly tenantName: string;
  readonly endpoint: Endpoint;
  readonly deviceClass: DeviceClass;
  /** Undefined while it was never judged. */
  readonly disposition: Disposition | undefined;
  readonly reasons: readonly ReasonCode[];
  readonly findings: readonly FindingCode[];
  readonly candidateSince: Instant | undefined;
  /** Its case, over or not. */
  readonly case: { readonly number: number; readonly state: CaseState } | undefined;
}

/** How many there are: counted up to COUNTED, and beyond it only where that is cheap. */
export interface Total {
  readonly count: number;
  readonly exact: boolean;
}

/** Lists of current endpoints, in pages, at any size of the fleet. */
export interface DeviceList {
  /** @param limit rows at most */
  page(
    filter: DeviceFilter,
    order: DeviceOrder,
    after: DeviceMark | undefined,
    limit: number,
  ): Promise<{
    readonly items: readonly ListedDevice[];
    readonly next: DeviceMark | undefined;
    readonly total: Total;
  }>;
}
