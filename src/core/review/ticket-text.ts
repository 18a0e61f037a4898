import type { Assessment } from "../assess/assessment.ts";
import { isDoubt } from "../assess/approval.ts";
import type { Reason } from "../assess/reason.ts";
import { formatInstant } from "../model/instant.ts";
import type { Case, CaseEvent } from "./case.ts";

/** A case as a ticket needs it. */
type TicketCase = Case & { readonly number: number; readonly tenantName: string };

/** Longer than any hostname and tenant name together need, shorter than what desks cut off (ServiceNow: 160). */
const LONGEST_SUBJECT = 150;

/** One line of it: a device's name may hold anything, and a break in it would begin a line of its own. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

export const ticketSubject = ({ hostname, tenantName }: TicketCase): string =>
  oneLine(`May ${hostname} be retired? (${tenantName})`).slice(0, LONGEST_SUBJECT);

/** What a ticket asks: the device, every doubt with what it rests on, and what an answer is. @param judged its assessment, where it is the one that is asked about */
export function questionLines(
  one: TicketCase,
  judged: Assessment | undefined,
  peopleNeeded: number,
): readonly string[] {
  const barred = one.reasons.filter(({ approvable }) => !approvable).map(({ code }) => code);
  const silent = judged?.daysInactive;
  const stated = judged?.evidenceHash === one.evidenceHash ? judged.reasons.filter(isDoubt) : [];
  const lines = [
    CAUSES[one.cause],
    "",
    `Device: ${one.hostname}`,
    `Tenant: ${one.tenantName}`,
    `Endpoint: ${one.endpoint}`,
    ...(silent === undefined ? [] : [`Silent for: ${silent} days`]),
    `Case: ${one.number}`,
    `Evidence: ${one.evidenceHash}`,
    "",
    "Doubts:",
    ...one.reasons.map(({ code }) => `- ${code}${basis(stated.find((reason) => reason.code === code))}`),
    "",
    "Answers: approve (it may be deleted in Sophos Central), keep, hold. Only the field or approval that is set up for it is an",
    "answer, by a person who may give it; a comment or a mail is none. Without an answer the device stays.",
  ];
  if (one.until !== undefined) lines.push(`Answer until: ${formatInstant(one.until)}`);
  if (peopleNeeded > 1) lines.push("Two people have to agree, one after the other.");
  if (one.cause !== "review") lines.push("It cannot be approved here: answer keep or hold.");
  else if (barred.length > 0)
    lines.push(`It cannot be approved while there is ${barred.join(", ")}: answer keep or hold.`);
  return lines.map(oneLine);
}

const CAUSES = {
  review: "Rollcall doubts whether this device is gone, and asks whether it may be retired.",
  return: "This device was deleted and came back. Rollcall leaves it alone and asks a person to look.",
  quarantine:
    "The deletion of this device failed too often. Rollcall leaves it alone and asks a person to look.",
} as const;

function basis(reason: Reason | undefined): string {
  const facts = Object.entries(reason?.evidence ?? {}).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.join(", ") : String(value)}`,
  );
  return facts.length === 0 ? "" : ` (${facts.join("; ")})`;
}

/** How a case stands, for a ticket that is closed with it, or told of an approval. @param last the step that led there */
export function outcomeLines({ state, until }: Case, last: CaseEvent | undefined): readonly string[] {
  const by = last?.kind === "answered" ? ` by ${last.by} through ${last.channel}` : "";
  const end = until === undefined ? "" : ` until ${formatInstant(until)}`;
  switch (state) {
    case "open":
      return ["Asked anew."];
    case "approved":
      return [
        `Approved${by}. The device is retired when its turn comes${end === "" ? "" : `, ${end.trim()}`}, if nothing about it changes.`,
        "Opening a closed ticket again, or taking the answer back, stops that.",
      ].map(oneLine);
    case "kept":
      return [oneLine(`Kept${by}${end}.`)];
    case "held":
      return [oneLine(`On hold${by}${end}.`)];
    case "expired":
      return ["No answer came in time, which is a no: the device stays."];
    case "retired":
      return ["The device was deleted in Sophos Central and is gone."];
    case "closed":
      return [`Closed: ${last?.kind === "closed" ? last.because : "nothing is asked any more"}.`];
  }
}

/** Why what stands in the ticket is not taken. */
export const voidLines = (why: string, by: string): readonly string[] => [
  oneLine(`The answer of ${by} is not taken: ${why}. The device stays as it is.`),
];
