import type { DirectoryName, TenantId } from "../model/ids.ts";
import type { FindingCode } from "./finding.ts";

/** A finding that was not there at the assessment before: about an endpoint of a tenant, or a computer of a directory. */
export interface ArisenFinding {
  readonly code: FindingCode;
  readonly tenant?: TenantId;
  readonly directory?: DirectoryName;
  /** The endpoint's id or the computer's. */
  readonly id: string;
  /** As its source spells it. */
  readonly name: string;
}
