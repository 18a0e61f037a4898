import type { ReasonCode } from "../assess/reason.ts";
import type { EndpointId, TenantId } from "../model/ids.ts";

/** A deletion that the next run will try if nothing changes, and what there is to say for it. */
export interface ForeseenRemoval {
  readonly tenant: TenantId;
  readonly tenantName: string;
  readonly endpoint: EndpointId;
  readonly hostname: string;
  /** On the day of the next run. */
  readonly daysInactive: number;
  /** Doubts that the policy accepted. */
  readonly accepted: readonly ReasonCode[];
  /** Doubts that people approved in its case. */
  readonly approved: readonly ReasonCode[];
}
