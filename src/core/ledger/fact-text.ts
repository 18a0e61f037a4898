import type { Coverage, Source } from "../model/coverage.ts";
import { formatInstant } from "../model/instant.ts";
import type { TrippedBreaker } from "../plan/plan.ts";
import type { Outcome } from "../retire/outcome.ts";
import { caseText } from "./case-text.ts";
import type { Fact } from "./fact.ts";
import { signInText } from "./sign-in-text.ts";

/**
 * A fact as one short sentence, for people who read the ledger; nothing is decided by it. A hostname stands in it as the
 * device sent it: whoever prints it escapes for his own medium.
 */
export function factText(fact: Fact): string {
  switch (fact.kind) {
    case "collection_finished":
      return `Collection of ${sourceText(fact.source)} was ${coverageText(fact.coverage)}: ${counted(fact.counted, "record")} in ${counted(fact.requests, "request")}.`;
    case "tenant_not_covered":
      return `Tenant ${fact.tenant} is not covered (${fact.code}).`;
    case "assessment_finished":
      return `${counted(fact.judged, "endpoint")} assessed: ${fact.keep} to keep, ${fact.review} to review, ${fact.retire} to retire.`;
    case "findings_arose":
      return `${counted(fact.findings.length + fact.more, "finding")} arose: ${[...new Set(fact.findings.map(({ code }) => code))].join(", ")}.`;
    case "breakers_changed":
      return `Breakers changed: ${[...fact.tripped.map(({ code }) => `${code} tripped`), ...fact.cleared.map(({ code }) => `${code} is off again`)].join(", ")}.`;
    case "plan_frozen":
      return `Plan ${fact.plan} was frozen in ${fact.mode} with ${counted(fact.items, "item")}, ${fact.leftOut} left out${breakersText(fact.breakers)}.`;
    case "removals_foreseen":
      return `For the next run in ${fact.mode} ${counted(fact.removals.length, "deletion")} ${fact.removals.length === 1 ? "is" : "are"} foreseen${breakersText(fact.breakers)}.`;
    case "apply_started":
      return `Plan ${fact.plan} began to be applied in ${fact.mode}: ${counted(fact.items, "item")}${fact.items === fact.editedDownFrom ? "" : `, edited down from ${fact.editedDownFrom}`}.`;
    case "endpoint_verified":
      return `${endpointText(fact)} was verified: ${VERDICTS[fact.verdict]}${fact.reasons.length === 0 ? "" : ` (${fact.reasons.join(", ")})`}.`;
    case "removal_intended":
      return `${endpointText(fact)} was about to be deleted${fact.mode === "enforce" ? "" : ` (${fact.mode}: nothing is sent)`}${fact.dossier === undefined ? "" : DOSSIERS[fact.dossier]}.`;
    case "removal_settled":
      return `${endpointText(fact)} ${OUTCOMES[fact.outcome]}; settled by ${SETTLED_BY[fact.settledBy]}${fact.answer === undefined ? "" : `, Central's answer was ${fact.answer}`}${fact.failure === undefined ? "" : ` (${fact.failure})`}.`;
    case "endpoint_quarantined":
      return `${endpointText(fact)} is left alone ${fact.until === undefined ? "until a person releases it" : `until ${formatInstant(fact.until)}`}: ${counted(fact.attempts, "attempt")} failed, the last one of ${fact.failure}.`;
    case "quarantine_released":
      return `The quarantine of ${endpointText(fact)} was released after ${counted(fact.attempts, "failed attempt")}: ${fact.reason}.`;
    case "apply_finished":
      return `Plan ${fact.plan} was applied in ${fact.mode}: ${outcomesText(fact.outcomes)}${fact.stoppedBy === undefined ? "" : `; stopped by ${fact.stoppedBy}`}.`;
    case "endpoint_vanished":
      return `${endpointText(fact)} vanished from Central (${fact.finding}).`;
    case "hold_added":
      return `${endpointText(fact)} was put on hold until ${formatInstant(fact.until)} for ${fact.owner}: ${fact.reason}${fact.replaced ? " (replaces the hold before)" : ""}.`;
    case "hold_lifted":
      return `The hold of ${fact.owner} until ${formatInstant(fact.until)} on ${endpointText(fact)} was lifted: ${fact.reason}.`;
    case "case_opened":
    case "case_asked_anew":
    case "case_reopened":
    case "case_answered":
    case "case_expired":
    case "case_closed":
    case "case_commented":
    case "case_assigned":
      return caseText(fact, endpointText(fact));
    case "ticket_opened":
      return `Case ${fact.case} of ${endpointText(fact)} has ticket ${fact.ticket} on ${fact.desk}${fact.found ? ", which was there already" : ""}.`;
    case "ticket_unreadable":
      return `Ticket ${fact.ticket} on ${fact.desk} of case ${fact.case}, ${endpointText(fact)}, cannot be read (${fact.why}): the device is left alone.`;
    case "ticket_closed":
      return `Ticket ${fact.ticket} on ${fact.desk} of case ${fact.case}, ${endpointText(fact)}, was closed (${fact.outcome}).`;
    case "tenant_ticket_opened":
      return `The open cases of tenant ${fact.tenant} are listed in ticket ${fact.ticket} on ${fact.desk}${TENANT_TICKETS[fact.how]}.`;
    case "tenant_ticket_unreadable":
      return `Ticket ${fact.ticket} on ${fact.desk}, which lists the open cases of tenant ${fact.tenant}, cannot be read (${fact.why}).`;
    case "tenant_ticket_closed":
      return `Ticket ${fact.ticket} on ${fact.desk}, which listed the open cases of tenant ${fact.tenant}, was closed${TENANT_TICKET_ENDS[fact.because]}.`;
    case "store_moved":
      return `The store was moved from ${fact.from} to the database ${fact.to}: ${counted(fact.rows, "row")} in ${counted(fact.tables, "table")}.`;
    case "vault_rotated":
      return `The vault was rotated to the key ${fact.keyId}: ${counted(fact.rewrapped, "dossier")} wrapped anew, ${fact.unchanged} were already.`;
    case "password_read":
      return `The tamper-protection password of ${endpointText(fact)} was read: ${fact.reason}.`;
    case "password_access_checked":
      return `Whether the tamper-protection password of ${endpointText(fact)} may be read was tried out: it was dropped unread.`;
    case "dossiers_purged":
      return `${counted(fact.dossiers, "dossier")} had been kept long enough and ${fact.dossiers === 1 ? "was" : "were"} deleted.`;
    case "dossiers_discarded":
      return `The passwords of ${counted(fact.dossiers, "dossier")} sealed with the lost key ${fact.keyId} were discarded${fact.withinUndoWindow === 0 ? "" : `, ${fact.withinUndoWindow} of them within the undo window`}: ${fact.reason}.`;
    case "ramp_moved":
      return `The ramp moved from step ${fact.fromStep} to step ${fact.toStep}${fact.cause === undefined ? "" : ` (${fact.cause})`}: ${counted(fact.perDay, "deletion")} a day.`;
    case "device_returned":
      return `${endpointText(fact)} is back since ${formatInstant(fact.returnedAt)} (${fact.signs.join(", ")}): it was deleted at ${formatInstant(fact.deletedAt)}${fact.newEndpoint === undefined ? "" : `, and is now endpoint ${fact.newEndpoint}`}.`;
    case "lesson_recorded":
      return `What the return of ${endpointText(fact)} teaches: ${fact.lesson}.`;
    case "brake_pulled":
      return `The brake was pulled by ${fact.by}: ${fact.reason}.`;
    case "brake_released":
      return `The brake was released by ${fact.by}: ${fact.reason}.`;
    case "sink_parked":
      return `The sink ${fact.sink} was parked (${fact.because})${fact.reason === undefined ? "" : `: ${fact.reason}`}.`;
    case "sink_resumed":
      return `The sink ${fact.sink} was resumed${fact.again === 0 ? "" : `; ${entriesText(fact.again)} to be sent again`}.`;
    case "signed_in":
    case "sign_in_refused":
    case "signed_out":
    case "account_created":
    case "account_reset":
    case "account_disabled":
    case "token_created":
    case "token_revoked":
    case "action_refused":
      return signInText(fact);
  }
}

const TENANT_TICKETS = {
  made: "",
  found: ", which was there already",
  reopened: ", which was opened again",
} as const;

const TENANT_TICKET_ENDS = {
  nothing_open: ": none is open",
  by_others: " by others, which answers none of them",
  per_case: ": each case has a ticket of its own",
} as const;

const DOSSIERS = {
  saved: ", its dossier saved",
  none: ", without a dossier (vault: none)",
} as const;

const VERDICTS = {
  proceed: "nothing had changed",
  changed: "it had changed since the plan",
  gone_already: "it was gone already",
} as const;

const OUTCOMES = {
  retired: "was deleted and is gone",
  gone_already: "was gone already, not by us",
  changed: "was left alone, since it had changed",
  unconfirmed: "may or may not have been deleted",
  failed: "was not deleted",
  withheld: "was held back, and nothing was sent",
} as const satisfies Record<Outcome, string>;

const SETTLED_BY = {
  answer: "the answer",
  read_back: "reading it back",
  verify: "the check before acting",
  restart: "reading it back after a restart",
} as const;

const endpointText = (fact: {
  readonly hostname: string;
  readonly endpoint: string;
  readonly tenant: string;
}): string => `${fact.hostname} (endpoint ${fact.endpoint} of tenant ${fact.tenant})`;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

const entriesText = (count: number): string => `${count} refused ${count === 1 ? "entry" : "entries"}`;

const sourceText = (source: Source): string =>
  source.kind === "tenant" ? `tenant ${source.tenant}` : `directory ${source.directory}`;

const coverageText = (coverage: Coverage): string =>
  coverage.kind === "complete"
    ? "complete"
    : `${coverage.kind} (${coverage.gaps.map((gap) => gap.code).join(", ")})`;

const breakersText = (breakers: readonly TrippedBreaker[]): string =>
  breakers.length === 0
    ? ""
    : `; breakers tripped: ${[...new Set(breakers.map((breaker) => breaker.code))].join(", ")}`;

const outcomesText = (outcomes: Readonly<Partial<Record<Outcome, number>>>): string => {
  const counts = Object.entries(outcomes).filter(([, count]) => count > 0);
  return counts.length === 0
    ? "nothing to do"
    : counts.map(([outcome, count]) => `${count} ${outcome}`).join(", ");
};
