import type { Assessment } from "../core/assess/assessment.ts";
import type { ReasonCode } from "../core/assess/reason.ts";
import type { EndpointId, TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Case, CaseCause, CaseEvent, CaseMove, CaseState } from "../core/review/case.ts";
import type { Sighting } from "../core/review/tend-case.ts";

/** A case as it is remembered. */
export interface KnownCase extends Case {
  /** What people call it by: 1, 2, 3 …. */
  readonly number: number;
  readonly tenantName: string;
}

/** Which cases; every field narrows. */
export interface CaseFilter {
  readonly states?: readonly CaseState[];
  readonly reason?: ReasonCode;
  /** By name or id. */
  readonly tenant?: string;
  readonly assignee?: string;
  /** Asked at this instant or before. */
  readonly askedUntil?: Instant;
}

/** A page of cases, as somebody reaches them. */
export interface CasePageQuery {
  /** Tenants that may be seen. */
  readonly tenants: "all" | readonly string[];
  readonly states: readonly CaseState[] | undefined;
  readonly reason: string | undefined;
  /** An id. */
  readonly tenant: string | undefined;
  readonly assignee: string | undefined;
  /** The beginning of a hostname. */
  readonly search: string | undefined;
  /** Causes other than review come first, then cases with one of these reasons; none: the longest asked first. */
  readonly riskyFirst: readonly string[] | undefined;
  /** The last case of the page before. */
  readonly after: CasePlace | undefined;
  readonly most: number;
}

/** Where a case stands in the order of a page. */
export interface CasePlace {
  /** 0 where the order does not ask for it. */
  readonly risk: number;
  readonly askedAt: Instant;
  readonly number: number;
}

/** An endpoint about which a person is to be asked and is not yet: it is in review, or its attempts are used up. */
export interface CaseSubject {
  readonly cause: Exclude<CaseCause, "return">;
  readonly hostname: string;
  readonly assessment: Assessment;
  /** Its case, when there was one and it is over. */
  readonly over: KnownCase | undefined;
}

/** One line of a case's timeline. */
export interface CaseEntry {
  readonly at: Instant;
  /** The version that it made. */
  readonly version: number;
  readonly event: CaseEvent;
}

/** Cases: one an endpoint. A change is refused unless it follows the version that is stored. */
export interface CaseStore {
  find(number: number): Promise<KnownCase | undefined>;
  of(tenant: TenantId, endpoint: EndpointId): Promise<KnownCase | undefined>;
  /** The longest asked first. */
  list(filter: CaseFilter): Promise<readonly KnownCase[]>;
  /** A page of cases with their places, and how many there are in all. */
  page(query: CasePageQuery): Promise<{
    readonly items: readonly { readonly one: KnownCase; readonly place: CasePlace }[];
    readonly total: number;
  }>;
  /** The timeline, the oldest first. */
  timeline(number: number): Promise<readonly CaseEntry[]>;
  /** How many there are in each state, and how many endpoints wait for one. */
  counts(): Promise<{
    readonly states: Readonly<Partial<Record<CaseState, number>>>;
    readonly waiting: number;
  }>;

  /**
   * Endpoints in review or in a quarantine that waits for a person, without a case or with one that is over, at most so many: the
   * longest silent first, and last those of which that cannot be said.
   */
  subjects(most: number, now: Instant): Promise<readonly CaseSubject[]>;
  /**
   * Cases that are not over and whose device, evidence or date may say something new, in batches, each with what is known of its
   * device. What has been handed out does not come again until something is new.
   */
  stirring(now: Instant): AsyncGenerator<readonly { readonly one: KnownCase; readonly seen: Sighting }[]>;

  /**
   * Writes steps with their timeline, and queues the endpoints for judging. In the transaction that appends the facts, and
   * before it. A new case is at version 1, and there is none of its endpoint; every other one is stored one version below.
   * @returns those that were written, with their numbers: the others have moved meanwhile
   */
  write(
    moves: readonly CaseMove[],
    at: Instant,
  ): Promise<readonly (CaseMove & { readonly number: number })[]>;
  /**
   * What a case says to a deletion that is to be sent now. In a transaction nobody answers or tends the case until it ends.
   * `approved`: people agreed, and that stands; `protected`: its device is not to be touched; `none`: it has nothing to say.
   */
  says(tenant: TenantId, endpoint: EndpointId): Promise<"approved" | "protected" | "none">;
}
