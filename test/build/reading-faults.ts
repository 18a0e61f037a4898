// What Central may do to a reading, fault by fault, and what has to come of it. The table in docs/reference is held to it.
import type { GapCode } from "../../src/core/model/coverage.ts";
import type { NotCoveredCode } from "../../src/core/model/tenant.ts";
import type { FaultCode } from "../../src/ports/fault.ts";
import type { FaultAction, FaultKind } from "../../src/simulator/fault-action.ts";
import type { FaultMatch, FaultRule } from "../../src/simulator/fault-rule.ts";
import { HOUR, MINUTE } from "../../src/core/model/instant.ts";
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
  /** Read with time-outs of a fraction of a second, so that a hang does not take half a minute. */
  readonly short?: true;
  /** The token held is worthless before it begins: a new one has to be fetched. */
  readonly revoked?: true;
}

const page = (number: number): FaultMatch => ({ path: LIST, tenant: STRUCK, page: number });
const onPage = (number: number, action: FaultAction, times?: number): readonly FaultRule[] => [
  { match: page(number), action, ...(times !== undefined && { times }) },
];
const onPath = (path: string, action: FaultAction, times?: number): readonly FaultRule[] => [
  { match: { path }, action, ...(times !== undefined && { times }) },
];
const TOKEN = "/api/v2/oauth2/token";
const WHOAMI = "/whoami/v1";
const TENANTS = "/partner/v1/tenants";

const complete: ReadingResult = { kind: "complete" };
const incomplete = (...gaps: readonly GapCode[]): ReadingResult => ({ kind: "incomplete", gaps });
const failed = (...gaps: readonly GapCode[]): ReadingResult => ({ kind: "failed", gaps });
const notCovered = (code: NotCoveredCode): ReadingResult => ({ kind: "not_covered", code });
const stopped = (code: FaultCode): ReadingResult => ({ kind: "stopped", code });

/** A fault that passes costs one more request; one that stays on page 2 costs five tries, and the reading is not whole. */
const passesOrStays = (what: string, action: FaultAction): readonly ReadingFault[] => [
  { what: `${what}, once`, rules: onPage(2, action, 1), result: complete, requests: 3 },
  {
    what: `${what}, each time`,
    rules: onPage(2, action),
    result: incomplete("source_unavailable"),
    requests: 6,
  },
];

/** The same with time-outs; under load a live answer may time out too, so that the requests are not counted. */
const hangs = (what: string, action: FaultAction): readonly ReadingFault[] =>
  passesOrStays(what, action).map(({ what: title, rules, result }) => ({
    what: title,
    rules,
    result,
    short: true,
  }));

/** Every fault that a simulated Central knows, and what each comes to on a reading; a new kind has to be put here. */
export const READING_FAULTS: Readonly<Record<FaultKind, readonly ReadingFault[] | "deletions only">> = {
  status: [
    ...passesOrStays("page 2 answers 500", { kind: "status", status: 500 }),
    ...passesOrStays("page 2 answers 502 in HTML", { kind: "status", status: 502, body: "html" }),
    ...passesOrStays("page 2 answers 429", { kind: "status", status: 429 }),
    {
      what: "page 2 answers 429 and asks for an hour, once",
      rules: onPage(2, { kind: "status", status: 429, headers: { "Retry-After": "3600" } }, 1),
      result: complete,
      requests: 3,
    },
    {
      what: "page 2 answers 503 and asks for half a minute, once",
      rules: onPage(2, { kind: "status", status: 503, headers: { "Retry-After": "30" } }, 1),
      result: complete,
      requests: 3,
    },
    {
      what: "page 1 answers 500 each time",
      rules: onPage(1, { kind: "status", status: 500 }),
      result: failed("source_unavailable"),
      requests: 5,
    },
    {
      what: "page 1 answers 404",
      rules: onPage(1, { kind: "status", status: 404 }),
      result: failed("page_malformed"),
      requests: 1,
    },
    {
      what: "page 1 answers 400 in text",
      rules: onPage(1, { kind: "status", status: 400, body: "text" }),
      result: failed("page_malformed"),
      requests: 1,
    },
    {
      what: "page 1 answers 200 with a proxy's page",
      rules: onPage(1, { kind: "status", status: 200, body: "html" }),
      result: failed("page_malformed"),
      requests: 5,
    },
    {
      what: "page 2 answers 200 without items and pages",
      rules: onPage(2, { kind: "status", status: 200 }),
      result: incomplete("page_malformed"),
      requests: 2,
    },
    {
      what: "page 2 answers 401 with a new token too",
      rules: onPage(2, { kind: "status", status: 401 }),
      result: incomplete("not_authorised"),
      requests: 3,
    },
    {
      what: "whoami answers 500, once",
      rules: onPath(WHOAMI, { kind: "status", status: 500 }, 1),
      result: complete,
      requests: 2,
    },
    {
      what: "whoami answers 403",
      rules: onPath(WHOAMI, { kind: "status", status: 403 }),
      result: stopped("CENTRAL_FORBIDDEN"),
    },
    {
      what: "the listing of tenants answers 500 each time",
      rules: onPath(TENANTS, { kind: "status", status: 500 }),
      result: stopped("CENTRAL_SERVER_ERROR"),
    },
    {
      what: "Sophos ID answers 503, once",
      rules: onPath(TOKEN, { kind: "status", status: 503 }, 1),
      revoked: true,
      result: complete,
      requests: 2,
    },
    {
      what: "Sophos ID answers 401",
      rules: onPath(TOKEN, { kind: "status", status: 401 }),
      revoked: true,
      result: stopped("CENTRAL_AUTH"),
    },
    {
      what: "Sophos ID answers 500 each time",
      rules: onPath(TOKEN, { kind: "status", status: 500 }),
      revoked: true,
      result: stopped("CENTRAL_SERVER_ERROR"),
    },
  ],
  hang: hangs("page 2 never answers", { kind: "hang" }),
  resetBefore: passesOrStays("the connection breaks before page 2", { kind: "resetBefore" }),
  redirect: [
    {
      what: "page 2 redirects to another host",
      rules: onPage(2, { kind: "redirect", location: "https://evil.example/" }),
      result: incomplete("page_malformed"),
      requests: 2,
    },
  ],
  expireToken: [
    {
      what: "the token ends before page 2",
      rules: onPage(2, { kind: "expireToken" }, 1),
      result: complete,
      requests: 3,
    },
    {
      what: "each token ends before page 2",
      rules: onPage(2, { kind: "expireToken" }),
      result: incomplete("not_authorised"),
      requests: 3,
    },
  ],
  forbidTenant: [
    {
      what: "page 1 answers 403",
      rules: onPage(1, { kind: "forbidTenant" }),
      result: notCovered("forbidden"),
      requests: 1,
    },
    {
      what: "page 2 answers 403",
      rules: onPage(2, { kind: "forbidTenant" }),
      result: incomplete("not_authorised"),
      requests: 2,
    },
  ],
  repeatPage: [
    {
      what: "page 2 is page 1 again",
      rules: onPage(2, { kind: "repeatPage" }),
      result: incomplete("page_repeated"),
      requests: 2,
    },
  ],
  loopKey: [
    {
      what: "page 2 leads to itself",
      rules: onPage(2, { kind: "loopKey" }),
      result: incomplete("key_repeated"),
      requests: 2,
    },
    {
      what: "page 1 leads to itself",
      rules: onPage(1, { kind: "loopKey" }),
      result: incomplete("page_repeated"),
      requests: 2,
    },
  ],
  emptyPageWithKey: [
    {
      what: "page 2 is empty and promises more",
      rules: onPage(2, { kind: "emptyPageWithKey" }),
      result: incomplete("page_empty"),
      requests: 2,
    },
    {
      what: "page 1 is empty and promises more",
      rules: onPage(1, { kind: "emptyPageWithKey" }),
      result: failed("page_empty"),
      requests: 1,
    },
    {
      what: "the listing of tenants is empty and counts two",
      rules: onPath(TENANTS, { kind: "emptyPageWithKey" }),
      result: stopped("CENTRAL_SHAPE"),
    },
  ],
  shrink: [
    {
      what: "half of the endpoints are missing and all are counted",
      rules: [
        {
          match: { path: LIST, tenant: STRUCK },
          action: { kind: "shrink", share: 0.5, consistentCount: false },
        },
      ],
      result: incomplete("count_mismatch"),
      // One page of what is left, and the walk is repeated once: the inventory may have moved.
      requests: 2,
    },
    {
      what: "all endpoints are missing and none is counted",
      rules: [
        {
          match: { path: LIST, tenant: STRUCK },
          action: { kind: "shrink", share: 0, consistentCount: true },
        },
      ],
      result: failed("shrunken"),
      requests: 1,
    },
    {
      what: "half of the tenants are missing and all are counted",
      rules: onPath(TENANTS, { kind: "shrink", share: 0.5, consistentCount: false }),
      result: stopped("CENTRAL_SHAPE"),
    },
  ],
  omitItemsCount: [
    {
      what: "no page counts the endpoints",
      rules: [{ match: { path: LIST, tenant: STRUCK }, action: { kind: "omitItemsCount" } }],
      result: incomplete("count_unknown"),
      requests: 2,
    },
    {
      what: "the listing of tenants counts nothing",
      rules: onPath(TENANTS, { kind: "omitItemsCount" }),
      result: stopped("CENTRAL_SHAPE"),
    },
  ],
  malformedRecord: [
    ...(["noId", "numberId", "notAnObject"] as const).map((how): ReadingFault => ({
      what: `the first record of page 2 is spoilt (${how})`,
      rules: onPage(2, { kind: "malformedRecord", how }),
      result: incomplete("record_malformed"),
      requests: 2,
    })),
    {
      what: "the first tenant of the listing has no id",
      rules: onPath(TENANTS, { kind: "malformedRecord", how: "noId" }),
      result: notCovered("id_malformed"),
      requests: 0,
    },
  ],
  noApiHost: [
    {
      what: "the tenant has no API host",
      rules: onPath(TENANTS, { kind: "noApiHost", tenant: STRUCK }),
      result: notCovered("no_api_host"),
      requests: 0,
    },
  ],
  foreignApiHost: [
    {
      what: "the tenant's API host is a stranger's",
      rules: onPath(TENANTS, { kind: "foreignApiHost", tenant: STRUCK, apiHost: "https://evil.example" }),
      result: notCovered("host_not_allowed"),
      requests: 0,
    },
  ],
  deletedFalse: "deletions only",
  deletedMissing: "deletions only",
  statusAfter: passesOrStays("page 2 is made and answered 500", { kind: "statusAfter", status: 500 }),
  hangAfter: hangs("page 2 is made and never sent", { kind: "hangAfter" }),
  resetAfter: passesOrStays("the connection breaks instead of page 2", { kind: "resetAfter" }),
  truncate: [
    ...passesOrStays("page 2 ends before its length", { kind: "truncate", how: "length" }),
    {
      what: "page 2 ends in the middle of its JSON, once",
      rules: onPage(2, { kind: "truncate", how: "json" }, 1),
      result: complete,
      requests: 3,
    },
    {
      what: "page 2 ends in the middle of its JSON, each time",
      rules: onPage(2, { kind: "truncate", how: "json" }),
      result: incomplete("page_malformed"),
      requests: 6,
    },
  ],
  slowBody: [
    {
      what: "page 2 trickles in",
      rules: onPage(2, { kind: "slowBody", pieces: 3, pauseMs: 20 }),
      result: complete,
      requests: 2,
    },
    {
      what: "page 2 pauses for longer than the time-out",
      rules: onPage(2, { kind: "slowBody", pieces: 3, pauseMs: 1_000 }),
      short: true,
      result: incomplete("source_unavailable"),
    },
  ],
  clockSkew: [
    {
      what: "Central's clock is four minutes ahead",
      rules: onPage(1, { kind: "clockSkew", ms: 4 * MINUTE }),
      result: complete,
      requests: 2,
    },
    {
      what: "page 1 comes from an hour ago",
      rules: onPage(1, { kind: "clockSkew", ms: -HOUR }),
      result: failed("source_unavailable"),
      requests: 1,
    },
    {
      what: "whoami comes from an hour ahead",
      rules: onPath(WHOAMI, { kind: "clockSkew", ms: HOUR }),
      result: stopped("CLOCK_SKEW"),
    },
  ],
};
