import type { ComputerId, Digest, DirectoryName, EndpointId, TenantId } from "../model/ids.ts";
import type { Instant } from "../model/instant.ts";
import type { MatchTier } from "../identity/match.ts";
import type { DeviceClass } from "./device-class.ts";
import type { Finding } from "./finding.ts";
import type { Disposition, Reason } from "./reason.ts";

/** The decision on one endpoint, with every reason and its evidence. */
export interface Assessment {
  readonly tenant: TenantId;
  readonly endpoint: EndpointId;
  readonly disposition: Disposition;
  /** All of them, in the order of the decision table: nothing short-circuits. */
  readonly reasons: readonly Reason[];
  readonly findings: readonly Finding[];
  readonly match: MatchTier;
  /**
   * The computer it is taken for: the matched one for tiers exact and likely; for tier none the only computer of its name
   * that vanished, which verify must find vanished still.
   */
  readonly computer: { readonly directory: DirectoryName; readonly id: ComputerId } | undefined;
  /** Whole days since lastSeenAt; undefined when that is unknown. */
  readonly daysInactive: number | undefined;
  /** The digest of what the decision rests on, time left out: approval binds to it. */
  readonly evidenceHash: Digest;
  /** The first instant at which the passing of time alone could change the decision; undefined when it cannot. */
  readonly reviewAt: Instant | undefined;
  /** Absent in what was stored before it was kept. */
  readonly apartFromSilence?: ApartFromSilence;
}

/** What the decision would be if the device had been silent for long enough, whatever that is. */
export interface ApartFromSilence {
  /** Which of the thresholds counts. */
  readonly deviceClass: DeviceClass;
  readonly disposition: Disposition;
  /** Other records are the same machine: how long those are silent decides too, so another threshold may change more. */
  readonly hangsOnOthers: boolean;
}
