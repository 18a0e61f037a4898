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

/** What keeps the match with one computer from being exact. */
export type MatchDoubt =
  | "no_domain_evidence" // nothing says to which domain the endpoint belongs
  | "own_names_disagree" // the computer's dNSHostName and sAMAccountName name different machines
  | "only_login_separates" // computers of this name live in other domains too, and users travel between them
  | "alias_shared"; // the hostname is 15 characters long, perhaps cut off, and another computer's name begins with it

/** The link from an endpoint to computers. Only exact and likely name one. Computers are in order of directory and id. */
export type Match =
  | {
      readonly tier: "exact";
      readonly computer: ComputerRef;
      readonly domainEvidence: readonly DomainEvidence[];
    }
  | {
      readonly tier: "likely";
      readonly computer: ComputerRef;
      readonly doubts: readonly [MatchDoubt, ...MatchDoubt[]];
      readonly domainEvidence: readonly DomainEvidence[];
    }
  | {
      readonly tier: "ambiguous" | "conflicting";
      readonly computers: readonly ComputerRef[];
      readonly domainEvidence: readonly DomainEvidence[];
    }
  | {
      readonly tier: "none";
      /** Living computers that share only the 15-character alias: weak evidence, told and never used. */
      readonly weak: readonly ComputerRef[];
      /** Deleted or gone computers of this name that no domain evidence contradicts: what the endpoint may have been. */
      readonly vanished: readonly ComputerRef[];
      /** Every domain evidence, and there is some, agrees with the vanished ones. */
      readonly vanishedAgrees: boolean;
      readonly domainEvidence: readonly DomainEvidence[];
    };
