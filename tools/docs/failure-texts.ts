import type { FailureClass, FailureWeight } from "../../src/core/retire/failure-class.ts";

/** What each weight means, as the table says it. */
export const WEIGHT_TEXTS: Readonly<Record<FailureWeight, string>> = {
  counts: "counts",
  delays: "only delays",
  nothing: "nothing",
};

/** When an attempt failed of what, and what to do. */
export const FAILURE_TEXTS: Readonly<Record<FailureClass, readonly [when: string, todo: string]>> = {
  not_found: [
    "Central answered the deletion with 404, and the endpoint can still be read.",
    "Look at it in Central.",
  ],
  refused: [
    "Central refused the deletion: a 4xx of another kind, or `deleted: false`.",
    "Delete it in Central's console, which says why it does not.",
  ],
  no_effect: ["Central answered `deleted: true`, and it is still there.", "Look at it in Central."],
  server: ["Central failed (5xx).", "Give Sophos Support the correlation id."],
  timeout: ["No answer came in time.", "Usually nothing; look at the network if it befalls many."],
  reset: ["The connection broke before a whole answer came.", "The same."],
  illegible: [
    "An answer that Central's API does not have: another shape, a redirect, a page of HTML.",
    "Look for a proxy, then for a newer Rollcall.",
  ],
  no_dossier: [
    "Its record or its password could not be read or sealed: there would be no way back.",
    "The message says what was missing.",
  ],
  interrupted: [
    "The process ended before an answer was written down, and the endpoint is still there.",
    "Find out what ended it.",
  ],
  throttled: [
    "Central allows no more requests (429), or our own rate budget had no room before the live reading grew too old.",
    "Wait, or lower `sophos.rate`.",
  ],
  forbidden: [
    "401 or 403: the credential's role, or the tenant does not let it.",
    "Check the role of the credential and partner assistance.",
  ],
  unreachable: [
    "No connection to Central was opened, or its certificate or the clocks do not hold.",
    "Check the network.",
  ],
  tenant_unread: [
    "The alerts, the migrations or the endpoint groups of its tenant could not be read whole.",
    "The message says of what; it befalls every endpoint of the tenant.",
  ],
  directory: ["A directory could not be read.", "`rollcall check`."],
  not_covered: [
    "Its tenant is no longer covered: none of its endpoints is planned.",
    "See the tenants that are not covered.",
  ],
  refused_by_verify: ["The live reading found other evidence. It is in review.", "`rollcall explain`."],
};
