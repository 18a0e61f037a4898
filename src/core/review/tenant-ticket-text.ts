import { formatInstant } from "../model/instant.ts";
import type { Case, CaseEvent } from "./case.ts";
import { oneLine, outcomeLines } from "./ticket-text.ts";

/** A case as a tenant's ticket needs it. */
type ListedCase = Case & { readonly number: number };

/**
 * A text of Jira's holds 32,767 characters, which is the least of all desks: 50 cases in two lines each, 50 outcomes in one, and
 * what stands above them stay below that.
 */
export const MOST = 50;
const LONGEST_LINE = 200;
/** Shorter than what desks cut off (ServiceNow: 160). */
const LONGEST_SUBJECT = 150;

const line = (text: string): string => {
  const one = oneLine(text);
  return one.length <= LONGEST_LINE ? one : `${one.slice(0, LONGEST_LINE - 1).toWellFormed()}…`;
};

export const tenantTicketSubject = (tenantName: string): string =>
  oneLine(`Devices that wait for an answer (${tenantName})`).slice(0, LONGEST_SUBJECT);

/**
 * What a tenant's ticket shows: every open case of a tenant, and where a person answers.
 * @param open the longest asked first; of more than a ticket holds the rest is counted
 * @param peopleNeeded how many people must agree to a deletion
 */
export function tenantTicketLines(
  tenantName: string,
  open: readonly ListedCase[],
  peopleNeeded: (one: ListedCase) => number,
): readonly string[] {
  const more = open.length - MOST;
  return [
    line(`Tenant: ${tenantName}`),
    `Devices that wait for an answer: ${open.length}. Each of them stays as it is until its own case is answered.`,
    "",
    "This ticket takes no answer: an approval, a field, a status or a comment here decides nothing, and closing it approves nothing.",
    "Answer each case by its number in Rollcall itself, for instance by rollcall case show and then approve, keep or hold, or through a",
    "signed webhook that is set up for it. Without an answer the device stays.",
    "",
    ...open.slice(0, MOST).flatMap((one) => caseLines(one, peopleNeeded(one))),
    ...(more > 0 ? [`And ${more} more: rollcall case list has them all.`] : []),
  ];
}

function caseLines(one: ListedCase, people: number): readonly string[] {
  const barred = one.cause !== "review" || one.reasons.some(({ approvable }) => !approvable);
  const answers = barred ? "keep or hold" : "approve, keep or hold";
  const until = one.until === undefined ? "" : `, until ${formatInstant(one.until)}`;
  const agree = people > 1 && !barred ? "; two people have to agree to a yes" : "";
  const doubts = one.reasons.map(({ code }) => code);
  return [
    line(`Case ${one.number}: ${one.hostname}, asked since ${formatInstant(one.askedAt)}`),
    line(`- Answer: ${answers}${until}${agree}. Because of ${[one.cause, ...doubts].join(", ")}`),
  ];
}

/** How cases stand that a tenant's ticket listed and that are no longer open. @param left at most MOST, with the last step of each; more are counted */
export function leftLines(
  left: readonly { readonly one: ListedCase; readonly last: CaseEvent | undefined }[],
  more: number,
): readonly string[] {
  if (left.length === 0) return [];
  return [
    "No longer open:",
    ...left.map(({ one, last }) =>
      line(`Case ${one.number}: ${one.hostname}. ${outcomeLines(one, last)[0] ?? ""}`),
    ),
    ...(more > 0 ? [`And ${more} more.`] : []),
    "",
  ];
}

export const NOTHING_OPEN: readonly string[] = ["No device of this tenant waits for an answer any more."];
export const CASES_HAVE_TICKETS: readonly string[] = [
  "Each case has a ticket of its own from now on: nothing is listed here any more, and closing this decides nothing.",
];

/** What a case's own ticket is closed with once its tenant's ticket lists it. */
export const HANDED_OVER: readonly string[] = [
  "This case is listed in one ticket of its tenant from now on. What stands here is no answer any more, and closing this decides",
  "nothing: the device stays as it is until the case is answered, in Rollcall itself or through a signed webhook.",
];

/** Why what stands in a tenant's ticket is not taken. */
export const notTakenLines = (by: string): readonly string[] => [
  line(
    `What ${by} answered here is not taken: this ticket takes no answer, and every device stays as it is.`,
  ),
  "",
];
