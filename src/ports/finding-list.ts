import type { FindingCode } from "../core/assess/finding.ts";
import type { ReasonEvidence } from "../core/assess/reason.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Scope } from "./device-list.ts";

/** Which findings. Those about computers belong to no tenant: only a scope of all has them. */
export interface FindingFilter {
  readonly tenants: Scope;
  readonly codes: readonly FindingCode[];
}

/** What a finding is about: an endpoint of a tenant, or a computer of a directory. */
export interface FindingSubject {
  readonly about: "endpoint" | "computer";
  /** The tenant's id, or the directory's name. */
  readonly place: string;
  readonly id: string;
}

/** Where a list goes on: behind this finding, whether or not it still stands. */
export interface FindingMark extends FindingSubject {
  readonly code: FindingCode;
}

export interface ListedFinding extends FindingMark {
  /** The tenant's name, or the directory's. */
  readonly placeName: string;
  readonly name: string;
  /** Of a computer. */
  readonly dn: string | undefined;
  readonly evidence: ReasonEvidence;
  /** When what it rests on was judged last. */
  readonly foundAt: Instant;
}

/** Findings that stand: by code, endpoints first, each by its ids. */
export interface FindingList {
  page(
    filter: FindingFilter,
    after: FindingMark | undefined,
    limit: number,
  ): Promise<{ readonly items: readonly ListedFinding[]; readonly next: FindingMark | undefined }>;
  /** How many there are of each code. */
  counts(tenants: Scope): Promise<Readonly<Partial<Record<FindingCode, number>>>>;
}
