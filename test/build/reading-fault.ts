// How a test says what Central does to a reading, and what has to come of it.
import type { GapCode } from "../../src/core/model/coverage.ts";
import type { NotCoveredCode } from "../../src/core/model/tenant.ts";
import type { FaultCode } from "../../src/ports/fault.ts";
import type { FaultAction } from "../../src/simulator/fault-action.ts";
import type { FaultMatch, FaultRule } from "../../src/simulator/fault-rule.ts";
import { tenantId } from "./estate.ts";

/** The tenant that the faults strike; it has two pages of endpoints. */
export const STRUCK = tenantId(1);
export const LIST = "/endpoint/v1/endpoints";

/** What has to come of it for the tenant that is struck, or for the whole run. */
export type ReadingResult =
  | { readonly kind: "complete" }
  | { readonly kind: "incomplete" | "failed"; readonly gaps: readonly GapCode[] }
  | { readonly kind: "not_covered"; readonly code: NotCoveredCode }
  /** The token, whoami or the listing of tenants: without them nothing of Central is read. */
  | { readonly kind: "stopped"; readonly code: FaultCode };

export interface ReadingFault {
  readonly what: string;
  readonly rules: readonly FaultRule[];
  readonly result: ReadingResult;
  /** Requests for pages of the struck tenant, retries included. */
  readonly requests?: number;
  /** Read with time-outs of less than a second, so that a hang does not take half a minute. */
  readonly short?: true;
  /** The token held is worthless before it begins: a new one has to be fetched. */
  readonly revoked?: true;
}

const page = (number: number): FaultMatch => ({ path: LIST, tenant: STRUCK, page: number });
export const onPage = (number: number, action: FaultAction, times?: number): readonly FaultRule[] => [
  { match: page(number), action, ...(times !== undefined && { times }) },
];
export const onPath = (path: string, action: FaultAction, times?: number): readonly FaultRule[] => [
  { match: { path }, action, ...(times !== undefined && { times }) },
];
export const TOKEN = "/api/v2/oauth2/token";
export const WHOAMI = "/whoami/v1";
export const TENANTS = "/partner/v1/tenants";

export const complete: ReadingResult = { kind: "complete" };
export const incomplete = (...gaps: readonly GapCode[]): ReadingResult => ({ kind: "incomplete", gaps });
export const failed = (...gaps: readonly GapCode[]): ReadingResult => ({ kind: "failed", gaps });
export const notCovered = (code: NotCoveredCode): ReadingResult => ({ kind: "not_covered", code });
export const stopped = (code: FaultCode): ReadingResult => ({ kind: "stopped", code });

/** A fault with what it comes to and the requests for pages it costs. */
export const struck = (
  what: string,
  rules: readonly FaultRule[],
  result: ReadingResult,
  requests?: number,
): ReadingFault => ({ what, rules, result, ...(requests !== undefined && { requests }) });

/** A fault that passes costs one more request; one that stays on page 2 costs five tries, and the reading is not whole. */
export const passesOrStays = (what: string, action: FaultAction): readonly ReadingFault[] => [
  { what: `${what}, once`, rules: onPage(2, action, 1), result: complete, requests: 3 },
  {
    what: `${what}, each time`,
    rules: onPage(2, action),
    result: incomplete("source_unavailable"),
    requests: 6,
  },
];

/** The same with time-outs; under load a live answer may time out too, so that the requests are not counted. */
export const hangs = (what: string, action: FaultAction): readonly ReadingFault[] =>
  passesOrStays(what, action).map(({ what: title, rules, result }) => ({
    what: title,
    rules,
    result,
    short: true,
  }));
