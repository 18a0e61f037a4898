import type { Assessment } from "../assess/assessment.ts";
import type { Digest, DirectoryName, EndpointId, TenantId } from "../model/ids.ts";
import type { Instant } from "../model/instant.ts";
import type { Quarantined } from "./quarantined.ts";

/** An endpoint assessed `retire`, with how long it has been one. */
export interface Candidate {
  readonly assessment: Assessment;
  readonly tenantName: string;
  readonly hostname: string;
  readonly lastSeenAt: Instant;
  readonly policyHash: Digest;
  readonly candidateSince: Instant;
  /** Complete collections of its tenant since it became one, that one included. */
  readonly runs: number;
  /** A removal of ours that took effect or is not settled. */
  readonly deletedBefore: boolean;
  /** Deletions of it failed before; undefined when none did. */
  readonly quarantine: Quarantined | undefined;
}

/** What caps and breakers need to know of one tenant. */
export interface TenantFigures {
  readonly tenant: TenantId;
  readonly endpoints: number;
  /** Endpoints seen within the last 24 hours. */
  readonly seenLastDay: number;
  /** How much smaller the newest collection is than those before it, our own deletions apart: see shrinkOf. */
  readonly shrink: number;
  /** The newest collection is complete. */
  readonly complete: boolean;
  readonly attemptsToday: number;
}

/** What breakers need to know of one directory whose newest collection is complete. */
export interface DirectoryFigures {
  readonly directory: DirectoryName;
  /** How much smaller it is than it was, tombstones apart: see shrinkOf. */
  readonly shrink: number;
  /** DNs of its VIP groups whose members are not known. */
  readonly unreadableGroups: readonly string[];
}

/** An endpoint's identity as one text: its id is unique within its tenant only. Neither id can hold a slash. */
export const endpointKey = ({
  tenant,
  endpoint,
}: {
  readonly tenant: TenantId;
  readonly endpoint: EndpointId;
}): string => `${tenant}/${endpoint}`;
