// What Central may do to a reading, fault by fault, and what has to come of it. The table in docs/reference is held to it.
import type { FaultKind } from "../../src/simulator/fault-action.ts";
import { HOUR, MINUTE } from "../../src/core/model/instant.ts";
import {
  complete,
  failed,
  hangs,
  incomplete,
  LIST,
  notCovered,
  onPage,
  onPath,
  passesOrStays,
  stopped,
  struck,
  STRUCK,
  TENANTS,
  TOKEN,
  WHOAMI,
  type ReadingFault,
} from "./reading-fault.ts";

/** Every fault that a simulated Central knows, and what each comes to on a reading; a new kind has to be put here. */
export const READING_FAULTS: Readonly<Record<FaultKind, readonly ReadingFault[] | "deletions only">> = {
  status: [
    ...passesOrStays("page 2 answers 500", { kind: "status", status: 500 }),
    ...passesOrStays("page 2 answers 502 in HTML", { kind: "status", status: 502, body: "html" }),
    ...passesOrStays("page 2 answers 429", { kind: "status", status: 429 }),
    struck(
      "page 2 answers 429 and asks for an hour, once",
      onPage(2, { kind: "status", status: 429, headers: { "Retry-After": "3600" } }, 1),
      complete,
      3,
    ),
    struck(
      "page 2 answers 503 and asks for half a minute, once",
      onPage(2, { kind: "status", status: 503, headers: { "Retry-After": "30" } }, 1),
      complete,
      3,
    ),
    struck(
      "page 1 answers 500 each time",
      onPage(1, { kind: "status", status: 500 }),
      failed("source_unavailable"),
      5,
    ),
    struck("page 1 answers 404", onPage(1, { kind: "status", status: 404 }), failed("page_malformed"), 1),
    struck(
      "page 1 answers 400 in text",
      onPage(1, { kind: "status", status: 400, body: "text" }),
      failed("page_malformed"),
      1,
    ),
    struck(
      "page 1 answers 200 with a proxy's page",
      onPage(1, { kind: "status", status: 200, body: "html" }),
      failed("page_malformed"),
      5,
    ),
    struck(
      "page 2 answers 200 without items and pages",
      onPage(2, { kind: "status", status: 200 }),
      incomplete("page_malformed"),
      2,
    ),
    struck(
      "page 2 answers 401 with a new token too",
      onPage(2, { kind: "status", status: 401 }),
      incomplete("not_authorised"),
      3,
    ),
    struck("whoami answers 500, once", onPath(WHOAMI, { kind: "status", status: 500 }, 1), complete, 2),
    struck(
      "whoami answers 403",
      onPath(WHOAMI, { kind: "status", status: 403 }),
      stopped("CENTRAL_FORBIDDEN"),
    ),
    struck(
      "the listing of tenants answers 500 each time",
      onPath(TENANTS, { kind: "status", status: 500 }),
      stopped("CENTRAL_SERVER_ERROR"),
    ),
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
    struck(
      "page 2 redirects to another host",
      onPage(2, { kind: "redirect", location: "https://evil.example/" }),
      incomplete("page_malformed"),
      2,
    ),
  ],
  expireToken: [
    struck("the token ends before page 2", onPage(2, { kind: "expireToken" }, 1), complete, 3),
    struck(
      "each token ends before page 2",
      onPage(2, { kind: "expireToken" }),
      incomplete("not_authorised"),
      3,
    ),
  ],
  forbidTenant: [
    struck("page 1 answers 403", onPage(1, { kind: "forbidTenant" }), notCovered("forbidden"), 1),
    struck("page 2 answers 403", onPage(2, { kind: "forbidTenant" }), incomplete("not_authorised"), 2),
  ],
  repeatPage: [
    struck("page 2 is page 1 again", onPage(2, { kind: "repeatPage" }), incomplete("page_repeated"), 2),
  ],
  loopKey: [
    struck("page 2 leads to itself", onPage(2, { kind: "loopKey" }), incomplete("key_repeated"), 2),
    struck("page 1 leads to itself", onPage(1, { kind: "loopKey" }), incomplete("page_repeated"), 2),
  ],
  emptyPageWithKey: [
    struck(
      "page 2 is empty and promises more",
      onPage(2, { kind: "emptyPageWithKey" }),
      incomplete("page_empty"),
      2,
    ),
    struck(
      "page 1 is empty and promises more",
      onPage(1, { kind: "emptyPageWithKey" }),
      failed("page_empty"),
      1,
    ),
    struck(
      "the listing of tenants is empty and counts two",
      onPath(TENANTS, { kind: "emptyPageWithKey" }),
      stopped("CENTRAL_SHAPE"),
    ),
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
    struck(
      "half of the tenants are missing and all are counted",
      onPath(TENANTS, { kind: "shrink", share: 0.5, consistentCount: false }),
      stopped("CENTRAL_SHAPE"),
    ),
  ],
  omitItemsCount: [
    {
      what: "no page counts the endpoints",
      rules: [{ match: { path: LIST, tenant: STRUCK }, action: { kind: "omitItemsCount" } }],
      result: incomplete("count_unknown"),
      requests: 2,
    },
    struck(
      "the listing of tenants counts nothing",
      onPath(TENANTS, { kind: "omitItemsCount" }),
      stopped("CENTRAL_SHAPE"),
    ),
  ],
  malformedRecord: [
    ...(["noId", "numberId", "notAnObject"] as const).map((how): ReadingFault =>
      struck(
        `the first record of page 2 is spoilt (${how})`,
        onPage(2, { kind: "malformedRecord", how }),
        incomplete("record_malformed"),
        2,
      ),
    ),
    struck(
      "the first tenant of the listing has no id",
      onPath(TENANTS, { kind: "malformedRecord", how: "noId" }),
      notCovered("id_malformed"),
      0,
    ),
  ],
  noApiHost: [
    struck(
      "the tenant has no API host",
      onPath(TENANTS, { kind: "noApiHost", tenant: STRUCK }),
      notCovered("no_api_host"),
      0,
    ),
  ],
  foreignApiHost: [
    struck(
      "the tenant's API host is a stranger's",
      onPath(TENANTS, { kind: "foreignApiHost", tenant: STRUCK, apiHost: "https://evil.example" }),
      notCovered("host_not_allowed"),
      0,
    ),
  ],
  deletedFalse: "deletions only",
  deletedMissing: "deletions only",
  statusAfter: passesOrStays("page 2 is made and answered 500", { kind: "statusAfter", status: 500 }),
  hangAfter: hangs("page 2 is made and never sent", { kind: "hangAfter" }),
  resetAfter: passesOrStays("the connection breaks instead of page 2", { kind: "resetAfter" }),
  truncate: [
    ...passesOrStays("page 2 ends before its length", { kind: "truncate", how: "length" }),
    struck(
      "page 2 ends in the middle of its JSON, once",
      onPage(2, { kind: "truncate", how: "json" }, 1),
      complete,
      3,
    ),
    struck(
      "page 2 ends in the middle of its JSON, each time",
      onPage(2, { kind: "truncate", how: "json" }),
      incomplete("page_malformed"),
      6,
    ),
  ],
  slowBody: [
    struck("page 2 trickles in", onPage(2, { kind: "slowBody", pieces: 3, pauseMs: 20 }), complete, 2),
    {
      what: "page 2 pauses for longer than the time-out",
      rules: onPage(2, { kind: "slowBody", pieces: 3, pauseMs: 2_500 }),
      short: true,
      result: incomplete("source_unavailable"),
    },
  ],
  clockSkew: [
    struck(
      "Central's clock is four minutes ahead",
      onPage(1, { kind: "clockSkew", ms: 4 * MINUTE }),
      complete,
      2,
    ),
    struck(
      "page 1 comes from an hour ago",
      onPage(1, { kind: "clockSkew", ms: -HOUR }),
      failed("source_unavailable"),
      1,
    ),
    struck(
      "whoami comes from an hour ahead",
      onPath(WHOAMI, { kind: "clockSkew", ms: HOUR }),
      stopped("CLOCK_SKEW"),
    ),
  ],
};
