import type { Instant } from "../../core/model/instant.ts";
import type { CaseView } from "../../flows/show-case.ts";
import type { KnownCase } from "../../ports/case-store.ts";
import type { TicketRecord } from "../../ports/ticket-store.ts";
import { paint, type Io } from "../io.ts";
import { STATE_STYLE } from "./cases.ts";
import { explanationText } from "./explanation.ts";
import { instantText } from "./instant-text.ts";
import { printable } from "./table.ts";

/** A case in one line. */
export function caseLine(io: Io, one: KnownCase): string {
  const end = one.until === undefined ? "" : ` until ${instantText(one.until)}`;
  const whose = one.assignee === undefined ? "" : `, assigned to ${printable(one.assignee)}`;
  return `Case ${one.number}  ${printable(one.hostname)} (tenant ${printable(one.tenantName)})  ${paint(io, STATE_STYLE[one.state], one.state)}${end}, version ${one.version}${whose}`;
}

/** A case with all that an answer rests on, what happened so far, and the commands that answer it. */
export function caseText(io: Io, view: CaseView, now: Instant): string {
  const { one, device, timeline } = view;
  const lines = [caseLine(io, one), "", ...questionLines(io, view), ""];
  if (device !== undefined) lines.push(explanationText(io, device));
  lines.push(paint(io, "bold", "What happened"));
  for (const { at, version, text } of timeline) {
    lines.push(`  ${instantText(at)}  v${version}  ${printable(text)}`);
  }
  if (one.state === "open" && one.until !== undefined && now < one.until)
    lines.push("", ...answerLines(view));
  return lines.join("\n");
}

function questionLines(io: Io, { one, outdated, peopleNeeded, ticket, tenantTicket }: CaseView): string[] {
  const lines = [
    `  Asked        ${instantText(one.askedAt)}, because of ${[one.cause, ...one.reasons.map(({ code }) => code)].join(", ")}`,
    `  Evidence     ${one.evidenceHash.slice(0, 16)}`,
  ];
  if (ticket !== undefined) lines.push(ticketLine(io, ticket));
  if (tenantTicket !== undefined)
    lines.push(`${ticketLine(io, tenantTicket)}, of its tenant: it takes no answer`);
  const barred = one.reasons.filter(({ approvable }) => !approvable).map(({ code }) => code);
  if (one.cause === "return") {
    lines.push(
      `  It was deleted and came back: \`rollcall recover ${one.endpoint}\` tells the way back, step by step.`,
    );
  } else if (one.cause === "quarantine") {
    lines.push(
      `  Its deletion failed too often: \`rollcall quarantine release ${one.endpoint}\` lets it be tried again, once the cause is settled.`,
    );
  } else if (one.cause === "review" && barred.length > 0) {
    lines.push(
      `  No approval makes a deletion sound while there is ${barred.join(", ")}: it can be kept or put on hold.`,
    );
  }
  for (const { by, at, reason } of one.agreements) {
    lines.push(`  Agreed       ${printable(by)}, ${instantText(at)}: ${printable(reason)}`);
  }
  if (peopleNeeded > 1 && one.state === "open") lines.push("  Two people have to agree.");
  if (outdated) {
    lines.push(
      `  ${paint(io, "yellow", "The evidence has changed")} since: \`rollcall case sync\` puts the question anew.`,
    );
  }
  return lines;
}

function ticketLine(io: Io, { url, desk, closedAt, trouble }: TicketRecord): string {
  const where = url === undefined ? `being made on ${printable(desk)}` : printable(url);
  const how = trouble === undefined ? "" : `, ${paint(io, "yellow", trouble)}`;
  return `  Ticket       ${where}${closedAt === undefined ? "" : `, closed ${instantText(closedAt)}`}${how}`;
}

const answerLines = ({ one }: CaseView): string[] => [
  "To answer what is shown here:",
  `  rollcall case approve ${one.number} --case-version ${one.version} --reason …`,
  `  rollcall case keep ${one.number} --case-version ${one.version} --reason …`,
  `  rollcall case hold ${one.number} --case-version ${one.version} --reason … --owner … --for P30D`,
];
