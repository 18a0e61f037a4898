import type { ComputerId, DirectoryName } from "../model/ids.ts";

export type MatchTier = "exact" | "likely" | "ambiguous" | "conflicting" | "none";

/** Where the domain of an endpoint was read from, strongest first. */
export type DomainEvidenceSource = "fqdn" | "tenant_mapping" | "login";

export interface DomainEvidence {
  readonly source: DomainEvidenceSource;
  /** DNS names, lower case: a mapping may allow several. */
  readonly domains: readonly string[];
}

export interface ComputerRef {
  readonly directory: DirectoryName;
  readonly id: ComputerId;
}

/** The link from an endpoint to computers. Only exact and likely name one. */
export type Match =
  | {
      readonly tier: "exact" | "likely";
      readonly computer: ComputerRef;
      readonly domainEvidence: readonly DomainEvidence[];
    }
  | {
      readonly tier: "ambiguous" | "conflicting";
      readonly computers: readonly ComputerRef[];
      readonly domainEvidence: readonly DomainEvidence[];
    }
  | {
      readonly tier: "none";
      /** Computers that share only the 15-character alias: weak evidence, told and never used. */
      readonly weak: readonly ComputerRef[];
      readonly domainEvidence: readonly DomainEvidence[];
    };
