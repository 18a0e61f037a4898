// What Central may do to the verification and the deletion of one endpoint, fault by fault, and what has to come of it.
import type { Outcome } from "../../src/core/retire/outcome.ts";
import type { DeletionFault, FaultAction, FaultKind } from "../../src/simulator/fault-action.ts";
import type { FaultRule } from "../../src/simulator/fault-rule.ts";
import { HOUR } from "../../src/core/model/instant.ts";
import { LIST } from "./reading-fault.ts";

/** `read`: the endpoint's record, at verify and whenever it is read back. The lists: at verify. `delete`: the deletion. */
export type Struck = "read" | "alerts" | "migrations" | "delete";

export interface RemovalFault {
  readonly what: string;
  readonly at: Struck;
  readonly action: FaultAction;
  readonly times?: number;
  readonly page?: number;
  readonly outcome: Outcome;
  /** The endpoint is still there afterwards. */
  readonly remains: boolean;
  /** Status of every DELETE that was sent, in order; more than one only after a 401, which did nothing. */
  readonly sent: readonly (number | "none" | "reset")[];
}

const PATHS = { alerts: "/common/v1/alerts", migrations: "/endpoint/v1/migrations" } as const;

/** The rule that strikes this endpoint, or a list of its tenant. */
export const ruleFor = ({ at, action, times, page }: RemovalFault, endpoint: string): FaultRule => ({
  match: {
    path: at === "alerts" || at === "migrations" ? PATHS[at] : `${LIST}/${endpoint}`,
    method: at === "delete" ? "DELETE" : "GET",
    ...(page !== undefined && { page }),
  },
  action,
  ...(times !== undefined && { times }),
});

/** Nothing was sent, and the endpoint is where it was. */
const unsent = (
  what: string,
  at: Exclude<Struck, "delete">,
  action: FaultAction,
  outcome: "failed" | "changed" | "gone_already",
  page?: number,
): RemovalFault => ({
  what,
  at,
  action,
  outcome,
  remains: true,
  sent: [],
  ...(page !== undefined && { page }),
});

/** The verification is disturbed once and goes on. */
const disturbed = (what: string, at: Exclude<Struck, "delete">, action: FaultAction): RemovalFault => ({
  what,
  at,
  action,
  times: 1,
  outcome: "retired",
  remains: false,
  sent: [200],
});

const failed = (
  what: string,
  action: FaultAction,
  ...sent: readonly (number | "none" | "reset")[]
): RemovalFault => ({ what, at: "delete", action, outcome: "failed", remains: true, sent });

const retired = (
  what: string,
  action: FaultAction,
  ...sent: readonly (number | "none" | "reset")[]
): RemovalFault => ({ what, at: "delete", action, outcome: "retired", remains: false, sent });

const silent = (kind: DeletionFault["kind"], word: string): readonly RemovalFault[] => [
  failed(`the deletion is not done and answered ${word}`, { kind }, 200),
  retired(`the deletion is done and answered ${word}`, { kind, applied: true }, 200),
];

/** Every fault that a simulated Central knows, and what each comes to; a new kind has to be put here. */
export const REMOVAL_FAULTS: Readonly<Record<FaultKind, readonly RemovalFault[] | "readings only">> = {
  status: [
    ...[400, 403, 409, 423].map((status) =>
      failed(`the deletion is refused with ${status}`, { kind: "status", status }, status),
    ),
    failed("the deletion is refused with 429", { kind: "status", status: 429 }, 429),
    failed("the deletion is answered 500 and not done", { kind: "status", status: 500 }, 500),
    failed("the deletion is answered 503 in HTML", { kind: "status", status: 503, body: "html" }, 503),
    failed("the deletion is answered 404 by a proxy", { kind: "status", status: 404, body: "html" }, 404),
    failed("the deletion is answered 404 although it is there", { kind: "status", status: 404 }, 404),
    failed("the deletion is answered 200 by a proxy", { kind: "status", status: 200, body: "html" }, 200),
    failed("the deletion is answered 401 with a new token too", { kind: "status", status: 401 }, 401, 401),
    disturbed("the reading before is answered 500, once", "read", { kind: "status", status: 500 }),
    unsent("the reading before is answered 500 each time", "read", { kind: "status", status: 500 }, "failed"),
    unsent(
      "the reading before is answered 404 by a proxy",
      "read",
      { kind: "status", status: 404, body: "html" },
      "failed",
    ),
    unsent("the reading before is answered 404", "read", { kind: "status", status: 404 }, "gone_already"),
    unsent("the alerts may not be read", "alerts", { kind: "status", status: 403 }, "changed"),
    unsent("the alerts are answered 500 each time", "alerts", { kind: "status", status: 500 }, "failed"),
    unsent("the migrations may not be read", "migrations", { kind: "status", status: 403 }, "changed"),
    unsent("the migrations are answered 502", "migrations", { kind: "status", status: 502 }, "failed"),
  ],
  hang: [
    failed("the deletion hangs and is not done", { kind: "hang" }, "none"),
    disturbed("the reading before hangs, once", "read", { kind: "hang" }),
  ],
  resetBefore: [
    failed("the connection breaks before the deletion", { kind: "resetBefore" }, "reset"),
    disturbed("the connection breaks before the reading, once", "read", { kind: "resetBefore" }),
    unsent("the connection breaks before each reading", "read", { kind: "resetBefore" }, "failed"),
  ],
  redirect: [
    failed("the deletion is redirected", { kind: "redirect", location: "https://evil.example/" }, 302),
    unsent(
      "the reading before is redirected",
      "read",
      { kind: "redirect", location: "https://evil.example/" },
      "failed",
    ),
  ],
  expireToken: [
    { ...retired("the token ends at the deletion", { kind: "expireToken" }, 401, 200), times: 1 },
    failed("each token ends at the deletion", { kind: "expireToken" }, 401, 401),
    disturbed("the token ends at the reading before", "read", { kind: "expireToken" }),
  ],
  forbidTenant: [
    failed("the tenant forbids the deletion", { kind: "forbidTenant" }, 403),
    unsent("the tenant forbids the reading before", "read", { kind: "forbidTenant" }, "failed"),
  ],
  repeatPage: [unsent("page 2 of the alerts is page 1 again", "alerts", { kind: "repeatPage" }, "failed", 2)],
  loopKey: [unsent("the alerts lead back to themselves", "alerts", { kind: "loopKey" }, "failed")],
  emptyPageWithKey: [
    unsent("the alerts are empty and promise more", "alerts", { kind: "emptyPageWithKey" }, "failed"),
  ],
  shrink: [
    unsent(
      "half of the alerts are missing and all are counted",
      "alerts",
      { kind: "shrink", share: 0.5, consistentCount: false },
      "failed",
    ),
  ],
  // A walk over the alerts that comes to its end needs no count.
  omitItemsCount: [
    disturbed("the alerts are not counted", "alerts", { kind: "omitItemsCount" }),
    unsent("the migrations are not counted", "migrations", { kind: "omitItemsCount" }, "failed"),
  ],
  malformedRecord: [
    unsent("an alert has no id", "alerts", { kind: "malformedRecord", how: "noId" }, "failed"),
  ],
  noApiHost: "readings only",
  foreignApiHost: "readings only",
  deletedFalse: silent("deletedFalse", "deleted:false"),
  deletedMissing: silent("deletedMissing", "without a word"),
  statusAfter: [
    retired("the deletion is done and answered 500", { kind: "statusAfter", status: 500 }, 500),
    retired("the deletion is done and answered 408", { kind: "statusAfter", status: 408 }, 408),
  ],
  hangAfter: [retired("the deletion is done and hangs", { kind: "hangAfter" }, "none")],
  resetAfter: [retired("the connection breaks after the deletion", { kind: "resetAfter" }, "reset")],
  truncate: [
    retired("the deletion's answer ends before its length", { kind: "truncate", how: "length" }, 200),
    retired("the deletion's answer ends in its JSON", { kind: "truncate", how: "json" }, 200),
    unsent("the reading before ends in its JSON", "read", { kind: "truncate", how: "json" }, "failed"),
  ],
  slowBody: [retired("the deletion's answer trickles in", { kind: "slowBody", pieces: 3, pauseMs: 20 }, 200)],
  clockSkew: [
    unsent("the reading before comes from an hour ago", "read", { kind: "clockSkew", ms: -HOUR }, "failed"),
    retired("the deletion's answer comes from an hour ahead", { kind: "clockSkew", ms: HOUR }, 200),
  ],
};
